"""A browser's manners without a browser: cookies, same-origin headers, and the hidden fields of the page's forms."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.fakes.running import Service

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Visit:
    """One browser at the console; `page` is the HTML it shows."""

    service: Service
    http: httpx.AsyncClient
    page: str = ""

    @staticmethod
    @asynccontextmanager
    async def to(service: Service) -> AsyncIterator[Visit]:
        """A fresh browser at a running service."""
        base = str(service.http.base_url)
        async with httpx.AsyncClient(base_url=base, timeout=60, trust_env=False) as http:
            yield Visit(service, http)

    async def get(self, path: str) -> httpx.Response:
        """Open a page; redirects are followed."""
        answer = await self.http.get(path, follow_redirects=True)
        self.page = answer.text
        return answer

    async def post(
        self, path: str, *, headers: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        """Send a form as a browser would, with the page's hidden fields; redirects are followed."""
        body = {"form_token": self.hidden("form_token"), **fields}
        sent = SAME_ORIGIN if headers is None else headers
        answer = await self.http.post(path, data=body, headers=sent, follow_redirects=True)
        self.page = answer.text
        return answer

    async def sign_in(self, email: str, password: str = "correct horse") -> httpx.Response:
        """Through the door."""
        await self.get("/console/sign-in")
        return await self.post("/console/sign-in", email=email, password=password)

    def hidden(self, name: str) -> str:
        """A hidden field of the page; empty if there is none."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return html.unescape(found.group(1)) if found else ""

    def text(self) -> str:
        """What the page says, tags aside."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.page)))
