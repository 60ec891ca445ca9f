"""A stand-in for Twilio's HTTP API: checks each request as the documents say, and answers as a test wishes."""

from __future__ import annotations

import asyncio
import base64
import socket
import uuid
from collections import deque
from typing import Any
from urllib.parse import parse_qs

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json as json_response

ACCOUNT, TOKEN, SENDER = "AC" + "1" * 32, "twilio token for tests", "+15550100000"
FIELDS = {"To", "From", "MessagingServiceSid", "Body", "StatusCallback"}


class FakeTwilio:
    """Serves until stopped; `sent` holds accepted messages, `wrong` what Twilio would not take, `answers` what comes next.

    An answer is an HTTP status, or "hang up": the message is taken, but the line breaks before it is said.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, str]] = []
        self.wrong: list[str] = []
        self.tried: list[str] = []
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
        if answer not in (201, "hang up"):
            return json_response(
                {"code": 20000 + int(answer), "message": f"{fields['To']} refused"}, int(answer)
            )
        self.sent.append(fields)
        if answer == "hang up":
            request.transport.abort()
            return None
        return json_response({"sid": sid_of(len(self.sent)), "status": "queued"} | fields, status=201)

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
