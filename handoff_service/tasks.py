"""Work that must not be cut short by a caller who hangs up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, which runs to its end; a cancellation that came meanwhile is raised afterwards."""
    task = asyncio.ensure_future(work)
    await finished(task)
    return task.result()


async def finished(task: asyncio.Task[Any]) -> None:
    """Wait until a task has ended, however often the caller is cancelled; then let the cancellation through."""
    cancellation: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as came:
            cancellation = came
    if cancellation is not None:
        if not task.cancelled():
            task.exception()
        raise cancellation
