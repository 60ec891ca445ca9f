"""Lets several copies of one message follow one turn: it runs once, and everybody reads the same lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

Key = tuple[str, str]


class LiveTurn:
    """The lines of a turn that is being worked out; readers may come at any time and start from the first."""

    def __init__(self) -> None:
        """No line yet."""
        self.lines: list[str] = []
        self.fault: Exception | None = None
        self._over = False
        self._changed = asyncio.Event()

    def say(self, line: str) -> None:
        """Add a line and wake the readers."""
        self.lines.append(line)
        self._wake()

    def end(self, fault: Exception | None = None) -> None:
        """No more lines; `fault` says why there is no end to the turn."""
        self.fault = fault
        self._over = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def follow(self) -> AsyncIterator[str]:
        """Yield every line from the first on, as they come; end when the turn ends."""
        at = 0
        while True:
            while at < len(self.lines):
                yield self.lines[at]
                at += 1
            if self._over:
                return
            await self._changed.wait()


class InFlight:
    """The turns that are being worked out now, by conversation and message id."""

    def __init__(self) -> None:
        """None at the start."""
        self._turns: dict[Key, LiveTurn] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def join(self, key: Key, work: Callable[[LiveTurn], Awaitable[None]]) -> LiveTurn:
        """The running turn for `key`; if there is none, start `work` on a new one.

        The work is its own task: it goes on to its end even if whoever asked hangs up.
        """
        turn = self._turns.get(key)
        if turn is None:
            turn = self._turns[key] = LiveTurn()
            task = asyncio.get_running_loop().create_task(self._finish(key, turn, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return turn

    async def _finish(self, key: Key, turn: LiveTurn, work: Callable[[LiveTurn], Awaitable[None]]) -> None:
        fault: Exception | None = None
        try:
            await work(turn)
        except Exception as error:  # noqa: BLE001 - the edge of a turn: whatever broke, the service is told
            fault = error
        finally:
            del self._turns[key]
            turn.end(fault)
