"""The way to the action server: one kept connection, our key on every call, and an end to waiting."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig

KEY_HEADER = "X-Heard-Key"


class Kept:
    """Lends a session as a context manager without closing it at the end."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class ActionDoor(EndpointConfig):
    """Rasa's action endpoint with a kept-alive session, the shared key and a time limit.

    Stock Rasa opens a connection per call (3 ms) and waits five minutes for a hanging action; a customer does not.
    """

    def __init__(self, url: str, *, key: str, within: float) -> None:
        """`within`: seconds an action may take before the turn goes on without it."""
        super().__init__(url, headers={KEY_HEADER: key} if key else {})
        self._limit = aiohttp.ClientTimeout(total=within, connect=min(within, 2.0))
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def session(self) -> Kept:
        """Return the one session of the running event loop, opened on first use."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._session = aiohttp.ClientSession(headers=self.headers, timeout=self._limit)
            self._loop = loop
        return Kept(self._session)

    async def request(self, method: str = "post", subpath: str | None = None, **call: Any) -> Any:
        """Call the action server as Rasa would, with our time limit instead of its five minutes.

        The responses stay here: actions speak by name, and all the words in every language would be most of the call.
        """
        call["timeout"] = self._limit
        body = call.get("json")
        if isinstance(body, dict) and isinstance(body.get("domain"), dict):
            call["json"] = {**body, "domain": {**body["domain"], "responses": {}}}
        return await super().request(method, subpath, **call)

    async def close(self) -> None:
        """Close the kept session, if one was opened."""
        if self._session is not None and not self._session.closed:
            await self._session.close()
