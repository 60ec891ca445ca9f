"""Reports turns to our own command line: what was read, what was answered, who owns the conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from empathy.errors import NotFound
from handoff_service.auth import InternalCalls
from handoff_service.channels.web import whole
from handoff_service.clock import ticks
from handoff_service.conversations import store, turns_store
from handoff_service.conversations.models import Conversation, Message, Turn
from handoff_service.conversations.ports import HandoffDesk
from handoff_service.db import Database, Tx
from handoff_service.openapi import Description, described
from handoff_service.signals import Signals, conversation_topic

LONGEST_WAIT_S = 60.0


@dataclass(frozen=True)
class Reply:
    """One answer to the customer."""

    author: str
    purpose: str
    text: str


@dataclass(frozen=True)
class HandoffState:
    """The highest level that the conversation has reached, and the open handoff."""

    level: str
    id: str | None


@dataclass(frozen=True)
class Said:
    """Which of the designers' words a reply is: the response's name and the variant's id."""

    response: str | None
    variant: str | None


@dataclass(frozen=True)
class Why:
    """What led to the replies: the intent that the bot understood (None where it was not asked), the tier, the words chosen."""

    intent: str | None
    tier: int
    said: list[Said]


@dataclass(frozen=True)
class TurnReport:
    """What became of one message of a customer; `state` is waiting until the bot has answered in full."""

    turn: int
    text: str
    reading: dict[str, Any] | None
    replies: list[Reply]
    acknowledged: bool
    acknowledged_first: bool
    owner: str
    handoff: HandoffState
    why: Why
    state: str = field(default="done")


@dataclass(frozen=True)
class Texted:
    """The conversation that a text message belongs to, and its number there."""

    conversation: str
    number: int


@dataclass(frozen=True)
class Reporter:
    """Composes turn reports, waiting for the end of a turn if asked to."""

    database: Database
    desk: HandoffDesk
    signals: Signals

    async def report(self, conversation_id: str, number: int, *, wait_s: float) -> dict[str, Any]:
        """The report of the customer's message `number`; raises NotFound if there is none."""
        until = ticks() + wait_s
        with self.signals.listen(conversation_topic(conversation_id)) as listener:
            report = await self.now(conversation_id, number)
            while report["state"] == "waiting" and (left := until - ticks()) > 0:
                await listener.wait(left)
                report = await self.now(conversation_id, number)
        return report

    async def now(self, conversation_id: str, number: int) -> dict[str, Any]:
        """The report as it is now."""
        async with self.database.view() as tx:
            message = await store.message_by_number(tx, conversation_id, number)
            if message is None or message.author != "customer":
                raise NotFound(
                    "There is no such message of a customer.", remedy="Use the number that was given back."
                )
            turn = await turns_store.get(tx, message.id)
            replies = answers_of(message, await store.messages_after(tx, conversation_id, number))
            return await self.composed(tx, message, replies, turn)

    async def texted(self, address: str, message_id: str) -> dict[str, Any]:
        """Where a text message went, by its sender's keyed hash and Twilio's id; raises NotFound."""
        async with self.database.view() as tx:
            customer_id = await store.customer_at(tx, channel="sms", address=address)
            conversation = await store.latest(tx, customer_id) if customer_id else None
            known = (
                await store.message_by_client_id(tx, conversation.id, message_id) if conversation else None
            )
        if known is None:
            raise NotFound("No such text message was kept.", remedy="Text words, then look again.")
        return {"conversation": known.conversation_id, "number": known.number}

    async def composed(
        self, tx: Tx, message: Message, replies: list[Message], turn: Turn | None
    ) -> dict[str, Any]:
        """The report as a `TurnReport`."""
        conversation = await store.get(tx, message.conversation_id)
        ticket = await self.desk.current(tx, conversation.id)
        purposes = [reply.purpose for reply in replies]
        return {
            "turn": message.number,
            "text": message.text,
            "reading": message.reading.to_dict() if message.reading else None,
            "replies": [{"author": one.author, "purpose": one.purpose, "text": one.text} for one in replies],
            "acknowledged": "acknowledgement" in purposes,
            "acknowledged_first": purposes[:1] == ["acknowledgement"],
            "owner": conversation.owner,
            "handoff": {"level": conversation.level, "id": ticket.id if ticket else None},
            "why": why_of(turn, conversation, replies),
            "state": "waiting" if turn is not None and turn.state in turns_store.OPEN else "done",
        }


def why_of(turn: Turn | None, conversation: Conversation, replies: list[Message]) -> dict[str, Any]:
    """What led to the replies, for designers who ask why these words were spoken."""
    understood = (turn.result or {}).get("intent") if turn is not None else None
    return {
        "intent": understood.get("name") if isinstance(understood, dict) else None,
        "tier": conversation.tier,
        "said": [{"response": one.response, "variant": one.variant} for one in replies],
    }


def answers_of(message: Message, later: list[Message]) -> list[Message]:
    """What was said to the customer because of this message: up to the next one, or keyed to it."""
    following = [one.number for one in later if one.author == "customer"]
    end = following[0] if following else message.number + len(later) + 1
    told = (one for one in later if one.author != "customer")
    return [
        one for one in told if one.in_reply_to == message.id or (one.in_reply_to is None and one.number < end)
    ]


def blueprint(reporter: Reporter, calls: InternalCalls) -> Blueprint:
    """The routes below /internal."""
    internal = Blueprint("internal", url_prefix="/internal")

    @internal.get("/conversations/<conversation_id:str>/turns/<number:int>")
    @described(
        Description(
            "What became of a message (&wait=20 to wait for the end)", gives={200: TurnReport}, who="internal"
        )
    )
    async def turn(request: Request, conversation_id: str, number: int) -> HTTPResponse:
        path = request.path + (f"?{request.query_string}" if request.query_string else "")
        calls.check(f"GET {path}".encode(), request.headers)
        wait = min(float(whole(request, "wait", "0")), LONGEST_WAIT_S)
        return json_response(await reporter.report(conversation_id, number, wait_s=wait))

    @internal.get("/sms/<address:str>/<message_id:str>")
    @described(Description("Where a text message went", gives={200: Texted}, who="internal"))
    async def texted(request: Request, address: str, message_id: str) -> HTTPResponse:
        calls.check(f"GET {request.path}".encode(), request.headers)
        return json_response(await reporter.texted(address, message_id))

    return internal
