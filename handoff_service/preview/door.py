"""Lets in only who sits at this machine: the preview shows designers' files and talks to the bot without a sign-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request

from empathy.errors import NotAllowed, NotFound
from handoff_service.settings import LOOPBACK

Handler = Callable[..., Awaitable[HTTPResponse]]


def here_only(handler: Handler) -> Handler:
    """For requests from this machine, to this machine, and, where they change something, from a page of ours."""

    async def guarded(request: Request, **places: Any) -> HTTPResponse:
        refuse_strangers(request)
        if request.method == "POST":
            refuse_forgery(request)
        return await handler(request, **places)

    guarded.__name__ = handler.__name__
    return guarded


def refuse_strangers(request: Request) -> None:
    """Raises NotFound unless both ends are this machine: a foreign name that leads here is refused, too."""
    named = urlsplit(f"//{request.host}").hostname
    if request.ip not in LOOPBACK or named not in LOOPBACK:
        raise NotFound("The preview is for this machine alone.", remedy="Open it at http://127.0.0.1.")


def refuse_forgery(request: Request) -> None:
    """Raises NotAllowed for a form that another site sent."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    if site != "same-origin" if site is not None else origin != request.host:
        raise NotAllowed("This did not come from a page of the preview.", remedy="Reload the page.")
