"""A small real server that speaks the customers' HTTP API from memory, and fails as a test asks it to."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sanic import Sanic
from sanic.server import AsyncioServer

from handoff_service.web.pages import blueprint
from tests.fakes.house_routes import api

COUNTER = itertools.count(1)
News = tuple[str, dict[str, Any]]


@dataclass
class Talk:
    """One conversation: its numbered events, who holds it, and who listens."""

    id: str
    consent: bool
    token: str
    begun_with: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    listeners: list[asyncio.Queue[News | None]] = field(default_factory=list)
    owner: str = "bot"
    agent: str | None = None
    queue: dict[str, Any] | None = None
    asked_for_person: int = 0
    stayed: int = 0

    def tell(self, kind: str, data: dict[str, Any]) -> None:
        """Sends one server-sent event to every open stream."""
        for listener in self.listeners:
            listener.put_nowait((kind, data))

    def say(self, text: str, author: str = "bot", purpose: str = "answer", **more: Any) -> dict[str, Any]:
        """Adds a numbered event and sends it to every open stream. `more`: name, buttons, client_id, at."""
        number = len(self.events) + 1
        event = {"number": number, "id": f"m{number}", "author": author, "purpose": purpose, "text": text}
        event |= {"name": None, "buttons": [], "at": datetime.now(UTC).isoformat(), "client_id": None, **more}
        self.events.append(event)
        self.tell("message", event)
        return event

    def said(self, author: str = "customer") -> list[str]:
        """The texts of one author, in order."""
        return [event["text"] for event in self.events if event["author"] == author]

    def view(self) -> dict[str, Any]:
        """The conversation as its customer may see it."""
        agent = {"name": self.agent} if self.agent else None
        now = {"id": self.id, "owner": self.owner, "state": self.owner, "agent": agent, "queue": self.queue}
        return now | {"consent": {"tone": self.consent}, "last_number": len(self.events), "language": "en"}

    def held_by(self, owner: str, *, agent: str | None = None, queue: dict[str, Any] | None = None) -> None:
        """Changes the owner, the agent and the place in the queue, and tells so as the service does."""
        self.owner, self.agent, self.queue = owner, agent, queue
        now = self.view()
        self.tell("owner", {name: now[name] for name in ("owner", "state", "agent")})
        self.tell("queue", queue or {})

    def cut(self) -> None:
        """Closes every open stream."""
        for listener in self.listeners:
            listener.put_nowait(None)


@dataclass
class FakeHouse:
    """The server, its conversations, and the faults that are switched on."""

    talks: dict[str, Talk] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    tokens_spent: list[str] = field(default_factory=list)
    busy_posts: int = 0  # so many messages are answered 503
    lost_answers: int = 0  # so many messages are taken, but the line breaks before the answer
    down: bool = False  # everything but pages is answered 503
    wordless: bool = False  # /api/words fails
    plain_streams: bool = False  # a proxy turns streams into plain answers
    gate: asyncio.Event = field(default_factory=asyncio.Event)  # closed: posts wait
    news: asyncio.Event = field(default_factory=asyncio.Event)  # set whenever a message was taken
    address: str = ""

    def __post_init__(self) -> None:
        """Posts pass until a test closes the gate."""
        self.gate.set()

    @property
    def talk(self) -> Talk:
        """The latest conversation."""
        return list(self.talks.values())[-1]

    async def has_heard(self, text: str) -> None:
        """Returns when a customer has said it."""
        while not any(text in talk.said() for talk in self.talks.values()):
            self.news.clear()
            await self.news.wait()

    def begin(self, asked: dict[str, Any]) -> Talk:
        """A new conversation, as the widget asked for it."""
        number = len(self.talks) + 1
        talk = self.talks[f"c{number}"] = Talk(
            f"c{number}", asked["consent"]["tone"], f"secret-{number}", asked
        )
        return talk

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeHouse]:
        """Serves on a free port until the block ends."""
        app: Sanic[Any, Any] = Sanic(f"fake-house-{next(COUNTER)}", configure_logging=False)
        app.config.update(GRACEFUL_SHUTDOWN_TIMEOUT=0.1, TOUCHUP=False)  # several servers in one process
        app.ctx.house = self
        app.blueprint(blueprint())
        app.blueprint(api.copy(f"api-{next(COUNTER)}"))
        door = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        assert isinstance(server, AsyncioServer)
        await server.startup()
        await server.start_serving()
        self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
        try:
            yield self
        finally:
            self.gate.set()
            for talk in self.talks.values():
                talk.cut()
            server.close()
            await server.wait_closed()
