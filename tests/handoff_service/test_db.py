"""Units of work are whole or nothing, also when their caller is cancelled, and the schema is what the migrations make."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from handoff_service.clock import utc_now
from handoff_service.db import Database, Tx, wake_after_commit
from handoff_service.ledger import store as ledger
from handoff_service.schema import metadata


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    woken: list[str] = []
    opened = Database(database_url, wake=lambda topic, _word: woken.append(topic))
    await opened.migrate()
    yield opened
    await opened.close()


async def note(tx: Tx, subject: str) -> None:
    await ledger.append(tx, kind="test", subject=subject, body={"n": 1}, at=utc_now())


async def test_the_migrations_make_the_schema(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.backend.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()


async def test_a_unit_that_raises_leaves_nothing_and_wakes_nobody(database: Database) -> None:
    woken: list[str] = []
    database.wake = lambda topic, _word: woken.append(topic)

    async def failing() -> None:
        async with database.unit_of_work() as tx:
            await note(tx, "lost")
            wake_after_commit(tx, "topic")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    async with database.unit_of_work() as tx:
        assert await ledger.entries(tx, subject="lost") == []
        await note(tx, "kept")
        wake_after_commit(tx, "topic")
    assert woken == ["topic"]


@pytest.mark.parametrize("steps", range(1, 40, 3))
async def test_a_caller_who_is_cancelled_anywhere_leaves_all_or_nothing(
    database: Database, steps: int
) -> None:
    async def both() -> None:
        async with database.unit_of_work() as tx:
            await note(tx, "pair")
            await note(tx, "pair")

    task = asyncio.create_task(both())
    for _ in range(steps):
        await asyncio.wait((task,), timeout=0.0001)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.unit_of_work() as tx:
        assert len(await ledger.entries(tx, subject="pair")) in (0, 2)


async def test_commits_are_made_durable(database: Database) -> None:
    async with database.unit_of_work() as tx:
        setting = "PRAGMA synchronous" if database.embedded else "SHOW synchronous_commit"
        value = (await tx.execute(text(setting))).scalar_one()
    assert value in (2, "on")


async def test_instants_come_back_aware(database: Database) -> None:
    async with database.unit_of_work() as tx:
        await note(tx, "when")
        entry = (await ledger.entries(tx, subject="when"))[0]
    assert entry["at"].utcoffset().total_seconds() == 0
