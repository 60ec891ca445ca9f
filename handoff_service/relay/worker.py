"""Walks the work list: a task for each conversation that waits for the bot, one turn at a time, in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from handoff_service.clock import ticks
from handoff_service.logs import log
from handoff_service.relay.answers import Answers, Asked
from handoff_service.relay.client import BotClient
from handoff_service.relay.errors import BotDown, BotFailed, BotFaulty
from handoff_service.signals import TURNS, Listener, Signals, conversation_topic

LOOK_AT_LEAST_EVERY_S = 15.0


@dataclass(frozen=True)
class Pace:
    """How the relay waits: seconds till the customer is told of a delay, pauses between tries, tries of a faulty turn."""

    deadline_s: float = 20.0
    pauses_s: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0)
    faulty_tries: int = 5
    at_once: int = 32

    @property
    def lease_s(self) -> float:
        """How long a turn stays taken if its taker dies; longer than the longest silence that is waited for."""
        return self.silence_s + 10.0

    @property
    def silence_s(self) -> float:
        """The longest silence of the bot before it counts as hung."""
        return self.deadline_s * 4

    def pause_after(self, attempts: int) -> float:
        """Seconds to wait after that many failed tries."""
        return self.pauses_s[min(attempts, len(self.pauses_s)) - 1]


class Relay:
    """Asks the bot for every turn on the list until the list is empty, for as long as the service runs."""

    def __init__(self, answers: Answers, bot: BotClient, *, signals: Signals, pace: Pace) -> None:
        self.answers, self.bot, self.signals, self.pace = answers, bot, signals, pace
        self.serving: dict[str, asyncio.Task[None]] = {}
        self.again: set[str] = set()
        self.asking: set[str] = set()
        self.faults: Counter[str] = Counter()
        self.places = asyncio.Semaphore(pace.at_once)

    async def run(self) -> None:
        """Serve until cancelled; a database that fails for a while is tried again."""
        with self.signals.listen(TURNS) as listener:
            while True:
                try:
                    wait = await self.look()
                except SQLAlchemyError as fault:
                    log.error("relay_cannot_read", kind=type(fault).__name__)
                    wait = 1.0
                await self.follow(listener, until=ticks() + wait)

    async def follow(self, listener: Listener, *, until: float) -> None:
        """Start what the signals name, without a look at the database, until it is time for one."""
        while (left := until - ticks()) > 0:
            words = {word for _topic, word in await listener.wait(left)}
            for conversation_id in words - {""}:
                self.start(conversation_id)
            if "" in words:
                return

    async def look(self) -> float:
        """Start a task for each conversation with work; returns the seconds until the next turn comes due."""
        due, next_at = await self.answers.work()
        for conversation_id in due:
            self.start(conversation_id)
        if next_at is None:
            return LOOK_AT_LEAST_EVERY_S
        return min(max((next_at - self.answers.now()).total_seconds(), 0.01), LOOK_AT_LEAST_EVERY_S)

    def start(self, conversation_id: str) -> None:
        """Serve a conversation, or serve it once more when the task that is at it ends."""
        if conversation_id in self.serving:
            self.again.add(conversation_id)
            return
        task = asyncio.create_task(self.serve(conversation_id))
        self.serving[conversation_id] = task
        task.add_done_callback(partial(self.ended, conversation_id))

    def ended(self, conversation_id: str, task: asyncio.Task[None]) -> None:
        """A conversation's task has ended; work may have come while it did."""
        del self.serving[conversation_id]
        if conversation_id in self.again and not task.cancelled():
            self.again.discard(conversation_id)
            self.start(conversation_id)

    async def serve(self, conversation_id: str) -> None:
        """Ask the turns of one conversation, in order, until none is due."""
        async with self.places:
            try:
                while (
                    asked := await self.answers.take(conversation_id, lease_s=self.pace.lease_s)
                ) is not None:
                    await self.ask(asked)
                    if not await self.answers.has_more(conversation_id):
                        break
            except Exception as fault:  # noqa: BLE001 (edge of a task: one conversation's fault must not stop the relay)
                log.error("turn_failed", conversation=conversation_id, kind=type(fault).__name__)
                await asyncio.sleep(1.0)

    async def ask(self, asked: Asked) -> None:
        """Ask one turn and keep its answer, or put it back for another try."""
        topic = conversation_topic(asked.conversation.id)
        self.asking.add(asked.turn.message_id)
        patience = asyncio.create_task(self.tell_when_late(asked))
        self.signals.wake(topic, "typing:bot:on")
        try:
            await self.keep_all(asked)
        except BotDown as fault:
            await self.failed(asked, reason=fault.reason, tell=True)
        except BotFaulty as fault:
            await self.faulty(asked, reason=fault.reason)
        finally:
            patience.cancel()
            self.asking.discard(asked.turn.message_id)
            self.signals.wake(topic, "typing:bot:off")

    async def keep_all(self, asked: Asked) -> None:
        """Keep lines as they come, to the answer's end; raises BotFaulty if it ends without its last line."""
        ended = False
        try:
            async for lines in self.bot.ask(asked.wire):
                ended = await self.answers.keep(asked, lines) or ended
        except BotFailed:
            if not ended:
                raise
        if not ended:
            raise BotFaulty("no_done")
        del self.faults[asked.turn.message_id]

    async def tell_when_late(self, asked: Asked) -> None:
        """After the deadline, tell the customer that the answer takes long."""
        await asyncio.sleep(self.pace.deadline_s)
        try:
            await self.answers.tell_delayed(asked)
        except SQLAlchemyError as fault:
            log.error("delay_not_told", conversation=asked.conversation.id, kind=type(fault).__name__)

    async def failed(self, asked: Asked, *, reason: str, tell: bool) -> None:
        """Put the turn back for another try."""
        pause = self.pace.pause_after(asked.turn.attempts + 1)
        log.warning(
            "bot_failed", conversation=asked.conversation.id, reason=reason, attempts=asked.turn.attempts + 1
        )
        await self.answers.put_back(asked, after_s=pause, tell=tell)

    async def faulty(self, asked: Asked, *, reason: str) -> None:
        """Try again after a fault of this one turn, but not for ever: the next turn has waited long enough."""
        self.faults[asked.turn.message_id] += 1
        tries = self.faults[asked.turn.message_id]
        if tries >= self.pace.faulty_tries:
            log.error("turn_given_up", conversation=asked.conversation.id, reason=reason, attempts=tries)
            await self.answers.give_up(asked, reason=reason)
        else:
            await self.failed(asked, reason=reason, tell=tries > 1)

    async def stop(self) -> None:
        """Stop asking; turns that were being asked wait again and are asked by the next process."""
        tasks, asked = list(self.serving.values()), list(self.asking)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.answers.release(asked)
