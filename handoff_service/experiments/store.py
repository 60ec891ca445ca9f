"""The SQL of experiments: which conversations heard which arm, and what happened in them afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from empathy.emotion import Reading
from handoff_service.db import Tx
from handoff_service.schema import conversations, handoffs, ledger, messages, readings


@dataclass(frozen=True)
class Heard:
    """A conversation that heard words on trial: whose it is, its arms, when first (number and time), how often.

    `toned` is the customer's present consent to the reading of tone.
    """

    conversation: str
    customer: str
    toned: bool
    arms: frozenset[str]
    number: int
    at: datetime
    sent: int


@dataclass(frozen=True)
class Called:
    """A handoff: when a person was asked for, when it ended and how."""

    requested_at: datetime
    ended_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Written:
    """A message of a customer: when, and in which conversation."""

    at: datetime
    conversation: str


async def heard(tx: Tx, experiment: str) -> list[Heard]:
    """Every conversation in which words of the experiment were spoken, the earliest first."""
    joined = messages.join(conversations, conversations.c.id == messages.c.conversation_id)
    shown = (messages.c.conversation_id, messages.c.number, messages.c.at, messages.c.arm)
    query = (
        select(*shown, conversations.c.customer_id, conversations.c.tone_consent)
        .select_from(joined)
        .where(messages.c.experiment == experiment)
        .order_by(messages.c.conversation_id, messages.c.number)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in await tx.execute(query):
        found[row.conversation_id].append(row)
    return sorted((_heard(rows) for rows in found.values()), key=lambda one: (one.at, one.conversation))


def _heard(rows: list[Any]) -> Heard:
    first = rows[0]
    return Heard(
        conversation=first.conversation_id,
        customer=first.customer_id,
        toned=first.tone_consent,
        arms=frozenset(row.arm for row in rows),
        number=first.number,
        at=first.at,
        sent=len(rows),
    )


async def readings_in(tx: Tx, experiment: str) -> Mapping[str, list[tuple[int, Reading]]]:
    """Conversation -> (message number, reading) of its customer's messages, in order."""
    query = select(readings.c.conversation_id, readings.c.number, readings.c.body)
    query = query.where(readings.c.conversation_id.in_(_conversations(experiment)))
    found: dict[str, list[tuple[int, Reading]]] = defaultdict(list)
    for row in await tx.execute(query.order_by(readings.c.conversation_id, readings.c.number)):
        found[row.conversation_id].append((row.number, Reading.from_dict(row.body)))
    return found


async def handoffs_in(tx: Tx, experiment: str) -> Mapping[str, list[Called]]:
    """Conversation -> its handoffs, in order."""
    shown = (handoffs.c.requested_at, handoffs.c.ended_at, handoffs.c.outcome)
    query = select(handoffs.c.conversation_id, *shown)
    query = query.where(handoffs.c.conversation_id.in_(_conversations(experiment)))
    found: dict[str, list[Called]] = defaultdict(list)
    for row in await tx.execute(query.order_by(handoffs.c.requested_at)):
        found[row.conversation_id].append(Called(row.requested_at, row.ended_at, row.outcome))
    return found


async def written_by(tx: Tx, experiment: str) -> Mapping[str, list[Written]]:
    """Customer -> every message they wrote, in any of their conversations, in order of time."""
    joined = messages.join(conversations, conversations.c.id == messages.c.conversation_id)
    takes_part = select(conversations.c.customer_id).where(conversations.c.id.in_(_conversations(experiment)))
    query = (
        select(conversations.c.customer_id, messages.c.at, messages.c.conversation_id)
        .select_from(joined)
        .where(messages.c.author == "customer", conversations.c.customer_id.in_(takes_part))
        .order_by(messages.c.at, messages.c.number)
    )
    found: dict[str, list[Written]] = defaultdict(list)
    for row in await tx.execute(query):
        found[row.customer_id].append(Written(row.at, row.conversation_id))
    return found


async def looks(tx: Tx, experiment: str, *, kind: str) -> int:
    """How often the experiment was looked at before, as the ledger has it."""
    seen = (ledger.c.kind == kind) & (ledger.c.subject == experiment)
    return int((await tx.execute(select(func.count()).where(seen))).scalar_one())


def _conversations(experiment: str) -> Select[Any]:
    return select(messages.c.conversation_id).where(messages.c.experiment == experiment)
