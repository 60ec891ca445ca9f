"""Carries noted effects out, at least once each, until their handler agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from empathy.errors import HeardError
from empathy.ports import Clock
from handoff_service.db import Database
from handoff_service.logs import log
from handoff_service.outbox import store
from handoff_service.outbox.store import Effect
from handoff_service.signals import OUTBOX, Signals

PAUSES_S = (1, 5, 30, 120, 600)
TRIES = 12
LEASE_S = 60
LOOK_AT_LEAST_EVERY_S = 15.0


class NotDelivered(HeardError):  # noqa: N818 (reads as what happened)
    """A handler could not carry out an effect; it is tried again."""


class Handler(Protocol):
    """Carries out effects of one kind; may be called twice for a key, after a crash between effect and note."""

    async def deliver(self, effect: Effect) -> None:
        """Carry out the effect; raises NotDelivered to be called again later."""


@dataclass(frozen=True)
class OutboxRelay:
    """Runs for as long as the service does; `handlers` by kind of effect."""

    database: Database
    signals: Signals
    now: Clock
    handlers: Mapping[str, Handler]

    async def run(self) -> None:
        """Carry out what is due, then wait for more, until cancelled."""
        with self.signals.listen(OUTBOX) as listener:
            while True:
                try:
                    await self.drain()
                except SQLAlchemyError as fault:
                    log.error("outbox_cannot_read", kind=type(fault).__name__)
                await listener.wait(LOOK_AT_LEAST_EVERY_S)

    async def drain(self) -> int:
        """Try every effect that is due, once; returns how many were carried out."""
        async with self.database.view() as tx:
            effects = await store.due(tx, self.now())
        carried = [await self.attempt(effect) for effect in effects if effect.kind in self.handlers]
        return sum(carried)

    async def attempt(self, effect: Effect) -> bool:
        """One try; returns whether the effect happened."""
        async with self.database.unit_of_work() as tx:
            if not await store.claim(tx, effect, until=self.now() + timedelta(seconds=LEASE_S)):
                return False
        try:
            await self.handlers[effect.kind].deliver(effect)
        except NotDelivered:
            await self.postpone(effect)
            return False
        async with self.database.unit_of_work() as tx:
            await store.settle(tx, effect, state="sent", at=self.now())
        return True

    async def postpone(self, effect: Effect) -> None:
        """Try again after a pause that grows; give up after many tries, with a log line for a person."""
        tries = effect.attempts + 1
        async with self.database.unit_of_work() as tx:
            if tries >= TRIES:
                log.error("effect_given_up", kind=effect.kind, attempts=tries)
                await store.settle(tx, effect, state="failed", at=self.now())
            else:
                pause = timedelta(seconds=PAUSES_S[min(tries, len(PAUSES_S)) - 1])
                await store.put_back(tx, effect, next_at=self.now() + pause)
