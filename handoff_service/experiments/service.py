"""Gathers what came of an experiment, a conversation counting once, and notes every look in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from empathy.emotion import Reading
from empathy.experiments import Experiment
from empathy.outcomes import Evidence, Look, Report, change_of, report
from handoff_service.db import Database, Tx
from handoff_service.experiments import store
from handoff_service.experiments.store import Called, Heard, Written
from handoff_service.handoffs.models import OUTCOMES
from handoff_service.ledger import store as ledger

LOOKED = "experiment.looked_at"
#: A customer who writes within this time comes back; after so long a silence, or elsewhere, it is a new contact.
COMES_BACK_WITHIN = timedelta(days=7)
SILENCE = timedelta(hours=12)


@dataclass(frozen=True)
class Viewing:
    """Who looks at the figures, and when."""

    by: str
    at: datetime


async def looked_at(database: Database, experiment: Experiment, viewing: Viewing) -> Report:
    """The experiment's report as of now; that somebody looked is in the ledger before they see it."""
    # Reading may take seconds; only the note takes the writer's lock, for which customers' messages wait.
    async with database.view() as tx:
        reached = await store.heard(tx, experiment.id)
        found = await evidence(tx, experiment, reached, now=viewing.at)
    async with database.unit_of_work() as tx:
        earlier = await store.looks(tx, experiment.id, kind=LOOKED)
        body = {"by": viewing.by, "conversations": len(found)}
        await ledger.append(tx, kind=LOOKED, subject=experiment.id, body=body, at=viewing.at)
    mixed = len(reached) - len(found)
    return report(experiment, found, Look(viewing.at.date(), earlier, mixed))


async def evidence(
    tx: Tx, experiment: Experiment, reached: Sequence[Heard], *, now: datetime
) -> list[Evidence]:
    """What happened in each conversation that heard one arm alone (others would speak for two)."""
    known = {arm.id for arm in experiment.arms}
    read = await store.readings_in(tx, experiment.id)
    called = await store.handoffs_in(tx, experiment.id)
    written = await store.written_by(tx, experiment.id)
    return [
        Evidence(
            arm=min(one.arms),
            customer=one.customer,
            sent=one.sent,
            change=changed(one, read.get(one.conversation, ())),
            repeat=came_back(one, written.get(one.customer, ()), now=now),
            handoff=any(call.requested_at >= one.at for call in called.get(one.conversation, ())),
            resolved=resolved(one, called.get(one.conversation, ())),
        )
        for one in reached
        if len(one.arms) == 1 and one.arms <= known
    ]


def changed(one: Heard, read: Sequence[tuple[int, Reading]]) -> float | None:
    """How feelings changed from the message that was answered to the next one; None without consent to read them."""
    if not one.toned:
        return None
    before = next((reading for number, reading in reversed(read) if number < one.number), None)
    after = next((reading for number, reading in read if number > one.number), None)
    return change_of(before, after)


def came_back(one: Heard, written: Sequence[Written], *, now: datetime) -> bool | None:
    """Whether the customer contacted us anew within seven days; None while those days have not passed."""
    if now < one.at + COMES_BACK_WITHIN:
        return None
    return any(
        one.at < later.at <= one.at + COMES_BACK_WITHIN
        and (later.at - earlier.at >= SILENCE or later.conversation != earlier.conversation)
        for earlier, later in pairwise(written)
    )


def resolved(one: Heard, called: Sequence[Called]) -> bool | None:
    """Whether the person who closed the conversation last called it resolved; None where nobody closed it."""
    ends = [call.outcome for call in called if call.ended_at and call.ended_at >= one.at]
    closed = [outcome for outcome in ends if outcome in OUTCOMES]
    return closed[-1] == "resolved" if closed else None
