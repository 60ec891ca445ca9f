"""One conversation's turns wait for each other, in order; other conversations do not."""

from __future__ import annotations

import asyncio

from bot.lock_store import PromptLockStore


async def test_turns_of_one_conversation_run_in_the_order_they_came() -> None:
    store, ran = PromptLockStore(), []

    async def turn(number: int) -> None:
        async with store.lock("customer"):
            ran.append(f"begin {number}")
            await asyncio.sleep(0)
            ran.append(f"end {number}")

    await asyncio.gather(*(turn(number) for number in range(3)))
    assert ran == ["begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2"]


async def test_another_conversation_does_not_wait() -> None:
    store = PromptLockStore()
    async with store.lock("one"), store.lock("other"):
        assert store.is_someone_waiting("one")


async def test_a_failed_turn_lets_the_next_one_in_and_nothing_is_kept() -> None:
    store = PromptLockStore()
    try:
        async with store.lock("customer"):
            raise ValueError
    except ValueError:
        pass
    async with store.lock("customer"):
        assert store.is_someone_waiting("customer")
    assert not store.is_someone_waiting("customer")
