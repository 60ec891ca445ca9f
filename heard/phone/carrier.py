"""Carries between the phone on the page and the house: signed webhooks in, signed reports of what became of a message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx
from twilio.request_validator import RequestValidator

from empathy.texting import segments
from handoff_service.clock import utc_now
from handoff_service.ids import new_id
from handoff_service.settings import Settings
from heard.phone.standin import Message, Sids, StandIn

#: An account that nobody has, and a number kept for fiction.
ACCOUNT, SENDER = "AC" + "0" * 32, "+15550100000"
INBOUND = "/sms/inbound"
STEPS = ("sending", "sent")


@dataclass
class Carrier:
    """The stand-in of one house. Webhooks are signed for the house's public address and posted where it listens."""

    settings: Settings
    http: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=15, trust_env=False))
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Twilio's side, with the house's own token."""
        sids = Sids(ACCOUNT, self.settings.key("twilio"), utc_now, new_id)
        self.standin = StandIn(sids, report=self.report_later)

    async def text(self, number: str, body: str) -> bool:
        """Text the house from a number; returns whether the house took it. Acts on keywords as Twilio does."""
        message = self.standin.add(SENDER, number, body, inbound=True)
        answer = self.standin.heard(number, body)
        if answer:
            self.standin.add(number, SENDER, answer).status = "delivered"
        self.standin.tell()
        fields = {
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "AccountSid": ACCOUNT,
            "From": number,
            "To": SENDER,
            "Body": body,
            "NumMedia": "0",
            "NumSegments": str(segments(body)),
            "ApiVersion": "2010-04-01",
        }
        message.status = "received" if await self.post(INBOUND, fields) else "failed"
        self.standin.tell()
        return message.status == "received"

    async def post(self, path: str, fields: dict[str, str]) -> bool:
        """Post a signed form to the house; returns whether it was taken."""
        settings = self.settings
        signed = settings.public_url.rstrip("/") + path
        mark = RequestValidator(settings.key("twilio")).compute_signature(signed, fields)
        here = f"http://{settings.host}:{settings.port}{path}"
        try:
            answer = await self.http.post(here, data=fields, headers={"X-Twilio-Signature": mark})
        except httpx.HTTPError:
            return False
        return answer.is_success

    def report_later(self, message: Message) -> None:
        """Tell the house what becomes of its message, while it goes on."""
        task = asyncio.get_running_loop().create_task(self.report(message, message.status))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def report(self, message: Message, last: str) -> None:
        """Post each state up to the last one to the address that the house gave with the message."""
        path = message.callback.removeprefix(self.settings.public_url.rstrip("/"))
        for status in (*STEPS, last):
            fields = {"MessageSid": message.sid, "MessageStatus": status, "AccountSid": ACCOUNT}
            fields |= {"ErrorCode": message.error} if message.error and status == last else {}
            if path.startswith("/"):
                await self.post(path, fields)

    async def close(self) -> None:
        """Let go."""
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.http.aclose()
