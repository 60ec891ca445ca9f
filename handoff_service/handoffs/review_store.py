"""The SQL of the review list: readings that nobody has looked over yet, the most doubtful first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select, union

from handoff_service.conversations import corrections_store
from handoff_service.conversations import prepared_store as prepared
from handoff_service.conversations.models import Message
from handoff_service.conversations.store import message_of
from handoff_service.db import Tx
from handoff_service.handoffs.models import WAITING
from handoff_service.schema import corrections, handoffs, readings


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
    ids = await some(tx, reader_id=reader_id, start=(number - 1) * size, most=size + 1)
    found = []
    for one in ids[:size]:
        message = message_of((await tx.execute(prepared.MESSAGE, {"one": one})).one()._mapping)
        made = await corrections_store.of_message(tx, message.id)
        found.append(replace(message, corrections=made))
    return ReviewPage(tuple(found), number, len(ids) > size)


async def some(tx: Tx, *, reader_id: str | None, start: int, most: int) -> list[str]:
    """At most so many ids of the list from place `start` (0 is the first).

    The doubtful are few and read whole; the others are walked along their index, which stops when there are
    enough: one query over both would weigh every message ever read, and hold up everybody meanwhile.
    """
    first = list((await tx.execute(unreviewed(reader_id).where(doubtful()))).scalars())
    left = start + most - max(start, len(first))
    rest: list[str] = []
    if left > 0:
        others = unreviewed(reader_id).where(~readings.c.unsure, ~corrected_otherwise())
        query = others.limit(left).offset(max(0, start - len(first)))
        rest = list((await tx.execute(query)).scalars())
    return [*first[start : start + most], *rest]


def unreviewed(reader_id: str | None) -> Select[Any]:
    """The ids of messages without a verdict of the review list, the least sure first, then the newest."""
    query = select(readings.c.message_id).where(~reviewed())
    ordered = query.order_by(readings.c.sureness, readings.c.at.desc(), readings.c.message_id)
    return ordered if reader_id is None else ordered.where(readable(reader_id))


def doubtful() -> ColumnElement[bool]:
    """Whether a person reads the message otherwise, or a disclosure was read faintly."""
    faint = select(readings.c.message_id).where(readings.c.unsure)
    touched = select(corrections.c.message_id).where(corrections.c.act == "correct")
    among = readings.c.message_id.in_(union(faint, touched))
    return and_(among, or_(readings.c.unsure, corrected_otherwise()))


def corrected_otherwise() -> ColumnElement[bool]:
    """Whether the record that counts is a correction."""
    return func.coalesce(standing_act(), "") == "correct"


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
    waits = and_(handoffs.c.state.in_(WAITING), handoffs.c.ended_at.is_(None))
    allowed = or_(handoffs.c.agent_id == agent_id, waits)
    any_one = handoffs.alias("any_one")
    newest = (
        select(any_one.c.id)
        .where(any_one.c.conversation_id == handoffs.c.conversation_id)
        .order_by(any_one.c.ended_at.isnot(None), any_one.c.requested_at.desc())
        .limit(1)
    )
    hers = select(handoffs.c.conversation_id).where(allowed, handoffs.c.id == newest.scalar_subquery())
    return readings.c.conversation_id.in_(hers)
