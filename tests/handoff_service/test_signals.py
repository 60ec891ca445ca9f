"""Wake-ups reach who listens, in this process and in others; a slow listener costs nobody anything."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator

import pytest

from handoff_service.redis_signals import RedisSignals
from handoff_service.signals import LocalSignals


async def test_equal_hints_collapse_for_a_slow_listener() -> None:
    signals = LocalSignals()
    with signals.listen("a", "b") as listener:
        for _ in range(10_000):
            signals.wake("a")
        signals.wake("b", "word")
        assert await listener.wait() == [("a", ""), ("b", "word")]
    assert not signals.listeners


async def test_a_listener_that_left_is_not_woken() -> None:
    signals = LocalSignals()
    with signals.listen("a") as listener:
        pass
    signals.wake("a")
    assert listener.pending == {}


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        yield f"redis://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture
async def two(redis_url: str) -> AsyncIterator[tuple[RedisSignals, RedisSignals]]:
    """Two processes of a service, as far as signals go."""
    pair = (RedisSignals(redis_url), RedisSignals(redis_url))
    tasks = [asyncio.create_task(signals.run()) for signals in pair]
    yield pair
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for signals in pair:
        await signals.redis.aclose()


async def test_a_wake_up_reaches_the_other_process(two: tuple[RedisSignals, RedisSignals]) -> None:
    here, there = two
    with there.listen("conversation:1") as listener:
        heard: list[tuple[str, str]] = []
        while ("conversation:1", "typing:bot:on") not in heard:  # the other side may still be subscribing
            here.wake("conversation:1", "typing:bot:on")
            heard += await listener.wait(0.05)
    assert ("conversation:1", "typing:bot:on") in heard


async def test_this_process_is_woken_at_once_even_without_redis() -> None:
    signals = RedisSignals("redis://127.0.0.1:1")
    with signals.listen("a") as listener:
        signals.wake("a")
        assert await listener.wait() == [("a", "")]
    await signals.redis.aclose()
