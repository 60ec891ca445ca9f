"""A stand-in for Twilio's HTTP API: checks each request as the documents say, and answers as a test wishes."""

from __future__ import annotations

import asyncio
import base64
import socket
import uuid
from collections import deque
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response

ACCOUNT, TOKEN, SENDER = "AC" + "1" * 32, "twilio token for tests", "+15550100000"
FIELDS = {"To", "From", "MessagingServiceSid", "Body", "StatusCallback"}


class FakeTwilio:
    """Serves until stopped; `sent` holds accepted messages, `wrong` what Twilio would not take, `answers` what comes next.

    An answer is an HTTP status, an error code of Twilio's (above 600), "hang up" (the message is taken, but the line
    breaks before it is said) or "lose" (the line breaks and the message is not taken).
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.wrong: list[str] = []
        self.tried: list[str] = []
        self.dates: list[str] = []
        self.answers: deque[int | str] = deque()
        self.news = asyncio.Event()
        self.port = 0
        self.server: Any = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen on loopback; on the same port as before, if there was one."""
        app = Sanic(f"faketwilio-{uuid.uuid4().hex}", configure_logging=False)
        app.config.update(MOTD=False, ACCESS_LOG=False, AUTO_EXTEND=False, TOUCHUP=False)
        app.add_route(self.messages, "/2010-04-01/Accounts/<account:str>/Messages.json", methods=["POST"])
        app.add_route(self.listing, "/2010-04-01/Accounts/<account:str>/Messages.json", methods=["GET"])
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self.server = await app.create_server(sock=listening, return_asyncio_server=True)
        await self.server.startup()
        await self.server.before_start()
        await self.server.start_serving()

    async def stop(self) -> None:
        await self.server.before_stop()
        self.server.close()
        await self.server.wait_closed()
        await self.server.after_stop()

    async def messages(self, request: Request, account: str) -> HTTPResponse | None:
        fields = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        self.tried.append(fields.get("Body", ""))
        self.wrong += faults(request, account, fields)
        answer = self.answers.popleft() if self.answers else 201
        self.news.set()
        if answer == "lose":
            request.transport.abort()
            return None
        if answer not in (201, "hang up"):
            status, code = (400, answer) if int(answer) > 600 else (answer, 20000 + int(answer))
            return json_response({"code": code, "message": f"{fields['To']} refused"}, int(status))
        self.sent.append(fields)
        self.dates.append(format_datetime(datetime.now(UTC)))
        if answer == "hang up":
            request.transport.abort()
            return None
        return json_response({"sid": sid_of(len(self.sent)), "status": "queued"} | fields, status=201)

    async def listing(self, request: Request, account: str) -> HTTPResponse:
        """The messages to a number, newest first."""
        self.wrong += faults(request, account, {"To": "x", "Body": "x", "From": "x"})
        self.wrong += [f"unknown field {name}" for name in request.args.keys() - {"To", "PageSize"}]
        found = [
            {"sid": sid_of(number), "body": fields["Body"], "date_created": self.dates[number - 1]}
            for number, fields in enumerate(self.sent, start=1)
            if fields["To"] == request.args.get("To")
        ]
        return json_response({"messages": found[::-1], "next_page_uri": None, "page_size": 50})

    async def until(self, count: int, *, tried: bool = False) -> None:
        """Wait until so many messages were accepted (or tried)."""
        while len(self.tried if tried else self.sent) < count:
            await self.news.wait()
            self.news.clear()

    def bodies(self) -> list[str]:
        return [fields["Body"] for fields in self.sent]


def sid_of(number: int) -> str:
    """Twilio's id of the n-th message."""
    return f"SM{number:032x}"


def faults(request: Request, account: str, fields: dict[str, str]) -> list[str]:
    """What is not as Twilio documents it."""
    known = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    found = [] if request.headers.get("Authorization") == known and account == ACCOUNT else ["sign-in"]
    found += [f"unknown field {name}" for name in fields.keys() - FIELDS]
    found += [f"{name} is missing" for name in ("To", "Body") if not fields.get(name)]
    found += [] if ("From" in fields) != ("MessagingServiceSid" in fields) else ["one sender, please"]
    return found + (["too long"] if len(fields.get("Body", "").encode("utf-16-le")) > 3200 else [])
