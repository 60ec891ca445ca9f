"""Carries noted effects out, at least once each, until their handler agrees."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol

from sqlalchemy.exc import SQLAlchemyError

from empathy.errors import HeardError
from empathy.ports import Clock
from handoff_service.db import Database, uninterrupted
from handoff_service.ledger import store as ledger
from handoff_service.logs import log
from handoff_service.outbox import store
from handoff_service.outbox.store import Effect, Outcome
from handoff_service.signals import OUTBOX, Signals

PAUSES_S = (1, 5, 30, 120, 600)
TRIES = 12
LEASE_S = 60
LOOK_AT_LEAST_EVERY_S = 15.0


class NotDelivered(HeardError):
    """A handler could not carry out an effect; it is tried again."""


class Ended(HeardError):
    """An effect is not tried again; `state` says how it ended, the message why (no words, no numbers of people)."""

    state: ClassVar[str] = "failed"


class HeldBack(Ended):
    """There is nobody to hand the effect to; it is kept."""

    state = "held"


class Uncertain(Ended):
    """Nobody knows whether the effect happened; trying again could make it happen twice."""

    state = "uncertain"


class Handler(Protocol):
    """Carries out effects of one kind; may be called twice for a key, after a crash between effect and note."""

    async def deliver(self, effect: Effect) -> str | None:
        """Carry out the effect; returns the other side's name for it, if it gave one.

        Raises NotDelivered to be called again later, Ended not to be.
        """


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
                wait = 1.0
                try:
                    while await self.drain():
                        pass
                    wait = await self.until_due()
                except SQLAlchemyError as fault:
                    log.error("outbox_cannot_read", kind=type(fault).__name__)
                await listener.wait(wait)

    async def until_due(self) -> float:
        """Seconds until the next effect comes due, at most LOOK_AT_LEAST_EVERY_S."""
        async with self.database.view() as tx:
            now = self.now()
            next_at = await store.next_due(tx, now)
        left = LOOK_AT_LEAST_EVERY_S if next_at is None else (next_at - now).total_seconds()
        return min(max(left, 0.01), LOOK_AT_LEAST_EVERY_S)

    async def drain(self) -> int:
        """Try every effect that is due, once; returns how many were tried."""
        async with self.database.view() as tx:
            effects = await store.due(tx, self.now(), kinds=list(self.handlers))
        return sum(await asyncio.gather(*(self.attempt(effect) for effect in effects)))

    async def attempt(self, effect: Effect) -> bool:
        """One try; returns False where another process was first. Once begun, a try and its note run to their end."""
        async with self.database.unit_of_work() as tx:
            if not await store.claim(tx, effect, until=self.now() + timedelta(seconds=LEASE_S)):
                return False
        await uninterrupted(self.carry(effect))
        return True

    async def carry(self, effect: Effect) -> None:
        """Let the handler do it, and note what came of it."""
        try:
            name = await self.handlers[effect.kind].deliver(effect)
        except NotDelivered:
            await self.postpone(effect)
        except Ended as end:
            await self.end(effect, Outcome(state=end.state, reason=str(end)[:120]))
        except Exception as fault:  # noqa: BLE001 (edge of a task: a handler's own fault must not stop the others)
            log.error("effect_fault", kind=type(fault).__name__)
            await self.end(effect, Outcome(state="uncertain", reason=f"fault: {type(fault).__name__}"))
        else:
            await self.end(effect, Outcome(state="sent", external_id=name))

    async def end(self, effect: Effect, outcome: Outcome) -> None:
        """Note the end; one that a person should look at goes to the ledger and the log as well."""
        at = self.now()
        async with self.database.unit_of_work() as tx:
            await store.settle(tx, effect, outcome, at=at)
            if outcome.state in ("failed", "uncertain"):
                facts = {"effect": effect.kind, "key": effect.key, "reason": outcome.reason}
                subject = str(effect.payload.get("conversation", effect.key))
                doubt = " (possible duplicate if sent again)" if outcome.state == "uncertain" else ""
                log.warning(f"effect_{outcome.state}", kind=effect.kind, reason=f"{outcome.reason}{doubt}")
                await ledger.append(tx, kind=f"effect.{outcome.state}", subject=subject, body=facts, at=at)

    async def postpone(self, effect: Effect) -> None:
        """Try again after a pause that grows; give up after many tries."""
        tries = effect.attempts + 1
        if tries >= TRIES:
            await self.end(effect, Outcome(state="failed", reason=f"given up after {tries} tries"))
            return
        pause = timedelta(seconds=PAUSES_S[min(tries, len(PAUSES_S)) - 1])
        async with self.database.unit_of_work() as tx:
            await store.put_back(tx, effect, next_at=self.now() + pause)
