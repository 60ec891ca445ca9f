"""The SQL of the outbox: effects are noted with their cause, claimed by one process, tried again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from handoff_service.db import Tx, wake_after_commit
from handoff_service.schema import outbox
from handoff_service.signals import OUTBOX

OPEN = ("waiting", "sending")


@dataclass(frozen=True, kw_only=True)
class NewEffect:
    """Something to be noted: `key` makes it happen once, effects of one `lane` happen in order.

    One that goes `ahead` waits for none of its lane, while later ones wait for it.
    """

    kind: str
    key: str
    payload: Mapping[str, Any]
    lane: str | None = None
    ahead: bool = False


@dataclass(frozen=True)
class Effect:
    """Something to be done outside: `kind` chooses the handler, `key` makes it happen once.

    `doubtful`: a process stopped while it tried, or no answer came, so nobody knows whether it happened.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    next_at: datetime
    created_at: datetime
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an effect ended: sent, held, uncertain or failed, why (or what is odd about it), and the other side's name."""

    state: str
    reason: str | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class Waiting:
    """Until when an effect waits, after how many tries, and whether one of them may have done it."""

    next_at: datetime
    attempts: int
    doubtful: bool = False


async def add(tx: Tx, effect: NewEffect, *, at: datetime) -> None:
    """Note an effect, to be done once the transaction is durable. A known key changes nothing."""
    if await exists(tx, effect.key):
        return
    values = {name: getattr(effect, name) for name in effect.__dataclass_fields__}
    values |= {"payload": dict(effect.payload), "state": "waiting", "attempts": 0}
    await tx.execute(insert(outbox).values(**values, next_at=at, created_at=at))
    wake_after_commit(tx, OUTBOX)


async def join(tx: Tx, key: str, *, payload: Mapping[str, Any]) -> bool:
    """Change what an effect carries, if nobody has tried it yet; returns whether it was so."""
    untried = (outbox.c.key == key) & (outbox.c.state == "waiting") & (outbox.c.attempts == 0)
    changed = await tx.execute(update(outbox).where(untried).values(payload=dict(payload)))
    return changed.rowcount == 1


async def exists(tx: Tx, key: str) -> bool:
    """Whether an effect with this key was noted before."""
    return (await tx.execute(select(outbox.c.id).where(outbox.c.key == key))).first() is not None


async def due(tx: Tx, now: datetime, *, kinds: Collection[str], limit: int = 50) -> list[Effect]:
    """Effects that may be tried now, oldest first; of each lane only the first that is open, and what goes ahead.

    Effects of a process that died while trying are among them.
    """
    before = outbox.alias()
    behind = select(before.c.id).where(
        before.c.lane == outbox.c.lane, before.c.id < outbox.c.id, before.c.state.in_(OPEN)
    )
    ready = outbox.c.state.in_(OPEN) & (outbox.c.next_at <= now) & outbox.c.kind.in_(kinds)
    rows = await tx.execute(
        select(outbox).where(ready, outbox.c.ahead | ~behind.exists()).order_by(outbox.c.id).limit(limit)
    )
    return [effect_of(row) for row in rows]


def effect_of(row: Row[Any]) -> Effect:
    """A row as a value; one still `sending` when it is due again was dropped by a process that died."""
    doubtful = row.doubtful or row.state == "sending"
    return Effect(row.id, row.kind, row.key, row.payload, row.attempts, row.next_at, row.created_at, doubtful)


async def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When the next effect that has to wait comes due."""
    query = select(func.min(outbox.c.next_at)).where(outbox.c.state.in_(OPEN), outbox.c.next_at > now)
    return (await tx.execute(query)).scalar_one_or_none()


async def claim(tx: Tx, effect: Effect, *, until: datetime) -> Effect | None:
    """Take an effect for one try, as it is now (words may have joined it); None if another process was first."""
    same = (outbox.c.id == effect.id) & (outbox.c.attempts == effect.attempts) & outbox.c.state.in_(OPEN)
    values = {"state": "sending", "attempts": effect.attempts + 1, "next_at": until}
    taken = update(outbox).where(same).values(values).returning(outbox.c.payload)
    row = (await tx.execute(taken)).first()
    return None if row is None else replace(effect, payload=row.payload)


async def settle(tx: Tx, effect: Effect, outcome: Outcome, *, at: datetime) -> None:
    """The effect has ended, so the next one of its lane may go; wakes whoever carries effects out."""
    values = {name: getattr(outcome, name) for name in outcome.__dataclass_fields__}
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(**values, ended_at=at))
    wake_after_commit(tx, OUTBOX)


async def put_back(tx: Tx, effect: Effect, waiting: Waiting) -> None:
    """Try the effect again later."""
    values = {name: getattr(waiting, name) for name in waiting.__dataclass_fields__}
    values["doubtful"] = waiting.doubtful or effect.doubtful
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(**values, state="waiting"))


async def named(tx: Tx, external_id: str) -> Mapping[str, Any] | None:
    """What the effect that the other side knows by this name holds; None if there is none."""
    row = (await tx.execute(select(outbox.c.payload).where(outbox.c.external_id == external_id))).first()
    return None if row is None else dict(row.payload)


async def note_delivery(tx: Tx, external_id: str, delivery: str, *, reason: str | None) -> None:
    """Keep what the other side says became of an effect."""
    values = {"delivery": delivery} | ({"reason": reason} if reason else {})
    await tx.execute(update(outbox).where(outbox.c.external_id == external_id).values(values))


async def known_names(tx: Tx, external_ids: Collection[str]) -> set[str]:
    """Which of these names belong to effects of ours already."""
    rows = await tx.execute(select(outbox.c.external_id).where(outbox.c.external_id.in_(external_ids)))
    return {row.external_id for row in rows}
