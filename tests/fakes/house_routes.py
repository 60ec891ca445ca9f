"""The routes of the fake house: the customers' HTTP API of docs/http-api.md, with the faults of a bad day."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from sanic import Blueprint, HTTPResponse, Request
from sanic import json as answer

if TYPE_CHECKING:
    from tests.fakes.fake_house import FakeHouse, Talk

RESPONSES = Path(__file__).parents[2] / "data" / "responses"
LIMIT = 4000
TOO_LONG = f"That is longer than {LIMIT} characters. Please split it."
CONSENT = {True: "utter_widget_tone_notice", False: "utter_status_consent_declined"}
DECLINED = "The tone of your messages is not read. Danger still is."
api = Blueprint("api", url_prefix="/api")


def refused(status: int, detail: str = "") -> HTTPResponse:
    """A refusal as the service writes it."""
    body = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail, "code": "refused"}
    return answer(body, status=status, content_type="application/problem+json")


@cache
def words(language: str) -> dict[str, str]:
    """The designers' labels, as the service picks them."""
    found: dict[str, str] = {}
    for file in RESPONSES.glob("*.yml"):
        for name, variants in yaml.safe_load(file.read_text("utf-8"))["responses"].items():
            for variant in variants:
                conditions = variant.get("condition", [])
                spoken = next((c["value"] for c in conditions if c.get("name") == "language"), "en")
                if spoken == language or name not in found:
                    found[name] = variant["text"]
    return {name: text for name, text in found.items() if name.startswith(("utter_widget_", "utter_status_"))}


def house_of(request: Request) -> FakeHouse:
    """The house that is asked."""
    house: FakeHouse = request.app.ctx.house
    return house


@api.on_request
async def at_the_door(request: Request) -> HTTPResponse | None:
    """Keeps each address that was asked for, refuses all while the house is down, and checks the token."""
    house = house_of(request)
    house.urls.append(request.url)
    if house.down:
        return refused(503)
    talk = house.talks.get(request.match_info.get("talk", ""))
    if "talk" in request.match_info and (talk is None or request.token != talk.token):
        return refused(401, "This conversation is not open to you.")
    request.ctx.talk = talk
    return None


@api.get("/words")
async def get_words(request: Request) -> HTTPResponse:
    """Labels in one language."""
    return refused(503) if house_of(request).wordless else answer(words(request.args.get("language", "en")))


@api.post("/conversations")
async def begin(request: Request) -> HTTPResponse:
    """A new conversation, its token, and what the customer must be told."""
    talk = house_of(request).begin(request.json)
    notices = [{"response": CONSENT[talk.consent], "text": DECLINED}]
    return answer({"id": talk.id, "token": talk.token, "notices": notices, "last_number": 0}, status=201)


@api.get("/conversations/<talk:str>")
async def look(request: Request, talk: str) -> HTTPResponse:
    """Who holds the conversation now."""
    return answer(request.ctx.talk.view())


@api.post("/conversations/<talk:str>/messages")
async def write(request: Request, talk: str) -> HTTPResponse:
    """Takes a message once, whatever the line does to the answer."""
    house = house_of(request)
    await house.gate.wait()
    if house.busy_posts:
        house.busy_posts -= 1
        return refused(503)
    if len(request.json.get("text", "")) > LIMIT:
        return refused(422, TOO_LONG)
    event, is_new = taken(house, request.ctx.talk, request.json)
    if house.lost_answers:
        house.lost_answers -= 1
        request.transport.abort()
    accepted = {name: event[name] for name in ("id", "number", "client_id")}
    return answer({**accepted, "state": "accepted"}, status=201 if is_new else 200)


def taken(house: FakeHouse, talk: Talk, body: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The stored event for a client id, and whether it is new."""
    for event in talk.events:
        if event["client_id"] == body["client_id"]:
            return event, False
    text = body.get("text", "")
    if "button" in body:
        house.tokens_spent.append(body["button"])
        text = next(b["title"] for e in talk.events for b in e["buttons"] if b["token"] == body["button"])
    house.news.set()
    return talk.say(text, "customer", "", client_id=body["client_id"]), True


@api.post("/conversations/<talk:str>/person")
async def person(request: Request, talk: str) -> HTTPResponse:
    """The customer wants a person."""
    request.ctx.talk.asked_for_person += 1
    return answer({}, status=202)


@api.post("/conversations/<talk:str>/assistant")
async def stay(request: Request, talk: str) -> HTTPResponse:
    """The customer leaves the queue."""
    request.ctx.talk.held_by("bot")
    return answer({})


@api.post("/conversations/<talk:str>/consent")
async def consent(request: Request, talk: str) -> HTTPResponse:
    """Tone reading on or off."""
    request.ctx.talk.consent = request.json["tone"]
    return answer({"consent": {"tone": request.ctx.talk.consent}})


@api.get("/conversations/<talk:str>/events")
async def events(request: Request, talk: str) -> HTTPResponse | None:
    """Events after a number: at once, after a wait, or as a stream."""
    after, followed = int(request.args.get("after", 0)), request.ctx.talk
    if "event-stream" in request.headers.get("accept", "") and not house_of(request).plain_streams:
        await stream(request, followed, after)
        return None
    if wait := int(request.args.get("wait", 0)):
        await until_more(followed, after, wait)
    found = followed.events[after:]
    return answer({"events": found, "last_number": found[-1]["number"] if found else after})


async def until_more(talk: Talk, after: int, wait_s: int) -> None:
    """Returns when there is an event after that number, or when the wait is over."""
    listener: asyncio.Queue[Any] = asyncio.Queue()
    talk.listeners.append(listener)
    if len(talk.events) <= after:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listener.get(), wait_s)
    talk.listeners.remove(listener)


async def stream(request: Request, talk: Talk, after: int) -> None:
    """Missed events, then news as it comes, until the test cuts the line."""
    listener: asyncio.Queue[Any] = asyncio.Queue()
    for event in talk.events[after:]:
        listener.put_nowait(("message", event))
    talk.listeners.append(listener)
    response = await request.respond(content_type="text/event-stream; charset=utf-8")
    assert response is not None
    await response.send("event: ping\ndata: {}\n\n")
    try:
        while item := await listener.get():
            kind, data = item
            number = f"id: {data['number']}\n" if kind == "message" else ""
            await response.send(f"{number}event: {kind}\ndata: {json.dumps(data)}\n\n")
    finally:
        talk.listeners.remove(listener)
    await response.eof()
