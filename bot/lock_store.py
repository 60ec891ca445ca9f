"""Lets the messages of one conversation take turns, in order and at once: stock Rasa looks once a second, and gives up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.version_guard import require_rasa


@dataclass
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class PromptLockStore(LockStore):
    """One fair lock per conversation in this process, handed on the moment it is free.

    Between several Rasa processes the service keeps order (one turn per conversation at a time), and the tracker
    store refuses a second writer.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        """`endpoint_config` is what Rasa passes to a lock store named in endpoints.yml; nothing is read from it."""
        require_rasa("bot/lock_store.py")
        self._queues: dict[str, _Queue] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation until the block ends; whoever came first goes first. Times are ignored."""
        queue = self._queues.setdefault(conversation_id, _Queue())
        queue.users += 1
        try:
            async with queue.lock:
                yield TicketLock(conversation_id)
        finally:
            queue.users -= 1
            if queue.users == 0:
                del self._queues[conversation_id]

    def is_someone_waiting(self, conversation_id: str) -> bool:
        """Whether anybody holds or awaits the conversation."""
        return conversation_id in self._queues
