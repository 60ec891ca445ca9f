"""The SQL of the outbox: effects are noted with their cause, claimed by one process, tried again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from handoff_service.db import Tx, wake_after_commit
from handoff_service.schema import outbox
from handoff_service.signals import OUTBOX

OPEN = ("waiting", "sending")
RANKS = ("accepted", "scheduled", "queued", "sending", "sent", "undelivered", "failed", "delivered", "read")


@dataclass(frozen=True, kw_only=True)
class NewEffect:
    """Something to be noted: `key` makes it happen once, effects of one `lane` happen in order."""

    kind: str
    key: str
    payload: Mapping[str, Any]
    lane: str | None = None


@dataclass(frozen=True)
class Effect:
    """Something to be done outside: `kind` chooses the handler, `key` makes it happen once.

    `interrupted`: a process stopped while it tried, so nobody knows whether it happened.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    next_at: datetime
    interrupted: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an effect ended: sent, held, uncertain or failed, why, and the other side's name for it."""

    state: str
    reason: str | None = None
    external_id: str | None = None


async def add(tx: Tx, effect: NewEffect, *, at: datetime) -> None:
    """Note an effect, to be done once the transaction is durable. A known key changes nothing."""
    if (await tx.execute(select(outbox.c.id).where(outbox.c.key == effect.key))).first() is not None:
        return
    values = {name: getattr(effect, name) for name in effect.__dataclass_fields__}
    values |= {"payload": dict(effect.payload), "state": "waiting", "attempts": 0}
    await tx.execute(insert(outbox).values(**values, next_at=at, created_at=at))
    wake_after_commit(tx, OUTBOX)


async def due(tx: Tx, now: datetime, *, kinds: Collection[str], limit: int = 50) -> list[Effect]:
    """Effects that may be tried now, oldest first; of each lane only the first that is open.

    Effects of a process that died while trying are among them.
    """
    before = outbox.alias()
    behind = select(before.c.id).where(
        before.c.lane == outbox.c.lane, before.c.id < outbox.c.id, before.c.state.in_(OPEN)
    )
    ready = outbox.c.state.in_(OPEN) & (outbox.c.next_at <= now) & outbox.c.kind.in_(kinds)
    rows = await tx.execute(select(outbox).where(ready, ~behind.exists()).order_by(outbox.c.id).limit(limit))
    return [
        Effect(row.id, row.kind, row.key, row.payload, row.attempts, row.next_at, row.state == "sending")
        for row in rows
    ]


async def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When the next effect that has to wait comes due."""
    query = select(func.min(outbox.c.next_at)).where(outbox.c.state.in_(OPEN), outbox.c.next_at > now)
    return (await tx.execute(query)).scalar_one_or_none()


async def claim(tx: Tx, effect: Effect, *, until: datetime) -> bool:
    """Take an effect for one try; False if another process was first."""
    same = (outbox.c.id == effect.id) & (outbox.c.attempts == effect.attempts) & outbox.c.state.in_(OPEN)
    values = {"state": "sending", "attempts": effect.attempts + 1, "next_at": until}
    return (await tx.execute(update(outbox).where(same).values(values))).rowcount == 1


async def settle(tx: Tx, effect: Effect, outcome: Outcome, *, at: datetime) -> None:
    """The effect has ended, so the next one of its lane may go; wakes whoever carries effects out."""
    values = {name: getattr(outcome, name) for name in outcome.__dataclass_fields__}
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(**values, ended_at=at))
    wake_after_commit(tx, OUTBOX)


async def put_back(tx: Tx, effect: Effect, *, next_at: datetime) -> None:
    """Try the effect again later."""
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(state="waiting", next_at=next_at))


async def note_delivery(tx: Tx, external_id: str, delivery: str) -> Mapping[str, Any] | None:
    """Keep what the other side says of an effect, unless it said something later already.

    Returns the effect's payload where this was news; None for old news and for what is not known.
    """
    known = select(outbox.c.id, outbox.c.delivery, outbox.c.payload).where(
        outbox.c.external_id == external_id
    )
    row = (await tx.execute(known.with_for_update())).first()
    if row is None or delivery not in RANKS:
        return None
    if row.delivery is not None and RANKS.index(delivery) <= RANKS.index(row.delivery):
        return None
    await tx.execute(update(outbox).where(outbox.c.id == row.id).values(delivery=delivery))
    payload: Mapping[str, Any] = row.payload
    return payload
