"""The SQL of whether we may text a customer: the wish itself, when it was told and how we know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from handoff_service.db import Tx, wake_after_commit
from handoff_service.ledger import store as ledger
from handoff_service.schema import conversations, customers
from handoff_service.signals import QUEUE, conversation_topic


@dataclass(frozen=True)
class Standing:
    """Whether a customer may be texted. `stopped_by` is keyword, words or carrier; None while texts are welcome."""

    stopped_at: datetime | None = None
    stopped_by: str | None = None

    @property
    def stopped(self) -> bool:
        """Whether the customer wants no texts."""
        return self.stopped_at is not None


async def of(tx: Tx, conversation_id: str) -> Standing:
    """How the customer of a conversation stands to texts."""
    joined = conversations.join(customers, customers.c.id == conversations.c.customer_id)
    query = select(customers.c.stopped_at, customers.c.stopped_by).select_from(joined)
    row = (await tx.execute(query.where(conversations.c.id == conversation_id))).first()
    return Standing() if row is None else Standing(row.stopped_at, row.stopped_by)


async def of_customer(tx: Tx, customer_id: str) -> Standing:
    """How a customer stands to texts."""
    query = select(customers.c.stopped_at, customers.c.stopped_by).where(customers.c.id == customer_id)
    row = (await tx.execute(query)).first()
    return Standing() if row is None else Standing(row.stopped_at, row.stopped_by)


async def stop(tx: Tx, conversation_id: str, *, by: str, at: datetime) -> bool:
    """Text this customer no more; returns False where that was so already (a carrier's block is noted all the same)."""
    known = await of(tx, conversation_id)
    if known.stopped:
        if known.stopped_by == "words" != by:
            await _set(tx, conversation_id, Standing(known.stopped_at, by))
        return False
    await _set(tx, conversation_id, Standing(at, by))
    await _told(tx, "texts.stopped", conversation_id, by=by, at=at)
    return True


async def allow(tx: Tx, conversation_id: str, *, by: str, at: datetime) -> bool:
    """Texts are welcome again; returns False where they were."""
    if not (await of(tx, conversation_id)).stopped:
        return False
    await _set(tx, conversation_id, Standing())
    await _told(tx, "texts.allowed", conversation_id, by=by, at=at)
    return True


async def _set(tx: Tx, conversation_id: str, standing: Standing) -> None:
    owner = select(conversations.c.customer_id).where(conversations.c.id == conversation_id)
    values = {"stopped_at": standing.stopped_at, "stopped_by": standing.stopped_by}
    await tx.execute(update(customers).where(customers.c.id == owner.scalar_subquery()).values(values))


async def _told(tx: Tx, kind: str, conversation_id: str, *, by: str, at: datetime) -> None:
    await ledger.append(tx, kind=kind, subject=conversation_id, body={"by": by}, at=at)
    wake_after_commit(tx, QUEUE, conversation_topic(conversation_id))
