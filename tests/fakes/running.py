"""A service that runs for one test: real HTTP, real database, a bot that does what it is told."""

from __future__ import annotations

import functools
import socket
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from handoff_service.agents.passwords import Passwords
from handoff_service.app import create_app
from handoff_service.house import ROOT, House, Ways, build
from handoff_service.outbox.relay import Pauses
from handoff_service.relay.worker import Pace
from handoff_service.settings import Settings
from handoff_service.signals import conversation_topic
from handoff_service.words import Words
from tests.fakes.fake_bot import FakeBot
from tests.fakes.fake_reader import FakeReader

PACE = Pace(deadline_s=30.0, pauses_s=(0.01,), faulty_tries=3)
PAUSES = Pauses(between=(0.05,), doubtful=0.05)
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass
class Customer:
    """Somebody with a conversation."""

    service: Service
    id: str
    token: str
    created: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        """What lets this customer in."""
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """POST below the conversation."""
        return await self.service.http.post(
            f"/api/conversations/{self.id}/{path}", json=body, headers=self.headers
        )

    async def say(self, text: str, *, client_id: str | None = None) -> httpx.Response:
        """Write a message."""
        return await self.post("messages", {"client_id": client_id or uuid.uuid4().hex, "text": text})

    async def press(self, token: str) -> httpx.Response:
        """Press a button."""
        return await self.post("messages", {"client_id": uuid.uuid4().hex, "button": token})

    async def events(self, *, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        """Numbered events."""
        answer = await self.service.http.get(
            f"/api/conversations/{self.id}/events?after={after}&wait={wait}", headers=self.headers
        )
        events: list[dict[str, Any]] = answer.json()["events"]
        return events

    async def look(self) -> dict[str, Any]:
        """The conversation as it is now."""
        answer = await self.service.http.get(f"/api/conversations/{self.id}", headers=self.headers)
        view: dict[str, Any] = answer.json()
        return view

    async def heard(self, text: str, *, times: int = 1) -> list[dict[str, Any]]:
        """All events, once somebody has said `text` to the customer so often (waits for it)."""
        with self.service.house.signals.listen(conversation_topic(self.id)) as listener:
            while True:
                events = await self.events()
                if sum(text in event["text"] for event in events if event["author"] != "customer") >= times:
                    return events
                await listener.wait()


class Service:
    """A running service; `start` and `stop` may be called again to restart it on the same data."""

    def __init__(self, settings: Settings, *, bot: FakeBot, ways: Ways) -> None:
        self.settings, self.bot, self.ways = settings, bot, ways
        self.reader = FakeReader()
        self.house: House
        self.http: httpx.AsyncClient
        self.server: Any = None

    async def start(self) -> None:
        """Wire a new house on the same data and open its door."""
        self.house = build(self.settings, reader=self.reader, ways=self.ways)
        self.app = create_app(self.house)
        self.app.config.TOUCHUP = False  # rewrites Sanic's own methods, which only works once a process
        listening = socket.socket(proto=socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        self.server = await self.app.create_server(sock=listening, return_asyncio_server=True)
        await self.server.startup()
        await self.server.before_start()
        await self.server.start_serving()
        port = listening.getsockname()[1]
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)

    async def stop(self) -> None:
        """Stop in order, as on SIGTERM."""
        await self.http.aclose()
        await self.server.before_stop()
        self.server.close()
        await self.server.wait_closed()
        await self.server.after_stop()

    async def customer(self, **body: Any) -> Customer:
        """Somebody who begins a conversation."""
        asked = {"channel": "web", "locale": "en-US", "consent": {"tone": True}} | body
        created = (await self.http.post("/api/conversations", json=asked)).json()
        return Customer(self, created["id"], created["token"], created)


def settings_for(folder: Path, *, database_url: str, bot: FakeBot) -> Settings:
    """Settings of a house in a temporary folder."""
    return Settings(
        data_dir=folder,
        database_url=database_url,
        secret="a secret for tests only",
        bot_port=bot.port,
        public_url="http://127.0.0.1",
        demo_password_override="correct horse",
        messages_per_minute=6000,
        conversations_per_minute=6000,
    )


@functools.cache
def designers_words(country: str) -> Words:
    """The words of the repository, read once for all tests."""
    return Words(ROOT, country=country)


@asynccontextmanager
async def running(settings: Settings, *, bot: FakeBot, pace: Pace = PACE) -> AsyncIterator[Service]:
    """A service from start to stop."""
    ways = Ways(pace=pace, pauses=PAUSES, passwords=CHEAP, words=designers_words(settings.country))
    service = Service(settings, bot=bot, ways=ways)
    await service.start()
    try:
        yield service
    finally:
        await service.stop()
