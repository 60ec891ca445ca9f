"""A designer in front of the preview over plain HTTP, as a browser without script would be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from empathy.why import Candidate, Choice
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import Service

ACKNOWLEDGES = "utter_acknowledge_frustration"


class Designer:
    """Types, switches and reads pages; `page` is the newest."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http, self.address, self.page = http, "", ""

    @classmethod
    @asynccontextmanager
    async def at(cls, service: Service) -> AsyncIterator[Designer]:
        """A new conversation."""
        async with httpx.AsyncClient(
            base_url=service.http.base_url, follow_redirects=True, trust_env=False
        ) as http:
            designer = cls(http)
            await designer.look("/preview/")
            yield designer

    async def look(self, address: str = "") -> httpx.Response:
        """Open a page; without an address that of the conversation."""
        answer = await self.http.get(address or self.address)
        if "/talks/" in answer.url.path and not self.address:
            self.address = answer.url.path
        self.page = answer.text
        return answer

    async def post(self, what: str, **fields: str) -> httpx.Response:
        """Send a form of the conversation's page."""
        answer = await self.http.post(
            f"{self.address}/{what}", data=fields, headers={"Sec-Fetch-Site": "same-origin"}
        )
        self.page = answer.text
        return answer

    async def say(self, text: str) -> httpx.Response:
        """Write as a customer."""
        return await self.post("say", text=text)


def chosen(response: str, winner: str, *others: Candidate) -> dict[str, Any]:
    """A choice as the bot sends it."""
    return Choice(response, "web", "en", (Candidate(winner, "chosen"), *others)).to_dict()


def acknowledges(bot: FakeBot, text: str, variant: str, *others: Candidate, **end: Any) -> None:
    """Let the bot answer `text` with an acknowledgement, saying why it took that variant, and an answer."""
    words = reply("Three times is too many.", purpose="acknowledgement")
    words |= {"response": ACKNOWLEDGES, "variant": variant, "why": chosen(ACKNOWLEDGES, variant, *others)}
    answer = reply(
        "Here is your bill.", index=1, buttons=[{"title": "A person", "payload": "/ask_for_person"}]
    )
    bot.scripts[text] = Script([words, answer, done(**end)])
