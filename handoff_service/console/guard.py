"""Lets agents in and keeps forged requests out: cookies, origin, form token, headers of every page."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request

from empathy.errors import NotAllowed, SignInNeeded
from handoff_service.agents.models import SignIn
from handoff_service.agents.service import LONGEST_SIGN_IN, AgentService
from handoff_service.page_headers import CSP as CSP
from handoff_service.page_headers import PAGE_HEADERS as PAGE_HEADERS

FORGED = "This did not come from a page of the console."
RELOAD = "Reload the page and do it again."


def field(request: Request, name: str) -> str:
    """A field of a form, with the line ends that browsers send made plain; empty if it is missing."""
    form = request.form
    return str(form.get(name) or "").replace("\r\n", "\n") if form else ""


Handler = Callable[..., Awaitable[HTTPResponse | None]]


class Guard:
    """The console's door. Behind https the cookies are bound to this very host (`__Host-`)."""

    def __init__(self, agents: AgentService, *, public_url: str) -> None:
        self.agents, self.secure = agents, public_url.startswith("https://")
        self.public_host = urlsplit(public_url).netloc
        prefix = "__Host-" if self.secure else ""
        self.session, self.door = f"{prefix}heard-agent", f"{prefix}heard-door"

    def for_agents(self, handler: Handler) -> Handler:
        """For signed-in agents: the handler gets the sign-in; a POST needs our origin and form token."""

        async def guarded(request: Request, **places: str) -> HTTPResponse | None:
            sign_in = await self.signed_in(request)
            if request.method == "POST":
                self.refuse_forgery(request, expected=sign_in.csrf)
            return await handler(request, sign_in, **places)

        guarded.__name__ = handler.__name__
        return guarded

    async def signed_in(self, request: Request) -> SignIn:
        """Who asks; raises SignInNeeded."""
        token = self.token(request)
        if not token:
            raise SignInNeeded("You are not signed in.", remedy="Sign in, then do it again.")
        return await self.agents.signed_in(token)

    def token(self, request: Request) -> str:
        """The session's token; empty if the browser has none."""
        return str(request.cookies.get(self.session) or "")

    def refuse_forgery(self, request: Request, *, expected: str) -> None:
        """Raises NotAllowed for a form that another site sent, or that we never made."""
        if not self.same_origin(request):
            raise NotAllowed(FORGED, remedy=RELOAD)
        given = field(request, "form_token")
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise NotAllowed("This form belongs to an earlier sign-in.", remedy=RELOAD)

    def same_origin(self, request: Request) -> bool:
        """Whether the browser says that one of our pages sent this."""
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return bool(site == "same-origin")
        host = urlsplit(request.headers.get("Origin", "")).netloc
        return bool(host) and host in (request.host, self.public_host)

    def door_cookie(self, request: Request) -> str:
        """The cookie of the sign-in page; empty if the browser has none."""
        return str(request.cookies.get(self.door) or "")

    def door_token(self, cookie: str) -> str:
        """What the sign-in form must bring back: made from the cookie that its page set."""
        return hashlib.sha256(f"door:{cookie}".encode()).hexdigest()

    def refuse_forged_sign_in(self, request: Request) -> None:
        """Raises NotAllowed for a sign-in that did not begin on our page in this browser."""
        cookie = self.door_cookie(request)
        if not cookie:
            raise NotAllowed(
                "Your browser keeps no cookies for this page.", remedy="Allow them and try again."
            )
        self.refuse_forgery(request, expected=self.door_token(cookie))

    def set_door(self, response: HTTPResponse, cookie: str) -> None:
        """Give the sign-in page a cookie of its own, so that nobody else can sign a browser in."""
        self._set(response, self.door, cookie, max_age=3600)

    def let_in(self, response: HTTPResponse, token: str) -> None:
        """Set the session's cookie."""
        self._set(response, self.session, token, max_age=int(LONGEST_SIGN_IN.total_seconds()))

    def let_out(self, response: HTTPResponse) -> None:
        """Take the session's cookie away."""
        self._set(response, self.session, "", max_age=0)

    def _set(self, response: HTTPResponse, name: str, value: str, *, max_age: int) -> None:
        options: dict[str, Any] = {"httponly": True, "samesite": "Strict", "path": "/", "max_age": max_age}
        response.cookies.add_cookie(name, value, secure=self.secure, **options)
