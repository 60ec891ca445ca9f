"""Carries noted effects out, at least once each, until their handler agrees."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Protocol

from sqlalchemy.exc import SQLAlchemyError

from empathy.errors import HeardError
from empathy.ports import Clock
from handoff_service.db import Database, Tx, uninterrupted
from handoff_service.ledger import store as ledger
from handoff_service.logs import log
from handoff_service.outbox import store
from handoff_service.outbox.store import Effect, Outcome
from handoff_service.signals import OUTBOX, Signals

TRIES = 12
LEASE_S = 60
LOOK_AT_LEAST_EVERY_S = 15.0
TOLD = ("failed", "uncertain")


class NotDelivered(HeardError):
    """A handler could not carry out an effect; it is tried again."""


class Uncertain(HeardError):
    """Nobody knows whether the effect happened: the handler looks (`Effect.doubtful`) before it does it again."""


class Later(HeardError):
    """It is not time yet: the effect waits so many seconds, and this was no try."""

    def __init__(self, wait_s: float) -> None:
        """Keep how long to wait, in seconds."""
        super().__init__(f"in {wait_s:.1f} s")
        self.wait_s = wait_s


class Ended(HeardError):
    """An effect is not tried again; `state` says how it ended, the message why (no words, no numbers of people)."""

    state: ClassVar[str] = "failed"


class HeldBack(Ended):
    """There is nobody to hand the effect to; it is kept."""

    state = "held"


class Handler(Protocol):
    """Carries out effects of one kind; may be called twice for a key, after a crash between effect and note."""

    async def deliver(self, effect: Effect) -> Outcome:
        """Carry out the effect; returns how that went, with the other side's name for it if it gave one.

        Raises NotDelivered or Uncertain to be called again later, Later to be called at its time, Ended not to be.
        """

    async def ended(self, tx: Tx, effect: Effect, outcome: Outcome) -> None:
        """Draw the consequences of an end that has just been noted, in the same transaction."""


@dataclass(frozen=True)
class Pauses:
    """Seconds between tries: a growing row, and how long to wait before looking for a doubtful effect."""

    between: tuple[float, ...] = (1, 5, 30, 120, 600)
    doubtful: float = 5.0

    def after(self, tries: int, *, doubtful: bool) -> float:
        """The pause after so many tries; the other side needs a moment until it lists what it took."""
        pause = self.between[min(tries, len(self.between)) - 1]
        return max(pause, self.doubtful) if doubtful else pause


@dataclass(frozen=True)
class OutboxRelay:
    """Runs for as long as the service does; `handlers` by kind of effect."""

    database: Database
    signals: Signals
    now: Clock
    handlers: Mapping[str, Handler]
    pauses: Pauses = field(default_factory=Pauses)

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
            claimed = await store.claim(tx, effect, until=self.now() + timedelta(seconds=LEASE_S))
        if claimed is None:
            return False
        await uninterrupted(self.carry(claimed))
        return True

    async def carry(self, effect: Effect) -> None:
        """Let the handler do it, and note what came of it."""
        try:
            outcome = await self.handlers[effect.kind].deliver(effect)
        except Later as pause:
            await self.put_back(effect, after_s=pause.wait_s, tried=False)
        except (NotDelivered, Uncertain) as fault:
            await self.postpone(effect, doubtful=effect.doubtful or isinstance(fault, Uncertain))
        except Ended as end:
            await self.end(effect, Outcome(state=end.state, reason=str(end)[:120]))
        except Exception as fault:  # noqa: BLE001 (edge of a task: a handler's own fault must not stop the others)
            log.error("effect_fault", kind=type(fault).__name__)
            await self.end(effect, Outcome(state="uncertain", reason=f"fault: {type(fault).__name__}"))
        else:
            await self.end(effect, outcome)

    async def end(self, effect: Effect, outcome: Outcome) -> None:
        """Note the end and what follows; one that a person should look at goes to the ledger and the log as well."""
        at = self.now()
        async with self.database.unit_of_work() as tx:
            await store.settle(tx, effect, outcome, at=at)
            await self.handlers[effect.kind].ended(tx, effect, outcome)
            if outcome.state in TOLD or (outcome.state == "sent" and outcome.reason):
                facts = {"effect": effect.kind, "key": effect.key, "reason": outcome.reason}
                subject = str(effect.payload.get("conversation", effect.key))
                log.warning(f"effect_{outcome.state}", kind=effect.kind, reason=outcome.reason)
                await ledger.append(tx, kind=f"effect.{outcome.state}", subject=subject, body=facts, at=at)

    async def postpone(self, effect: Effect, *, doubtful: bool) -> None:
        """Try again after a pause that grows; give up after many tries."""
        tries = effect.attempts + 1
        if tries >= TRIES:
            state = "uncertain" if doubtful else "failed"
            await self.end(effect, Outcome(state=state, reason=f"given up after {tries} tries"))
            return
        pause = self.pauses.after(tries, doubtful=doubtful)
        await self.put_back(effect, after_s=pause, doubtful=doubtful)

    async def put_back(
        self, effect: Effect, *, after_s: float, tried: bool = True, doubtful: bool = False
    ) -> None:
        """Let the effect wait."""
        waiting = store.Waiting(self.now() + timedelta(seconds=after_s), effect.attempts + tried, doubtful)
        async with self.database.unit_of_work() as tx:
            await store.put_back(tx, effect, waiting)
