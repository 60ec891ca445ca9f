"""Takes what people made of readings out as lines to learn from: with consent only, without what reaches a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from empathy.correction import Judgement, standing, training_line
from empathy.emotion import Reading
from empathy.masking import masked
from handoff_service.conversations import corrections_store
from handoff_service.db import Database, Tx
from handoff_service.ledger import store as ledger
from handoff_service.schema import conversations, corrections, messages, readings

SUBJECT = "corrections"


@dataclass(frozen=True)
class Order:
    """Who takes the lines out, and from which instant on (None: from the beginning)."""

    by: str
    since: datetime | None
    at: datetime


@dataclass(frozen=True)
class Judged:
    """A message whose customer consented to the reading of tone, with the judgement that counts."""

    conversation: str
    text: str
    channel: str
    language: str
    reading: Reading
    judgement: Judgement


async def export(database: Database, order: Order) -> list[dict[str, Any]]:
    """The lines, oldest message first; that they were taken out is in the ledger before anybody has them."""
    async with database.unit_of_work() as tx:
        found = await judged(tx, since=order.since)
        facts = {
            "by": order.by,
            "since": order.since.isoformat() if order.since else None,
            "lines": len(found),
            "conversations": len({one.conversation for one in found}),
        }
        await ledger.append(tx, kind="readings.exported", subject=SUBJECT, body=facts, at=order.at)
    return [line_of(one) for one in found]


async def judged(tx: Tx, *, since: datetime | None) -> list[Judged]:
    """Every message with a judgement that counts and was made at `since` or later."""
    shown = (messages.c.text, conversations.c.channel, conversations.c.language)
    joined = readings.join(messages, messages.c.id == readings.c.message_id).join(
        conversations, conversations.c.id == readings.c.conversation_id
    )
    touched = select(corrections.c.message_id).distinct()
    query = (
        select(readings.c.message_id, readings.c.conversation_id, readings.c.body, *shown)
        .select_from(joined)
        .where(conversations.c.tone_consent, readings.c.message_id.in_(touched))
        .order_by(readings.c.at, readings.c.message_id)
    )
    rows = (await tx.execute(query)).all()
    found = [await _judged(tx, row, since) for row in rows]
    return [one for one in found if one is not None]


async def _judged(tx: Tx, row: Any, since: datetime | None) -> Judged | None:
    reading = Reading.from_dict(row.body)
    counts = standing(await corrections_store.of_message(tx, row.message_id))
    # Consent may have come after the message: what was not read then is not learned from now.
    if not reading.toned or counts is None or counts.judgement is None:
        return None
    if since is not None and counts.at < since:
        return None
    return Judged(row.conversation_id, row.text, row.channel, row.language, reading, counts.judgement)


def line_of(one: Judged) -> dict[str, Any]:
    """A line in the shape of the reader's corpus, for training alone."""
    return {
        **training_line(masked(one.text), one.reading, one.judgement),
        "lang": one.language,
        "style": "sms" if one.channel == "sms" else "web",
        "situation": f"corrections/{one.conversation}",
        "split": "train",
    }


def conversations_of(lines: Sequence[dict[str, Any]]) -> int:
    """From how many conversations lines come."""
    return len({line["situation"] for line in lines})
