"""The door to the database: units of work that are durable once they end, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

MIGRATIONS = Path(__file__).parent / "migrations"
WAKES = "heard.wakes"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
)

Tx = AsyncConnection
"""A connection inside one transaction, as `unit_of_work` yields it."""


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
        """One transaction: all of the block is durable when it ends, or none of it if it raises.

        SQLite has one writer: its pool of one connection is the lock, and BEGIN IMMEDIATE guards against other processes.
        """
        async with self.writer.connect() as connection:
            wakes: dict[str, None] = {}
            connection.sync_connection.info[WAKES] = wakes  # type: ignore[union-attr]
            async with connection.begin():
                yield connection
        for topic in wakes:
            self.wake(topic)

    @asynccontextmanager
    async def view(self) -> AsyncIterator[Tx]:
        """A consistent view to read from; it takes no writer's lock."""
        async with self.reader.connect() as connection, connection.begin():
            yield connection

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
    """Note topics to be woken once the unit of work has been committed (never before: readers would find nothing)."""
    assert tx.sync_connection is not None
    tx.sync_connection.info[WAKES].update(dict.fromkeys(topics))


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
