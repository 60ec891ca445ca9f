"""Hashes and checks passwords with argon2 in a small pool, so that sign-ins never starve the house."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from empathy.errors import Unavailable

MOST_WAITING = 16
LONGEST_PASSWORD = 256


class Passwords:
    """Argon2id in two threads; more than `MOST_WAITING` at once are refused instead of queued for ever."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self.pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
        self.waiting = 0
        self.decoy = self.hasher.hash("nobody has this password")

    async def hashed(self, password: str) -> str:
        """The argon2id hash to keep."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, self.hasher.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether `password` belongs to the hash `kept`.

        With no hash (nobody has that address) the same work is done, so the time taken tells nothing.
        Raises Unavailable when too many sign-ins wait already.
        """
        if self.waiting >= MOST_WAITING:
            raise Unavailable(
                "Too many people are signing in just now.", remedy="Try again in a few seconds."
            )
        self.waiting += 1
        try:
            loop, tried = asyncio.get_running_loop(), password[:LONGEST_PASSWORD]
            fits = await loop.run_in_executor(self.pool, self._verify, kept or self.decoy, tried)
        finally:
            self.waiting -= 1
        return fits and kept is not None and len(password) <= LONGEST_PASSWORD

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self.hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """Let the threads go."""
        self.pool.shutdown(wait=False, cancel_futures=True)
