"""The embedded database: SQLite in this process, durable at each commit.

A statement takes microseconds, less than handing it to another thread and back would cost, so statements run where
they are asked for. Only the commit waits for the disk, and only the commit goes to a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.exc import OperationalError

from handoff_service.tasks import uninterrupted

T = TypeVar("T")
PRAGMAS = (
    "PRAGMA busy_timeout = 2000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
# Another process (an audit, a backup) may hold the write lock for a moment; nobody here is blocked meanwhile.
TRIES, PAUSE_S = 1000, 0.01


@dataclass(frozen=True)
class Direct:
    """Statements that run at once, in the thread of the caller."""

    connection: Connection

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Run one statement; there is nothing to wait for, so nothing to cancel."""
        return self.connection.execute(statement, values)


class EmbeddedDatabase:
    """One SQLite file: one writer at a time, readers beside it."""

    def __init__(self, url: str) -> None:
        plain = url.replace("sqlite+aiosqlite:", "sqlite:", 1)
        self.writer = engine_of(plain, begin="BEGIN IMMEDIATE", patience_ms=0)
        self.reader = engine_of(plain, begin="BEGIN", patience_ms=2000)
        self.lock = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Direct]:
        """A transaction that may write, one at a time, in the order of asking."""
        async with self.lock:
            connection = await self.begun()
            try:
                yield Direct(connection)
            except BaseException:
                connection.close()
                raise
            await uninterrupted(committed(connection))

    async def begun(self) -> Connection:
        """A connection that holds the write lock."""
        for _ in range(TRIES):
            connection = self.writer.connect()
            try:
                connection.begin()
            except OperationalError:
                connection.close()
                await asyncio.sleep(PAUSE_S)
            else:
                return connection
        raise TimeoutError("Another process has held the database for too long. Stop it, then try again.")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Direct]:
        """A transaction that reads one consistent state."""
        with self.reader.connect() as connection, connection.begin():
            yield Direct(connection)

    async def run_sync(self, call: Callable[[Connection], T]) -> T:
        """Run `call` in a transaction of its own."""
        async with self.writing() as direct:
            return call(direct.connection)

    async def close(self) -> None:
        """Let go of all connections."""
        self.writer.dispose()
        self.reader.dispose()


async def committed(connection: Connection) -> None:
    """Commit in a thread, for this waits until the words are on the disk; then give the connection back."""
    try:
        await asyncio.to_thread(connection.commit)
    finally:
        connection.close()


def engine_of(url: str, *, begin: str, patience_ms: int) -> Engine:
    """An engine whose transactions open with `begin`; SQLite's driver would open them late and by itself."""
    engine = create_engine(
        url,
        pool_size=4,
        max_overflow=-1,
        hide_parameters=True,  # an error's text goes to logs; a customer's words must not
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in (*PRAGMAS, f"PRAGMA busy_timeout = {patience_ms}"):
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
