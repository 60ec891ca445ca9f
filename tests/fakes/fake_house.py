"""A small real server that speaks the customers' HTTP API from memory, and fails in every way a test asks for."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic import json as answer
from sanic.server import AsyncioServer

from handoff_service.web.pages import blueprint

ROOT = Path(__file__).parents[2]
COUNTER = itertools.count(1)
LIMIT = 4000


@dataclass
class Talk:
    """One conversation: its numbered events and who listens."""

    id: str
    consent: bool
    token: str
    events: list[dict[str, Any]] = field(default_factory=list)
    listeners: list[asyncio.Queue[tuple[str, Any] | None]] = field(default_factory=list)
    owner: str = "bot"
    agent: str | None = None
    queue: dict[str, Any] | None = None
    asked_for_person: int = 0

    def tell(self, kind: str, data: Any) -> None:
        """Sends one server-sent event to every open stream."""
        for listener in self.listeners:
            listener.put_nowait((kind, data))

    def say(self, text: str, author: str = "bot", purpose: str = "answer", **more: Any) -> dict[str, Any]:
        """Adds a numbered event and sends it to every open stream. `more`: name, buttons, client_id, at."""
        number = len(self.events) + 1
        at = more.pop("at", None) or datetime.now(UTC).isoformat()
        event = {"number": number, "id": f"m{number}", "author": author, "purpose": purpose, "text": text, "at": at, "buttons": [], **more}
        self.events.append(event)
        self.tell("message", event)
        return event

    def wait_in_line(self, ahead: int, wait_minutes: tuple[int, int] | None) -> None:
        """Puts the customer into the queue, or moves the place."""
        self.queue = {"ahead": ahead, "wait_minutes": wait_minutes}
        if self.owner != "queue":
            self.owner = "queue"
            self.tell("owner", {"owner": "queue"})
        self.tell("queue", self.queue)

    def join(self, name: str) -> None:
        """An agent takes the conversation."""
        self.owner, self.agent, self.queue = "agent", name, None
        self.tell("owner", {"owner": "agent"})

    def cut(self) -> None:
        """Closes every open stream."""
        for listener in self.listeners:
            listener.put_nowait(None)


@dataclass
class FakeHouse:
    """The server, its conversations, and the faults that are switched on."""

    talks: dict[str, Talk] = field(default_factory=dict)
    urls: list[str] = field(default_factory=list)
    tokens_spent: list[str] = field(default_factory=list)
    busy_posts: int = 0  # answer 503 to so many messages
    lost_answers: int = 0  # take so many messages and cut the line before the answer
    down: bool = False  # answer 503 to everything but pages
    wordless: bool = False  # /api/words fails
    plain_streams: bool = False  # a proxy turns streams into plain answers
    opened: int = 0  # streams opened so far
    gate: asyncio.Event = field(default_factory=asyncio.Event)  # closed: posts wait
    address: str = ""

    def __post_init__(self) -> None:
        """Posts pass until a test closes the gate."""
        self.gate.set()

    @property
    def talk(self) -> Talk:
        """The latest conversation."""
        return list(self.talks.values())[-1]

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeHouse]:
        """Serves on a free port until the block ends."""
        app = Sanic(f"fake-house-{next(COUNTER)}", configure_logging=False)
        app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 0.1
        app.ctx.house = self
        app.blueprint(blueprint())
        app.blueprint(api.copy(f"api-{next(COUNTER)}"))
        door = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        assert isinstance(server, AsyncioServer)
        await server.startup()
        await server.start_serving()
        self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
        try:
            yield self
        finally:
            for talk in self.talks.values():
                talk.cut()
            server.close()
            await server.wait_closed()


def words(language: str) -> dict[str, str]:
    """The designers' labels, as the service picks them."""
    found = {}
    for file in (ROOT / "data" / "responses").glob("*.yml"):
        for name, variants in yaml.safe_load(file.read_text("utf-8"))["responses"].items():
            for variant in variants:
                spoken = [c["value"] for c in variant.get("condition", []) if c.get("name") == "language"] or ["en"]
                if spoken == [language] or name not in found:
                    found[name] = variant["text"]
    return {name: text for name, text in found.items() if name.startswith("utter_widget_")}


def problem(status: int, detail: str, **headers: str) -> HTTPResponse:
    """A refusal as the service writes it."""
    body = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail, "code": "refused", "remedy": ""}
    return answer(body, status=status, content_type="application/problem+json", headers=headers)


api = Blueprint("api", url_prefix="/api")


@api.on_request
async def note(request: Request) -> HTTPResponse | None:
    """Keeps each address that was asked for; a house that is down answers nothing else."""
    house: FakeHouse = request.app.ctx.house
    house.urls.append(request.url)
    return problem(503, "") if house.down else None


@api.get("/words")
async def get_words(request: Request) -> HTTPResponse:
    """Labels in one language."""
    if request.app.ctx.house.wordless:
        return problem(503, "")
    return answer(words(request.args.get("language", "en")))


