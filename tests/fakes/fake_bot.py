"""A bot that speaks the private wire over real HTTP, and does what a test tells it: answer, wait, break, be away."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response

from empathy.wire import BotDone, BotReply, BotTurn, verify

Line = Mapping[str, Any]


@dataclass
class Script:
    """How to answer one text: lines before `gate`, lines after it (once it is set), or an HTTP `status` instead."""

    lines: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    gate: asyncio.Event | None = None
    status: int = 200
    breaks: bool = False  # no done line at the end
    times: int | None = None  # how often this script is played before the bot answers as usual


class FakeBot:
    """Serves until stopped; `asked` holds every turn that came, `scripts` answers by text."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.asked: list[BotTurn] = []
        self.unsigned = 0
        self.scripts: dict[str, Script] = {}
        self.running: defaultdict[str, int] = defaultdict(int)
        self.most_at_once = 0
        self.news = asyncio.Event()
        self.port = 0
        self.server: Any = None

    async def start(self) -> None:
        """Listen on loopback; on the same port as before, if there was one."""
        app = Sanic(f"fakebot-{uuid.uuid4().hex}", configure_logging=False)
        app.config.update(MOTD=False, ACCESS_LOG=False, AUTO_EXTEND=False, TOUCHUP=False)
        app.add_route(self.turns, "/webhooks/heard/turns", methods=["POST"])
        app.add_route(self.health, "/webhooks/heard/health", methods=["GET"])
        listening = socket.socket(proto=socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self.server = await app.create_server(sock=listening, return_asyncio_server=True)
        await self.server.startup()
        await self.server.start_serving()

    async def stop(self) -> None:
        """Be away: connections are refused."""
        if self.server is not None:
            self.server.close()
            for connection in list(self.server.connections):
                connection.close()
                connection.abort()
            await self.server.wait_closed()
            self.server = None

    async def health(self, _request: Request) -> HTTPResponse:
        """Always well while it runs."""
        return json_response({"status": "ok", "model": "fake"})

    async def turns(self, request: Request) -> HTTPResponse | None:
        """Answer one turn as its script says."""
        stamp, mark = (
            request.headers.get("X-Heard-Timestamp", ""),
            request.headers.get("X-Heard-Signature", ""),
        )
        if not verify(self.key, request.body, stamp, mark, now=time.time()):
            self.unsigned += 1
            return json_response({"code": "signature"}, status=401)
        turn = BotTurn.from_dict(json.loads(request.body))
        self.asked.append(turn)
        self.news.set()
        self.running[turn.conversation] += 1
        self.most_at_once = max(self.most_at_once, self.running[turn.conversation])
        try:
            return await self.answer(request, self.script_of(turn))
        finally:
            self.running[turn.conversation] -= 1

    def script_of(self, turn: BotTurn) -> Script:
        """The script for this turn: by text, else by kind, else the usual answer."""
        candidates = (self.scripts.get(turn.text), self.scripts.get(turn.kind))
        script = next((one for one in candidates if one is not None and one.times != 0), None)
        if script is None:
            return Script([reply(f"Answer to: {turn.text or turn.kind}"), done()])
        if script.times is not None:
            script.times -= 1
        return script

    async def answer(self, request: Request, script: Script) -> HTTPResponse | None:
        """Send the lines one by one."""
        if script.status != 200:
            return json_response({"code": "fault"}, status=script.status)
        response = await request.respond(content_type="application/x-ndjson")
        assert response is not None
        for line in script.lines:
            await response.send(json.dumps(line) + "\n")
        if script.gate is not None:
            await script.gate.wait()
        for line in script.after:
            await response.send(json.dumps(line) + "\n")
        await response.eof()
        return None

    async def until_asked(self, text: str, *, times: int = 1) -> None:
        """Wait until a text was asked so many times."""
        while self.texts().count(text) < times:
            await self.news.wait()
            self.news.clear()

    def texts(self) -> list[str]:
        """The texts that were asked, in order."""
        return [turn.text for turn in self.asked]


def reply(text: str, *, index: int = 0, purpose: str = "answer", buttons: Any = ()) -> dict[str, Any]:
    """A reply line."""
    return {**BotReply(index, purpose, text, response="utter_answer").to_dict(), "buttons": list(buttons)}


def handoff(
    text: str, *, index: int = 1, level: str = "priority", reason: str = "asked_for_person"
) -> dict[str, Any]:
    """A handoff line."""
    request = {"reason": reason, "level": level, "tried": ["restart"], "open_request": None, "signals": {}}
    return {
        "type": "handoff",
        "index": index,
        "text": text,
        "response": "utter_handoff_requested",
        "request": request,
    }


def done(**changes: Any) -> dict[str, Any]:
    """The last line."""
    return BotDone(**changes).to_dict()
