"""The door to the database: units of work that are durable once they end, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, text
from sqlalchemy.exc import DBAPIError

from handoff_service.db_postgres import ServerDatabase
from handoff_service.db_sqlite import EmbeddedDatabase
from handoff_service.tasks import uninterrupted

MIGRATIONS = Path(__file__).parent / "migrations"
T = TypeVar("T")
Values = Mapping[str, Any]


class Statements(Protocol):
    """Runs statements inside one transaction."""

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run one statement to its end, also if the caller is cancelled meanwhile."""


class Backend(Protocol):
    """What a database must offer; SQLite and PostgreSQL are its two sides."""

    def writing(self) -> AbstractAsyncContextManager[Statements]:
        """A transaction that may write; durable once the block has ended, undone if it raises."""

    def reading(self) -> AbstractAsyncContextManager[Statements]:
        """A transaction that reads one consistent state."""

    async def run_sync(self, call: Callable[[Connection], T]) -> T:
        """Run `call` on a connection in a transaction of its own: for migrations."""

    async def close(self) -> None:
        """Let go of all connections."""


class Tx:
    """One transaction, as `unit_of_work` and `view` yield it; `wakes` are hints to be given after its commit."""

    def __init__(self, statements: Statements) -> None:
        self.statements = statements
        self.wakes: dict[tuple[str, str], None] = {}

    async def execute(self, statement: Executable, values: Values | None = None) -> CursorResult[Any]:
        """Run one statement (with `values` for its parameters) to its end, also if the caller is cancelled."""
        return await self.statements.execute(statement, values)


class Database:
    """One database, by URL. `wake` gets each (topic, word) noted in a unit of work, after its commit."""

    def __init__(self, url: str, *, wake: Callable[[str, str], None]) -> None:
        self.url, self.wake = url, wake
        self.embedded = url.startswith("sqlite")
        self.backend: Backend = EmbeddedDatabase(url) if self.embedded else ServerDatabase(url)

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[Tx]:
        """One transaction: all of the block is durable when it ends, or none of it if it raises or is cancelled."""
        tx, committed = None, False
        try:
            async with self.backend.writing() as statements:
                tx = Tx(statements)
                yield tx
                committed = True
        finally:
            if tx is not None and committed:
                # Also where the commit was the last thing that a cancelled caller waited for.
                for topic, word in tx.wakes:
                    self.wake(topic, word)

    @asynccontextmanager
    async def view(self) -> AsyncIterator[Tx]:
        """A consistent view to read from; it takes no writer's lock."""
        async with self.backend.reading() as statements:
            yield Tx(statements)

    async def migrate(self) -> None:
        """Bring the schema to the newest revision; does nothing if it is there already."""
        if await self.revision() != newest_revision():
            await self.backend.run_sync(upgrade)

    async def revision(self) -> str | None:
        """The revision of the schema as it is; None for an empty database."""
        try:
            async with self.view() as tx:
                row = (await tx.execute(text("SELECT version_num FROM alembic_version"))).first()
        except DBAPIError:
            return None
        return None if row is None else str(row.version_num)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.backend.close()


def wake_after_commit(tx: Tx, *topics: str, word: str = "") -> None:
    """Note topics to be woken after the commit (never before: readers would find nothing)."""
    tx.wakes.update(dict.fromkeys((topic, word) for topic in topics))


def newest_revision() -> str:
    """The revision that the newest file of migrations makes."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]


def upgrade(connection: Connection) -> None:
    """Run Alembic on a connection that is open already (imported here: starts without it are quicker)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


__all__ = ["Database", "Tx", "uninterrupted", "wake_after_commit"]