@api.post("/conversations")
async def open_talk(request: Request) -> HTTPResponse:
    """A new conversation, its token, and what the house says about consent."""
    house: FakeHouse = request.app.ctx.house
    number = len(house.talks) + 1
    talk = Talk(f"c{number}", request.json["consent"]["tone"], f"secret-token-{number}")
    house.talks[talk.id] = talk
    given = "The tone of your messages is read." if talk.consent else "The tone of your messages is not read; danger still is."
    notices = [{"response": "utter_status_consent", "text": given}]
    return answer({"id": talk.id, "token": talk.token, "notices": notices, "language": "en", "last_number": 0}, status=201)


def talk_of(request: Request, id: str) -> Talk | None:
    """The conversation, if the token fits."""
    talk: Talk | None = request.app.ctx.house.talks.get(id)
    return talk if talk and request.token == talk.token else None


@api.get("/conversations/<id>")
async def state(request: Request, id: str) -> HTTPResponse:
    """Who holds the conversation now."""
    if not (talk := talk_of(request, id)):
        return problem(401, "This conversation is not open to you.")
    agent = {"name": talk.agent} if talk.agent else None
    body = {"id": id, "owner": talk.owner, "state": talk.owner, "agent": agent, "consent": {"tone": talk.consent}}
    return answer({**body, "last_number": len(talk.events), "queue": talk.queue})


@api.post("/conversations/<id>/messages")
async def post(request: Request, id: str) -> HTTPResponse:
    """Takes a message once, whatever the line does to the answer."""
    house: FakeHouse = request.app.ctx.house
    if not (talk := talk_of(request, id)):
        return problem(401, "This conversation is not open to you.")
    await house.gate.wait()
    if house.busy_posts:
        house.busy_posts -= 1
        return problem(503, "", **{"Retry-After": "1"})
    if len(request.json.get("text", "")) > LIMIT:
        return problem(413, f"That is longer than {LIMIT} characters. Please split it.")
    event, is_new = taken(house, talk, request.json)
    if house.lost_answers:
        house.lost_answers -= 1
        request.transport.abort()
    body = {"id": event["id"], "number": event["number"], "client_id": event["client_id"], "state": "accepted"}
    return answer(body, status=201 if is_new else 200)


def taken(house: FakeHouse, talk: Talk, body: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """The stored event for a client id, and whether it is new."""
    for event in talk.events:
        if event.get("client_id") == body["client_id"]:
            return event, False
    text = body.get("text", "")
    if "button" in body:
        house.tokens_spent.append(body["button"])
        text = next(b["title"] for e in talk.events for b in e["buttons"] if b["token"] == body["button"])
    return talk.say(text, "customer", "", client_id=body["client_id"]), True


@api.post("/conversations/<id>/person")
async def person(request: Request, id: str) -> HTTPResponse:
    """The customer wants a person."""
    if not (talk := talk_of(request, id)):
        return problem(401, "")
    talk.asked_for_person += 1
    talk.say("A person is asked to join.", "bot", "handoff")
    return answer({}, status=202)


@api.post("/conversations/<id>/consent")
async def consent(request: Request, id: str) -> HTTPResponse:
    """Tone reading on or off."""
    if not (talk := talk_of(request, id)):
        return problem(401, "")
    talk.consent = request.json["tone"]
    return answer({"tone": talk.consent})


@api.get("/conversations/<id>/events")
async def events(request: Request, id: str) -> HTTPResponse | None:
    """Events after a number: at once, after a wait, or as a stream."""
    house: FakeHouse = request.app.ctx.house
    if not (talk := talk_of(request, id)):
        return problem(401, "This conversation is not open to you.")
    after = int(request.args.get("after", 0))
    if "event-stream" in request.headers.get("accept", "") and not house.plain_streams:
        await stream(request, talk, after)
        return None
    if wait := int(request.args.get("wait", 0)):
        await until_more(talk, after, timedelta(seconds=wait))
    return answer({"events": talk.events[after:], "last_number": len(talk.events)})


async def until_more(talk: Talk, after: int, wait: timedelta) -> None:
    """Returns when there is an event after that number, or when the wait is over."""
    listener: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue()
    talk.listeners.append(listener)
    if len(talk.events) <= after:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listener.get(), wait.total_seconds())
    talk.listeners.remove(listener)


async def stream(request: Request, talk: Talk, after: int) -> None:
    """Missed events, then new ones as they come, until the test cuts the line."""
    listener: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue()
    talk.listeners.append(listener)
    for event in talk.events[after:]:
        listener.put_nowait(("message", event))
    response = await request.respond(content_type="text/event-stream", headers={"Cache-Control": "no-store"})
    assert response is not None
    request.app.ctx.house.opened += 1
    await response.send(": welcome\n\n")
    try:
        while item := await listener.get():
            kind, data = item
            number = f"id: {data['number']}\n" if kind == "message" else ""
            await response.send(f"{number}event: {kind}\ndata: {json.dumps(data)}\n\n")
    finally:
        talk.listeners.remove(listener)
        await response.eof()
