"""The SQL of what became of a conversation's text messages, for the agents who must know."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from handoff_service.conversations import store
from handoff_service.db import Tx
from handoff_service.schema import outbox

SHOWN = 3
NOT_SENT = ("failed", "uncertain", "held")
NOT_ARRIVED = ("undelivered", "failed")


@dataclass(frozen=True)
class Trouble:
    """A message that did not arrive, or may not have: its number in the conversation, and the reason as it was kept."""

    number: int
    reason: str


async def troubles(tx: Tx, conversation_id: str) -> tuple[Trouble, ...]:
    """The newest text messages of a conversation that did not arrive, newest first."""
    lost = or_(outbox.c.state.in_(NOT_SENT), outbox.c.delivery.in_(NOT_ARRIVED))
    own = (outbox.c.lane == conversation_id) & (outbox.c.kind == "sms") & lost
    rows = await tx.execute(
        select(outbox.c.payload, outbox.c.reason).where(own).order_by(outbox.c.id.desc()).limit(SHOWN)
    )
    found = []
    for row in rows:
        message = await store.message(tx, row.payload["message"])
        if message is not None:
            found.append(Trouble(message.number, row.reason or ""))
    return tuple(found)
