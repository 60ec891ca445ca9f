"""Wake-ups between the parts: a signal is a hint that something changed, the database is the truth."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from types import TracebackType
from typing import Protocol

Hint = tuple[str, str]
"""(topic, word): what may have changed, and a word for ephemeral news such as who is typing."""


class Listener:
    """Waits for wake-ups; equal hints collapse, so a slow reader holds nobody up and little memory."""

    def __init__(self, signals: LocalSignals, topics: Collection[str]) -> None:
        self.signals, self.topics = signals, tuple(topics)
        self.pending: dict[Hint, None] = {}
        self.woken = asyncio.Event()

    def __enter__(self) -> Listener:
        for topic in self.topics:
            self.signals.listeners[topic].add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for topic in self.topics:
            self.signals.listeners[topic].discard(self)
            if not self.signals.listeners[topic]:
                del self.signals.listeners[topic]

    def note(self, hint: Hint) -> None:
        """Remember a hint until it is fetched."""
        self.pending[hint] = None
        self.woken.set()

    async def wait(self, within_s: float | None = None) -> list[Hint]:
        """The hints since the last call, waiting for the first; none if `within_s` seconds pass."""
        try:
            await asyncio.wait_for(self.woken.wait(), within_s)
        except TimeoutError:
            return []
        hints = list(self.pending)
        self.pending.clear()
        self.woken.clear()
        return hints


class Signals(Protocol):
    """The port: wake whoever listens to a topic, in this process or in another one."""

    def wake(self, topic: str, word: str = "") -> None:
        """Tell all listeners of `topic`; never blocks, never fails."""

    def listen(self, *topics: str) -> Listener:
        """A listener to use in a `with` block."""

    async def run(self) -> None:
        """Carry wake-ups between processes for as long as the service runs."""


class LocalSignals:
    """Signals within one process: all that the embedded house needs."""

    def __init__(self) -> None:
        self.listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    def wake(self, topic: str, word: str = "") -> None:
        """Tell all listeners of `topic` in this process."""
        for listener in tuple(self.listeners.get(topic, ())):
            listener.note((topic, word))

    def listen(self, *topics: str) -> Listener:
        """A listener to use in a `with` block."""
        return Listener(self, topics)

    async def run(self) -> None:
        """Nothing to carry: all listeners are in this process."""


def conversation_topic(conversation_id: str) -> str:
    """The topic of everything that customers and agents see of one conversation."""
    return f"conversation:{conversation_id}"


TURNS = "turns"
"""Topic: the relay's work list has grown."""

QUEUE = "queue"
"""Topic: the queue or who is present has changed."""

OUTBOX = "outbox"
"""Topic: an effect is waiting to leave."""
