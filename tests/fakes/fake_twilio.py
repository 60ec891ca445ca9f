"""The stand-in for Twilio, served for one test: checks each request as the documents say, and answers as a test wishes."""

from __future__ import annotations

import itertools
import socket
import uuid
from typing import Any

from sanic import Sanic

from handoff_service.clock import utc_now
from heard.phone.standin import Message, Sids, StandIn

ACCOUNT, TOKEN, SENDER = "AC" + "1" * 32, "twilio token for tests", "+15550100000"


class FakeTwilio(StandIn):
    """Serves until stopped; reports nothing by itself, and its ids are numbered."""

    def __init__(self) -> None:
        numbers = itertools.count(1)
        sids = Sids(ACCOUNT, TOKEN, utc_now, lambda: f"{next(numbers):032x}")
        super().__init__(sids, report=lambda _message: None)
        self.port = 0
        self.server: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sent(self) -> list[Message]:
        """What was taken."""
        return self.messages

    async def start(self) -> None:
        """Listen on loopback; on the same port as before, if there was one."""
        app = Sanic(f"faketwilio-{uuid.uuid4().hex}", configure_logging=False)
        app.config.update(MOTD=False, ACCESS_LOG=False, AUTO_EXTEND=False, TOUCHUP=False)
        app.blueprint(self.blueprint())
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self.server = await app.create_server(sock=listening, return_asyncio_server=True)
        await self.server.startup()
        await self.server.before_start()
        await self.server.start_serving()

    async def stop(self) -> None:
        await self.server.before_stop()
        self.server.close()
        await self.server.wait_closed()
        await self.server.after_stop()

    async def until(self, count: int, *, tried: bool = False) -> None:
        """Wait until so many messages were accepted (or tried)."""
        while len(self.tried if tried else self.messages) < count:
            await self.news.wait()
            self.news.clear()

    def bodies(self) -> list[str]:
        return [message.body for message in self.messages]


def sid_of(number: int) -> str:
    """Twilio's id of the n-th message."""
    return f"SM{number:032x}"
