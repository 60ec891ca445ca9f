"""The database server: PostgreSQL, for several processes of the service and for growth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from handoff_service.tasks import finished, uninterrupted

T = TypeVar("T")


@dataclass(frozen=True)
class Remote:
    """Statements that travel to the server.

    A customer who hangs up cancels the request. A driver that is cancelled in the middle of a statement leaves the
    connection in an unknown state; so no step is ever cut short.
    """

    connection: AsyncConnection

    async def execute(
        self, statement: Executable, values: Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        """Run one statement to its end."""
        return await uninterrupted(self.connection.execute(statement, values))


class ServerDatabase:
    """One PostgreSQL database whose commits are on disk before they return."""

    def __init__(self, url: str) -> None:
        self.engine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text goes to logs; a customer's words must not
            connect_args={"server_settings": {"synchronous_commit": "on"}},
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Remote]:
        """A transaction that may write."""
        beginning = asyncio.ensure_future(begun(self.engine))
        try:
            await finished(beginning)
        except asyncio.CancelledError:
            await uninterrupted(beginning.result().close())
            raise
        connection = beginning.result()
        try:
            yield Remote(connection)
        except BaseException:
            await uninterrupted(connection.close())
            raise
        await uninterrupted(committed(connection))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Remote]:
        """A transaction that reads."""
        async with self.writing() as remote:
            yield remote

    async def run_sync(self, call: Callable[[Connection], T]) -> T:
        """Run `call` in a transaction of its own."""
        async with self.engine.begin() as connection:
            return await connection.run_sync(call)

    async def close(self) -> None:
        """Let go of all connections."""
        await self.engine.dispose()


async def begun(engine: AsyncEngine) -> AsyncConnection:
    """A connection in a new transaction."""
    connection = await engine.connect()
    try:
        await connection.begin()
    except BaseException:
        await connection.close()
        raise
    return connection


async def committed(connection: AsyncConnection) -> None:
    """Commit, and give the connection back."""
    try:
        await connection.commit()
    finally:
        await connection.close()
