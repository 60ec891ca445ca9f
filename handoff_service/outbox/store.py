"""The SQL of the outbox: effects are noted with their cause, claimed by one process, tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from handoff_service.db import Tx, wake_after_commit
from handoff_service.schema import outbox
from handoff_service.signals import OUTBOX


@dataclass(frozen=True)
class Effect:
    """Something to be done outside: `kind` chooses the handler, `key` makes it happen once."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    next_at: datetime


async def add(tx: Tx, *, kind: str, key: str, payload: Mapping[str, Any], at: datetime) -> None:
    """Note an effect, to be done once the transaction is durable. A known key changes nothing."""
    if (await tx.execute(select(outbox.c.id).where(outbox.c.key == key))).first() is not None:
        return
    values = {"kind": kind, "key": key, "payload": dict(payload), "state": "waiting", "attempts": 0}
    await tx.execute(insert(outbox).values(**values, next_at=at, created_at=at))
    wake_after_commit(tx, OUTBOX)


async def due(tx: Tx, now: datetime, *, limit: int = 50) -> list[Effect]:
    """Effects that may be tried now (those of a process that died while trying among them), oldest first."""
    ready = outbox.c.state.in_(("waiting", "sending")) & (outbox.c.next_at <= now)
    rows = await tx.execute(select(outbox).where(ready).order_by(outbox.c.id).limit(limit))
    return [Effect(row.id, row.kind, row.key, row.payload, row.attempts, row.next_at) for row in rows]


async def claim(tx: Tx, effect: Effect, *, until: datetime) -> bool:
    """Take an effect for one try; False if another process was first."""
    same = (outbox.c.id == effect.id) & (outbox.c.attempts == effect.attempts)
    values = {"state": "sending", "attempts": effect.attempts + 1, "next_at": until}
    return (await tx.execute(update(outbox).where(same).values(values))).rowcount == 1


async def settle(tx: Tx, effect: Effect, *, state: str, at: datetime) -> None:
    """The effect happened (`sent`) or was given up (`failed`)."""
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(state=state, ended_at=at))


async def put_back(tx: Tx, effect: Effect, *, next_at: datetime) -> None:
    """Try the effect again later."""
    await tx.execute(update(outbox).where(outbox.c.id == effect.id).values(state="waiting", next_at=next_at))
