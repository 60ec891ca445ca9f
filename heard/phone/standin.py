"""Takes, lists and reports messages as Twilio's HTTP API does, and fails when it is told to."""

from __future__ import annotations

import asyncio
import base64
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from empathy.optout import STOP
from empathy.texting import segments
from heard.phone.documented import LIST, Fault, fault_in

HANG_UP, LOSE = "hang up", "lose"
#: What Twilio itself answers (its default opt-out messages).
UNSUBSCRIBED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
SUBSCRIBED = (
    "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe."
)
OPTED_OUT = Fault(400, 21610, "Attempt to send to unsubscribed recipient")
REFUSED = Fault(401, 20003, "Authenticate")


@dataclass
class Message:
    """One text message, to or from the house. `reports` are the states that follow `queued`, with an error code."""

    sid: str
    to: str
    sender: str
    body: str
    at: datetime
    number: int
    inbound: bool = False
    status: str = "queued"
    error: str = ""
    callback: str = ""

    def shown(self) -> dict[str, Any]:
        """As Twilio shows it."""
        return {
            "sid": self.sid,
            "to": self.to,
            "from": self.sender,
            "body": self.body,
            "status": self.status,
            "direction": "inbound" if self.inbound else "outbound-api",
            "num_segments": str(segments(self.body)),
            "date_created": format_datetime(self.at),
            "error_code": int(self.error) if self.error else None,
        }


@dataclass(frozen=True)
class Sids:
    """Who may use the stand-in, and how it gets time and ids."""

    account: str
    token: str = field(repr=False)
    now: Callable[[], datetime]
    new_id: Callable[[], str]


class StandIn:
    """Twilio's side. `answers` decides over the next messages, one each, before all go well again:

    an HTTP status or an error code refuses it, "undelivered" or "failed" takes it and reports that, HANG_UP takes
    it and breaks the line before the answer, LOSE breaks the line and does not take it.
    """

    def __init__(self, sids: Sids, *, report: Callable[[Message], None]) -> None:
        self.sids, self.report = sids, report
        self.messages: list[Message] = []
        self.answers: deque[int | str] = deque()
        self.stopped: set[str] = set()
        self.wrong: list[str] = []
        self.tried: list[str] = []
        self.news = asyncio.Event()

    def blueprint(self) -> Blueprint:
        """The part of Twilio's API that the house uses."""
        api = Blueprint("twilio", url_prefix="/2010-04-01")
        path = "/Accounts/<account:str>/Messages.json"
        api.add_route(self.create, path, methods=["POST"])
        api.add_route(self.listing, path, methods=["GET"])
        return api

    async def create(self, request: Request, account: str) -> HTTPResponse | None:
        """Send a message, or refuse as Twilio does."""
        given = parse_qs(request.body.decode(), keep_blank_values=True)
        fields = {name: values[0] for name, values in given.items()}
        self.tried.append(fields.get("Body", ""))
        self.tell()
        fault = None if self.signed_in(request, account) else REFUSED
        fault = fault or fault_in(fields)
        if fault is not None:
            self.wrong.append(fault.message)
            return refusal(fault)
        if fields["To"] in self.stopped:
            return refusal(OPTED_OUT)
        return self.decided(request, fields, self.answers.popleft() if self.answers else "delivered")

    def decided(self, request: Request, fields: dict[str, str], answer: int | str) -> HTTPResponse | None:
        """Do with a message what was wished for."""
        if isinstance(answer, int):
            status, code = (answer, 20000 + answer) if answer < 600 else (400, answer)
            return refusal(Fault(status, code, f"{fields['To']} was refused, as wished."))
        if answer == LOSE:
            break_line(request)
            return None
        message = self.add(fields["To"], fields.get("From", ""), fields["Body"])
        message.callback = fields.get("StatusCallback", "")
        shown = message.shown()
        if answer in ("undelivered", "failed"):
            message.error = "30003"
        message.status = answer if answer in ("undelivered", "failed") else "delivered"
        self.report(message)
        self.tell()
        if answer == HANG_UP:
            break_line(request)
            return None
        return json_response(shown, status=201)

    async def listing(self, request: Request, account: str) -> HTTPResponse:
        """The messages to a number, newest first."""
        unknown = sorted(request.args.keys() - LIST)
        if unknown or not self.signed_in(request, account):
            self.wrong += unknown or ["sign-in"]
            return refusal(
                Fault(400, 20001, f"Unknown parameters: {', '.join(unknown)}") if unknown else REFUSED
            )
        to = request.args.get("To")
        found = [one.shown() for one in reversed(self.messages) if not one.inbound and to in (None, one.to)]
        size = int(request.args.get("PageSize", "50"))
        return json_response({"messages": found[:size], "next_page_uri": None, "page_size": size, "page": 0})

    def add(self, to: str, sender: str, body: str, *, inbound: bool = False) -> Message:
        """Keep a message under the next number."""
        sid = f"SM{self.sids.new_id()}"
        message = Message(sid, to, sender, body, self.sids.now(), len(self.messages) + 1, inbound=inbound)
        self.messages.append(message)
        return message

    def heard(self, number: str, body: str) -> str:
        """Act on a keyword as Twilio does by default; returns what Twilio itself answers, or nothing."""
        word = body.strip().lower()
        if word in STOP and number not in self.stopped:
            self.stopped.add(number)
            return UNSUBSCRIBED
        if word in ("start", "unstop", "yes") and number in self.stopped:
            self.stopped.discard(number)
            return SUBSCRIBED
        return ""

    def signed_in(self, request: Request, account: str) -> bool:
        """Whether the request signs in as Twilio wants it."""
        known = base64.b64encode(f"{self.sids.account}:{self.sids.token}".encode()).decode()
        return account == self.sids.account and request.headers.get("Authorization") == f"Basic {known}"

    def tell(self) -> None:
        """Wake whoever waits for something to happen."""
        self.news.set()


def refusal(fault: Fault) -> HTTPResponse:
    """A refusal as Twilio writes it."""
    more = f"https://www.twilio.com/docs/errors/{fault.code}"
    body = {"code": fault.code, "message": fault.message, "more_info": more, "status": fault.status}
    return json_response(body, fault.status)


def break_line(request: Request) -> None:
    """The line breaks before any answer."""
    transport: Any = request.transport
    transport.abort()
