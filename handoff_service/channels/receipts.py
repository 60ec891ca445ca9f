"""Keeps what became of text messages, in whatever order it is told, and calls people where help did not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text, update

from empathy.ports import Clock
from handoff_service.conversations import standing_store, store
from handoff_service.db import Database, Tx, wake_after_commit
from handoff_service.ledger import store as ledger
from handoff_service.outbox import store as outbox
from handoff_service.outbox.alerts import Alert, raise_alert
from handoff_service.schema import Instant, text_receipts
from handoff_service.signals import conversation_topic

#: What Twilio says of a message, in the order in which a later word counts; a late `sent` never undoes `delivered`.
RANKS = ("accepted", "scheduled", "queued", "sending", "sent", "undelivered", "failed", "delivered", "read")
NOT_ARRIVED = ("undelivered", "failed")
#: Words whose loss must be known at once.
VITAL = ("crisis", "handoff")
OPTED_OUT = "21610"
NOT_REACHED = "message_not_delivered"
# Also locks the row, whoever comes first: Twilio may tell of a message before we know its id.
_HELD = text(
    "INSERT INTO text_receipts (sid, delivery, code, at) VALUES (:sid, 'accepted', '', :at) "
    "ON CONFLICT (sid) DO UPDATE SET sid = excluded.sid RETURNING delivery, code"
).bindparams(bindparam("at", type_=Instant))


@dataclass(frozen=True)
class Receipt:
    """What Twilio says became of one message; `code` is its error code, or empty."""

    sid: str
    delivery: str
    code: str = ""

    @property
    def lost(self) -> bool:
        """Whether the message did not arrive."""
        return self.delivery in NOT_ARRIVED


@dataclass(frozen=True)
class Receipts:
    """The file of receipts."""

    database: Database
    now: Clock

    async def note(self, receipt: Receipt) -> None:
        """Keep a receipt that says something new; of a message not known yet as well."""
        if receipt.delivery not in RANKS:
            return
        at = self.now()
        async with self.database.unit_of_work() as tx:
            held = await held_receipt(tx, receipt.sid, at=at)
            if RANKS.index(receipt.delivery) <= RANKS.index(held.delivery):
                return
            values = {"delivery": receipt.delivery, "code": receipt.code, "at": at}
            await tx.execute(update(text_receipts).where(text_receipts.c.sid == receipt.sid).values(values))
            payload = await outbox.named(tx, receipt.sid)
            if payload is not None:
                await applied(tx, receipt, payload, at=at)


async def applied(tx: Tx, receipt: Receipt, payload: Mapping[str, Any], *, at: datetime) -> None:
    """Draw the consequences of a receipt for the effect that it is about, whose outcome is noted already."""
    reason = f"twilio {receipt.delivery} {receipt.code}".strip() if receipt.lost else None
    await outbox.note_delivery(tx, receipt.sid, receipt.delivery, reason=reason)
    if receipt.lost:
        await not_arrived(tx, payload, code=receipt.code, at=at)


async def held_receipt(tx: Tx, sid: str, *, at: datetime) -> Receipt:
    """What is known of a message so far, held until the transaction ends."""
    row = (await tx.execute(_HELD, {"sid": sid, "at": at})).one()
    return Receipt(sid, row.delivery, row.code)


async def not_arrived(tx: Tx, payload: Mapping[str, Any], *, code: str, at: datetime) -> None:
    """A message did not reach the customer: its agent sees it, a supervisor is called for words that had to arrive."""
    conversation = str(payload.get("conversation", ""))
    facts = {"message": payload.get("message"), "code": code}
    await ledger.append(tx, kind="text.not_arrived", subject=conversation, body=facts, at=at)
    wake_after_commit(tx, conversation_topic(conversation))
    if code == OPTED_OUT:
        await standing_store.stop(tx, conversation, by="carrier", at=at)
    for message_id in (payload.get("message"), *payload.get("joined", ())):
        message = await store.message(tx, str(message_id))
        if message is not None and message.purpose in VITAL:
            await raise_alert(tx, Alert(conversation, NOT_REACHED, message.id), at=at)
