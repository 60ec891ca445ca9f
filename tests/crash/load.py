"""Customers and an agent who go on through every crash, and remember what they were promised."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from dataclasses import dataclass, field
from typing import Any

import httpx

from heard.agent import ACCEPT, token_of
from heard.errors import CommandFailed

CUSTOMERS = 6
HAND_BACK = re.compile(r'action="(/console/handoffs/[0-9a-f]{32}/hand-back)"')
IN_HAND = re.compile(r'href="(/console/conversations/[0-9a-f]{32})"')
EPOCH = re.compile(r'name="epoch" value="(\d+)"')
PAUSE_S = 0.02


@dataclass
class Promises:
    """What the service has acknowledged: (conversation, client id) -> number. `news` is set at each."""

    kept: dict[tuple[str, str], int] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, conversation: str, client_id: str, number: int) -> None:
        """An acknowledgement; the same message is never given two numbers."""
        assert self.kept.setdefault((conversation, client_id), number) == number
        self.news.set()

    async def until(self, count: int) -> None:
        """Wait until so many messages were acknowledged."""
        while len(self.kept) < count:
            self.news.clear()
            await self.news.wait()


class Customer:
    """Writes one message after the other; a message without an answer is sent again under the same id."""

    def __init__(self, http: httpx.AsyncClient, promises: Promises, *, seed: int) -> None:
        self.http, self.promises, self.chance = http, promises, random.Random(seed)
        self.id, self.headers, self.written = "", {}, 0

    async def run(self) -> None:
        """Write until cancelled; now and then ask for a person."""
        begun = await self.surely("/api/conversations", {"channel": "web", "consent": {"tone": True}}, {})
        self.id, self.headers = begun["id"], {"Authorization": f"Bearer {begun['token']}"}
        while True:
            await self.write()
            if self.chance.random() < 0.2:
                await self.surely(f"/api/conversations/{self.id}/person", {}, self.headers)

    async def write(self) -> None:
        """One message, with a twin now and then, until it is acknowledged."""
        self.written += 1
        client_id, text = f"m{self.written}", f"message {self.written} of {self.id}"
        path, body = f"/api/conversations/{self.id}/messages", {"client_id": client_id, "text": text}
        twins = 2 if self.chance.random() < 0.2 else 1
        answers = await asyncio.gather(*(self.surely(path, body, self.headers) for _ in range(twins)))
        self.promises.texts[self.id, client_id] = text
        for answer in answers:
            self.promises.note(self.id, client_id, answer["number"])

    async def surely(self, path: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        """POST until there is an answer."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = await self.http.post(path, json=body, headers=headers)
                assert answer.status_code < 500, answer.text
                assert answer.is_success, answer.text
                decoded: dict[str, Any] = answer.json()
                return decoded
            await asyncio.sleep(PAUSE_S)


class Desk:
    """An agent who takes whoever waits, says a word, and gives the conversation back."""

    def __init__(self, http: httpx.AsyncClient, *, email: str, password: str) -> None:
        self.http, self.email, self.password = http, email, password
        self.taken: set[str] = set()

    async def run(self) -> None:
        """Work until cancelled; a crash only means to sign in or look again."""
        while True:
            with contextlib.suppress(httpx.TransportError, CommandFailed):
                await self.sign_in()
                while await self.serve_one():
                    pass
            await asyncio.sleep(PAUSE_S)

    async def sign_in(self) -> None:
        """Sign in, if the page asks for it."""
        page = await self.http.get("/console")
        if page.url.path.endswith("/sign-in"):
            form = {"form_token": token_of(page.text), "email": self.email, "password": self.password}
            await self.http.post("/console/sign-in", data=form)

    async def serve_one(self) -> bool:
        """Take one waiting customer and give the conversation back; False if nobody waits."""
        page = (await self.http.get("/console")).text
        waiting = ACCEPT.search(page)
        if waiting is None:
            return await self.give_back_all(page)
        answer = await self.http.post(waiting.group(1), data={"form_token": token_of(page)})
        if answer.is_success:
            self.taken.add(waiting.group(2))
            await self.give_back(answer.text)
        return answer.is_success

    async def give_back_all(self, page: str) -> bool:
        """Give back what a crash left in hand."""
        for path in sorted(set(IN_HAND.findall(page))):
            await self.give_back((await self.http.get(path)).text)
        return False

    async def give_back(self, page: str) -> None:
        """Answer and hand the conversation on this page back to the bot."""
        action = HAND_BACK.search(page)
        if action:
            form = {"form_token": token_of(page), "epoch": EPOCH.findall(page)[0], "text": "That is done."}
            await self.http.post(action.group(1), data=form)
