"""Serves the stand-in and its page on loopback: the phone's texts, the wishes for what fails next, and Twilio's API."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.response import empty, raw
from sanic.response import json as json_response

from handoff_service.ids import new_id
from handoff_service.settings import Settings
from heard.phone.carrier import Carrier

PAGE = Path(__file__).parent / "page"
FILES = {"/": "index.html", "/phone.css": "phone.css", "/phone.js": "phone.js"}
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
LONGEST_WAIT_S = 20.0
#: What can be wished for the next message, and how the stand-in is told so.
WISHES: dict[str, int | str] = {
    "undelivered": "undelivered",
    "failed": "failed",
    "hang up": "hang up",
    "lose": "lose",
    "429": 429,
    "503": 503,
    "400": 21211,
}


def create_app(settings: Settings) -> Sanic[Any, Any]:
    """The stand-in as an application."""
    app: Sanic[Any, Any] = Sanic(f"heard-phone-{new_id()}", configure_logging=False)
    app.config.update(ACCESS_LOG=False, AUTO_EXTEND=False, MOTD=False, PROXIES_COUNT=0, RESPONSE_TIMEOUT=60)
    carrier = Carrier(settings)
    app.blueprint(carrier.standin.blueprint())
    app.blueprint(phone(carrier, host=f"127.0.0.1:{settings.phone_port}"))

    @app.after_server_stop
    async def close(_app: Sanic[Any, Any]) -> None:
        await carrier.close()

    return app


def phone(carrier: Carrier, *, host: str) -> Blueprint:
    """What the page uses. A page of another origin could only reach it by a form, so bodies must be JSON, for this host."""
    routes = Blueprint("phone")
    for address, name in FILES.items():
        routes.add_route(file_route(PAGE / name), address, methods=["GET"], name=name.replace(".", "_"))
    routes.add_route(health, "/health", methods=["GET"])

    @routes.get("/messages")
    async def messages(request: Request) -> HTTPResponse:
        number, seen = request.args.get("number", ""), request.args.get("seen", "")
        shown = shown_to(carrier, number)
        if str(hash(str(shown))) == seen:
            await news(carrier)
            shown = shown_to(carrier, number)
        return json_response({"messages": shown, "seen": str(hash(str(shown)))})

    @routes.post("/texts")
    async def texts(request: Request) -> HTTPResponse:
        given = given_by(request, host=host)
        number, body = str(given.get("number", "")), str(given.get("body", ""))
        if not NUMBER.fullmatch(number) or not body.strip():
            return json_response({"detail": "A number like +15550100101 and some words, please."}, status=422)
        return json_response({"taken": await carrier.text(number, body)})

    @routes.post("/wishes")
    async def wishes(request: Request) -> HTTPResponse:
        given = given_by(request, host=host)
        if given.get("next") not in WISHES:
            return json_response({"detail": f"Wish for one of: {', '.join(WISHES)}."}, status=422)
        carrier.standin.answers.append(WISHES[given["next"]])
        return empty()

    return routes


def given_by(request: Request, *, host: str) -> dict[str, Any]:
    """The JSON object of a request of our own page; nothing for what another page could have made a browser send."""
    ours = request.host == host and request.content_type.startswith("application/json")
    return request.json if ours and isinstance(request.json, dict) else {}


async def health(_request: Request) -> HTTPResponse:
    """Alive."""
    return json_response({"status": "ok"})


def shown_to(carrier: Carrier, number: str) -> list[dict[str, Any]]:
    """The messages of one phone, oldest first."""
    own = (one for one in carrier.standin.messages if number in (one.to, one.sender))
    return [one.shown() | {"number": one.number, "own": one.inbound} for one in own]


async def news(carrier: Carrier) -> None:
    """Wait until something happens, or for a while."""
    carrier.standin.news.clear()
    try:
        await asyncio.wait_for(carrier.standin.news.wait(), LONGEST_WAIT_S)
    except TimeoutError:
        return


def file_route(file: Path) -> Any:
    """A route that answers with one file of the page."""
    content = file.read_bytes()

    async def answer(_request: Request) -> HTTPResponse:
        headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
        kind = f"{TYPES[file.suffix]}; charset=utf-8"
        return raw(content, content_type=kind, headers=headers | {"Cache-Control": "no-store"})

    return answer
