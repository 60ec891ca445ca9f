"""The door to the database: units of work that are durable once they end, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, CursorResult, Executable, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"
T = TypeVar("T")
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
)


@dataclass(frozen=True)
class Tx:
    """One transaction, as `unit_of_work` and `view` yield it; `wakes` are topics to be woken after its commit."""

    connection: AsyncConnection
    wakes: dict[str, None] = field(default_factory=dict)

    async def execute(self, statement: Executable) -> CursorResult[Any]:
        """Run one statement to its end, also if the caller is cancelled meanwhile."""
        return await uninterrupted(self.connection.execute(statement))


class Database:
    """One database, by URL. `wake` is called for each topic noted in a unit of work, after its commit."""

    def __init__(self, url: str, *, wake: Callable[[str], None]) -> None:
        self.url, self.wake = url, wake
        self.embedded = url.startswith("sqlite")
        self.writer = (
            sqlite_engine(url, begin="BEGIN IMMEDIATE", size=1) if self.embedded else postgres_engine(url)
        )
        self.reader = sqlite_engine(url, begin="BEGIN", size=4) if self.embedded else self.writer

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[Tx]:
        """One transaction: all of the block is durable when it ends, or none of it if it raises or is cancelled.

        SQLite has one writer: its pool of one is the lock, BEGIN IMMEDIATE guards against other processes.
        """
        async with transaction(self.writer) as tx:
            yield tx
        for topic in tx.wakes:
            self.wake(topic)

    @asynccontextmanager
    async def view(self) -> AsyncIterator[Tx]:
        """A consistent view to read from; it takes no writer's lock."""
        async with transaction(self.reader) as tx:
            yield tx

    async def migrate(self) -> None:
        """Bring the schema to the newest revision; does nothing if it is there already."""
        async with self.writer.begin() as connection:
            await connection.run_sync(upgrade)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.writer.dispose()
        if self.reader is not self.writer:
            await self.reader.dispose()


def wake_after_commit(tx: Tx, *topics: str) -> None:
    """Note topics to be woken after the commit (never before: readers would find nothing)."""
    tx.wakes.update(dict.fromkeys(topics))


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[Tx]:
    """Begin, then commit or roll back.

    A customer who hangs up cancels the request. A driver that is cancelled in the middle of a statement leaves
    the connection, and on SQLite the one writer's lock, in an unknown state; so no step is ever cut short.
    """
    beginning = asyncio.ensure_future(begun(engine))
    try:
        await finished(beginning)
    except asyncio.CancelledError:
        await uninterrupted(beginning.result().close())
        raise
    connection = beginning.result()
    try:
        yield Tx(connection)
    except BaseException:
        await uninterrupted(connection.close())
        raise
    await uninterrupted(ended(connection))


async def begun(engine: AsyncEngine) -> AsyncConnection:
    """A connection in a new transaction."""
    connection = await engine.connect()
    try:
        await connection.begin()
    except BaseException:
        await connection.close()
        raise
    return connection


async def ended(connection: AsyncConnection) -> None:
    """Commit, and give the connection back."""
    try:
        await connection.commit()
    finally:
        await connection.close()


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
        task.exception()
        raise cancellation


def sqlite_engine(url: str, *, begin: str, size: int) -> AsyncEngine:
    """An engine whose transactions open with `begin`; SQLite's driver would open them late and by itself."""
    engine = create_async_engine(
        url, pool_size=size, max_overflow=0, pool_timeout=30, connect_args={"isolation_level": None}
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgres_engine(url: str) -> AsyncEngine:
    """An engine whose commits are on disk before they return."""
    asynchronous = url.replace("postgresql://", "postgresql+asyncpg://", 1)
    return create_async_engine(
        asynchronous,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"server_settings": {"synchronous_commit": "on"}},
    )


def upgrade(connection: Connection) -> None:
    """Run Alembic on a connection that is open already."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
