"""Wake-ups through Redis, for several service processes on one database; lost ones cost only time."""

from __future__ import annotations

import asyncio
import json

from redis.asyncio import Redis
from redis.exceptions import RedisError

from handoff_service.logs import log
from handoff_service.signals import Listener, LocalSignals

CHANNEL = "heard:signals"
KEPT_AT_MOST = 10_000


class RedisSignals:
    """Signals that wake this process at once, and the others through Redis' publish and subscribe."""

    def __init__(self, url: str) -> None:
        self.redis: Redis = Redis.from_url(url)
        self.local = LocalSignals()
        self.leaving: asyncio.Queue[tuple[str, str]] = asyncio.Queue(KEPT_AT_MOST)

    def wake(self, topic: str, word: str = "") -> None:
        """Wake this process, and note the hint for the others; a full queue drops it (it is only a hint)."""
        self.local.wake(topic, word)
        if not self.leaving.full():
            self.leaving.put_nowait((topic, word))

    def listen(self, *topics: str) -> Listener:
        """A listener to use in a `with` block."""
        return self.local.listen(*topics)

    async def run(self) -> None:
        """Send and receive for as long as the service runs."""
        await asyncio.gather(self.send(), self.receive())

    async def send(self) -> None:
        """Publish what other processes should know."""
        while True:
            hint = await self.leaving.get()
            try:
                await self.redis.publish(CHANNEL, json.dumps(hint))
            except RedisError as fault:
                log.warning("signal_not_sent", kind=type(fault).__name__)

    async def receive(self) -> None:
        """Wake this process for what others published; after a lost connection everybody looks again."""
        while True:
            try:
                async with self.redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    self.wake_everybody()
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self.local.wake(*json.loads(message["data"]))
            except RedisError as fault:
                log.warning("signals_lost", kind=type(fault).__name__)
                await asyncio.sleep(1.0)

    def wake_everybody(self) -> None:
        """Let every listener look for what it may have missed."""
        for topic in tuple(self.local.listeners):
            self.local.wake(topic)
