"""Something that rings: takes the calls of the house's alerts, and is out of order when a test says so."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sanic import HTTPResponse, Request, Sanic, empty


class PagerDesk:
    """Calls that came; `answers` are the statuses of the next ones."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: deque[int] = deque()
        self.news = asyncio.Event()
        self.url = ""

    async def ring(self, request: Request) -> HTTPResponse:
        self.calls.append(request.json)
        self.news.set()
        return empty(status=self.answers.popleft() if self.answers else 204)

    async def until(self, count: int) -> None:
        """Wait until so many calls came."""
        while len(self.calls) < count:
            await self.news.wait()
            self.news.clear()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[PagerDesk]:
        """Serve on loopback until the block ends."""
        app: Sanic[Any, Any] = Sanic(f"pager-{uuid.uuid4().hex}", configure_logging=False)
        app.config.update(MOTD=False, ACCESS_LOG=False, AUTO_EXTEND=False, TOUCHUP=False)
        app.add_route(self.ring, "/ring", methods=["POST"])
        door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{door.getsockname()[1]}/ring"
        server: Any = await app.create_server(sock=door, return_asyncio_server=True)
        await server.startup()
        await server.before_start()
        await server.start_serving()
        yield self
        await server.before_stop()
        server.close()
        await server.after_stop()
