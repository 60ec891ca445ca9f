"""The SQL of the review list: readings that nobody has looked over yet, the most doubtful first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, or_, select

from handoff_service.conversations import corrections_store
from handoff_service.conversations import prepared_store as prepared
from handoff_service.conversations.models import Message
from handoff_service.conversations.store import message_of
from handoff_service.db import Tx
from handoff_service.handoffs.models import WAITING
from handoff_service.schema import corrections, handoffs, messages, readings


@dataclass(frozen=True)
class ReviewPage:
    """One page of the list; `more` says that another follows."""

    messages: tuple[Message, ...]
    number: int
    more: bool


async def page(tx: Tx, *, reader_id: str | None, number: int, size: int) -> ReviewPage:
    """The messages of page `number` (from 1) that an agent may read; `reader_id` None may read all.

    Order: corrected otherwise, or a disclosure read faintly; then the least sure; then the newest.
    """
    query = waiting_for_review(reader_id).limit(size + 1).offset((number - 1) * size)
    rows = (await tx.execute(query)).all()
    found = []
    for row in rows[:size]:
        message = message_of((await tx.execute(prepared.MESSAGE, {"one": row.message_id})).one()._mapping)
        made = await corrections_store.of_message(tx, message.id)
        found.append(replace(message, corrections=made))
    return ReviewPage(tuple(found), number, len(rows) > size)


def waiting_for_review(reader_id: str | None) -> Select[Any]:
    """The ids of all such messages, in order."""
    joined = readings.join(messages, messages.c.id == readings.c.message_id)
    doubtful = or_(readings.c.unsure, standing_act() == "correct")
    query = (
        select(readings.c.message_id)
        .select_from(joined)
        .where(~reviewed())
        .order_by(case((doubtful, 0), else_=1), readings.c.sureness, readings.c.at.desc(), messages.c.id)
    )
    return query if reader_id is None else query.where(readable(reader_id))


def reviewed() -> ColumnElement[bool]:
    """Whether the message has a verdict of the review list that was not taken back."""
    verdict = corrections.alias("verdict")
    given = (verdict.c.message_id == readings.c.message_id) & verdict.c.review
    return exists().where(given, verdict.c.act != "take_back", ~taken_back(verdict))


def standing_act() -> ScalarSelect[Any]:
    """What the record that counts did: correct, confirm, or nothing."""
    one = corrections.alias("one")
    judged = (one.c.message_id == readings.c.message_id) & (one.c.act != "take_back")
    newest = select(one.c.act).where(judged, ~taken_back(one)).order_by(one.c.id.desc()).limit(1)
    return newest.scalar_subquery()


def taken_back(record: Any) -> ColumnElement[bool]:
    """Whether another record takes this one back."""
    later = corrections.alias(f"after_{record.name}")
    return exists().where(later.c.undoes == record.c.id)


def readable(agent_id: str) -> ColumnElement[bool]:
    """Whether an agent may read the conversation: by its newest handoff, as `reading.refuse_strangers` has it."""
    any_one = handoffs.alias("any_one")
    newest = (
        select(any_one.c.id)
        .where(any_one.c.conversation_id == readings.c.conversation_id)
        .order_by(any_one.c.ended_at.isnot(None), any_one.c.requested_at.desc())
        .limit(1)
    )
    waits = and_(handoffs.c.state.in_(WAITING), handoffs.c.ended_at.is_(None))
    allowed = or_(handoffs.c.agent_id == agent_id, waits)
    return exists().where(handoffs.c.id == newest.scalar_subquery(), allowed)
