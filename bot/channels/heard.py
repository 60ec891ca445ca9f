"""The private door of the bot: the service asks for a turn, signed, and reads the answer line by line."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from bot import settings
from bot.channels.lines import as_line
from bot.channels.live import InFlight, LiveTurn
from bot.channels.turns import TurnRunner
from empathy.errors import Malformed, Refusal, SignInNeeded, Unavailable
from empathy.wire import SIGNATURE_HEADER, TIMESTAMP_HEADER, BotFault, BotTurn, verify

NDJSON = "application/x-ndjson"
PROBLEM = "application/problem+json"
log = logging.getLogger(__name__)


class HeardInput(InputChannel):
    """`POST /webhooks/heard/turns` and `GET /webhooks/heard/health`; `empathy.wire` says what travels."""

    def __init__(self, key: str) -> None:
        """`key`: the relay key that the service signs with. With an empty key every turn is refused."""
        self._key = key
        self._in_flight = InFlight()

    @classmethod
    def name(cls) -> str:
        """The channel's name in URLs."""
        return "heard"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HeardInput:
        """Take the key from the settings: a committed file is no place for it."""
        return cls(settings.read().relay_key)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes. Rasa's own way of handling a message is not used: it hides faults behind an empty 200."""
        routes = Blueprint("heard_turns", __name__)

        @routes.get("/health")
        async def health(request: Request) -> BaseHTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or agent.processor is None:
                return problem(_not_ready())
            return response.json({"status": "ok", "model": agent.model_name})

        @routes.post("/turns")
        async def turns(request: Request) -> BaseHTTPResponse | None:
            try:
                turn = self._turn_of(request)
                runner: TurnRunner | None = getattr(request.app.ctx, "runner", None)
                if runner is None:
                    raise _not_ready()
            except Refusal as refusal:
                return problem(refusal)
            key = (turn.conversation, turn.message_id)
            live = self._in_flight.join(key, lambda live: runner.answer(turn, live))
            return await _stream(request, live)

        return routes

    def _turn_of(self, request: Request) -> BotTurn:
        stamp = request.headers.get(TIMESTAMP_HEADER, "")
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not verify(self._key, request.body, stamp, signature, now=time.time()):
            raise SignInNeeded(
                "The signature is missing or wrong.", remedy="Sign with the key HEARD_RELAY_KEY."
            )
        try:
            body = json.loads(request.body)
        except ValueError as error:
            raise Malformed("The body is not JSON.", remedy="Send a heard.turn/1 object.") from error
        if not isinstance(body, dict):
            raise Malformed("The body is not an object.", remedy="Send a heard.turn/1 object.")
        return BotTurn.from_dict(body)


async def _stream(request: Request, live: LiveTurn) -> BaseHTTPResponse | None:
    """Send the lines as they come. The status is not decided before the first line is there."""
    lines = live.follow()
    first = await _next(lines)
    if first is None:
        return problem(_refusal_of(live.fault))
    answer = await request.respond(content_type=NDJSON)
    await answer.send(first)
    async for line in lines:
        await answer.send(line)
    if live.fault is not None:
        await answer.send(as_line(BotFault(_refusal_of(live.fault).code)))
    await answer.eof()
    return None


async def _next(lines: AsyncIterator[str]) -> str | None:
    async for line in lines:
        return line
    return None


def _refusal_of(fault: Exception | None) -> Refusal:
    if isinstance(fault, Refusal):
        return fault
    log.error("a turn broke off", exc_info=fault)
    return Unavailable("The turn could not be worked out.", remedy="Ask again with the same message id.")


def _not_ready() -> Unavailable:
    return Unavailable("Rasa has no model loaded.", remedy="Run `make train`, then start the bot again.")


def problem(refusal: Refusal) -> BaseHTTPResponse:
    """The refusal as problem+json."""
    body = {
        "type": "about:blank",
        "title": type(refusal).__name__,
        "status": refusal.status,
        "detail": refusal.message,
        "code": refusal.code,
        "remedy": refusal.remedy,
    }
    return response.json(body, status=refusal.status, content_type=PROBLEM)
