"""The console's door as pages: signing in and out."""

from __future__ import annotations

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from empathy.errors import Refusal, SignInNeeded
from handoff_service.agents.models import SignIn
from handoff_service.agents.service import Credentials
from handoff_service.console import words
from handoff_service.console.guard import PAGE_HEADERS, field
from handoff_service.console.stage import Console
from handoff_service.ids import new_secret


def add_signing(routes: Blueprint, console: Console) -> None:
    """Sign-in page, signing in, signing out."""
    guard = console.guard

    @routes.get("/sign-in")
    async def door(request: Request) -> HTTPResponse:
        try:
            await guard.signed_in(request)
        except SignInNeeded:
            return door_page(console, request, said=words.SAID.get(request.args.get("done", ""), ""))
        return redirect("/console", status=303, headers=PAGE_HEADERS)

    @routes.post("/sign-in")
    async def sign_in(request: Request) -> HTTPResponse:
        email, password = field(request, "email").strip(), field(request, "password")
        try:
            guard.refuse_forged_sign_in(request)
            token, _ = await console.agents.sign_in(Credentials(email, password, request.ip))
        except Refusal as refusal:
            return door_page(console, request, refusal=refusal, email=email)
        response = redirect("/console", status=303, headers=PAGE_HEADERS)
        guard.let_in(response, token)
        return response

    @routes.post("/sign-out")
    @guard.for_agents
    async def sign_out(_request: Request, sign_in: SignIn) -> HTTPResponse:
        await console.agents.sign_out(sign_in)
        response = redirect("/console/sign-in?done=signed-out", status=303, headers=PAGE_HEADERS)
        guard.let_out(response)
        return response


def door_page(
    console: Console, request: Request, *, said: str = "", email: str = "", refusal: Refusal | None = None
) -> HTTPResponse:
    """The sign-in page, with the reason if it did not work."""
    guard = console.guard
    cookie = guard.door_cookie(request) or new_secret()
    values = {
        "form_token": guard.door_token(cookie),
        "email": email,
        "said": said,
        "fault": str(refusal or ""),
    }
    response = console.page("sign_in.html", values, status=refusal.status if refusal else 200)
    guard.set_door(response, cookie)
    return response
