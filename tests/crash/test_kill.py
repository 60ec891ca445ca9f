"""The service is killed with -9 under load, again and again: nothing acknowledged is lost, doubled or spoken over."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from handoff_service.conversations import store
from handoff_service.db import Database
from handoff_service.ledger import store as ledger
from heard.house import House
from tests.crash.load import CUSTOMERS, Customer, Desk, Promises
from tests.fakes.fake_bot import FakeBot
from tests.handoff_service.ownership import examine_moves, examine_speech

KILLS = int(os.environ.get("HEARD_CRASH_KILLS", "20"))
AT_MOST_BETWEEN = 25


@asynccontextmanager
async def working(house: House, promises: Promises) -> AsyncIterator[None]:
    """Customers and an agent at work."""
    base = house.settings.public_url
    people = httpx.AsyncClient(base_url=base, timeout=30, trust_env=False)
    headers = {"Origin": base, "Sec-Fetch-Site": "same-origin"}
    console = httpx.AsyncClient(
        base_url=base, timeout=30, trust_env=False, follow_redirects=True, headers=headers
    )
    desk = Desk(console, email=house.settings.demo_agent, password=house.settings.demo_password())
    workers = [desk, *(Customer(people, promises, seed=number) for number in range(CUSTOMERS))]
    async with people, console, asyncio.TaskGroup() as group:  # a worker that fails ends the test
        tasks = [group.create_task(worker.run()) for worker in workers]
        yield
        for task in tasks:
            task.cancel()
    assert desk.taken, "the agent took part"


@pytest.mark.house
async def test_no_crash_loses_doubles_or_talks_over_anything(tmp_path: Path) -> None:
    house, promises, chance = House(tmp_path), Promises(), random.Random(7)
    bot = FakeBot(house.settings.key("relay"))
    bot.port = house.settings.bot_port
    await bot.start()
    await asyncio.to_thread(house.start, "service")
    try:
        async with working(house, promises):
            for _ in range(KILLS):
                await promises.until(len(promises.kept) + chance.randint(1, AT_MOST_BETWEEN))
                await asyncio.to_thread(house.stop, "service", how=signal.SIGKILL)
                await asyncio.to_thread(house.start, "service")
        await settled(house)
    finally:
        await asyncio.to_thread(house.stop, "service")
        await bot.stop()
    assert sqlite3.connect(tmp_path / "heard.db").execute("PRAGMA integrity_check").fetchone() == ("ok",)
    await examine(house, promises)


async def settled(house: House) -> None:
    """Wait until the bot has answered everything that is its to answer."""
    database = Database(house.settings.database_url, wake=lambda *_: None)
    async with httpx.AsyncClient(base_url=house.settings.public_url, trust_env=False) as http:
        while await open_turns(database):
            await http.get("/health/live")
    await database.close()


async def open_turns(database: Database) -> int:
    from handoff_service.conversations import turns_store

    async with database.view() as tx:
        return await turns_store.waiting(tx)


async def examine(house: House, promises: Promises) -> None:
    """Compare what the database holds with what was promised."""
    database = Database(house.settings.database_url, wake=lambda *_: None)
    async with database.view() as tx:
        for identity in {conversation for conversation, _ in promises.kept}:
            conversation = await store.get(tx, identity)
            said = await store.transcript(tx, identity)
            moves = [
                one["body"]
                for one in await ledger.entries(tx, subject=identity)
                if one["kind"] == "conversation.moved"
            ]
            numbers = [message.number for message in said]
            assert numbers == list(range(1, conversation.last_number + 1))
            kept = {message.client_id: message for message in said if message.author == "customer"}
            assert len(kept) == sum(message.author == "customer" for message in said)
            for (talk, client_id), number in promises.kept.items():
                if talk == identity:
                    assert (kept[client_id].number, kept[client_id].text) == (
                        number,
                        promises.texts[talk, client_id],
                    )
            examine_speech(said, examine_moves(moves, conversation))
            answers = [message.text for message in said if message.in_reply_to]
            assert len(answers) == len(set(answers)) or all(
                "handback" in text for text in answers if answers.count(text) > 1
            )
    await database.close()
