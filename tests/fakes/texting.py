"""Somebody who texts: posts webhooks to a running service as Twilio does."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from handoff_service.conversations.models import Conversation
from handoff_service.schema import outbox
from handoff_service.signals import OUTBOX
from tests.fakes.running import Customer, Service

FORM = "application/x-www-form-urlencoded"


def new_sid() -> str:
    """A MessageSid."""
    return f"SM{secrets.token_hex(16)}"


def signed(service: Service, path: str, fields: dict[str, str]) -> dict[str, str]:
    """The header with which Twilio signs a webhook."""
    settings = service.settings
    url = settings.public_url + path
    return {"X-Twilio-Signature": RequestValidator(settings.twilio_token()).compute_signature(url, fields)}


@dataclass
class Telephone:
    """A customer's telephone."""

    service: Service
    number: str = field(default_factory=lambda: f"+1555010{secrets.randbelow(10**8):08d}")

    async def text(self, body: str | None, *, sid: str = "", **more: str) -> httpx.Response:
        """Text the house; None for a message without a body."""
        fields = {"MessageSid": sid or new_sid(), "AccountSid": "AC" + "1" * 32, "From": self.number}
        fields |= {"To": "+15550100000", "NumMedia": "0"}
        fields |= ({} if body is None else {"Body": body}) | more
        return await self.post("/sms/inbound", fields, headers=signed(self.service, "/sms/inbound", fields))

    async def post(self, path: str, fields: dict[str, str], *, headers: dict[str, str]) -> httpx.Response:
        """Post a form as it is."""
        return await self.service.http.post(path, data=fields, headers=headers)

    async def conversation(self) -> Conversation | None:
        """The conversation with this number."""
        address = self.service.house.numbers.address(self.number)
        return await self.service.house.conversations.known_at("sms", address)

    async def customer(self) -> Customer:
        """This telephone's customer, to look at what was said."""
        conversation = await self.conversation()
        assert conversation is not None
        token = self.service.house.customer_tokens().issue(conversation.id)
        return Customer(self.service, conversation.id, token, {})

    async def said(self) -> list[tuple[str, str]]:
        """(author, text) of all messages."""
        return [(event["author"], event["text"]) for event in await (await self.customer()).events()]


async def effects(service: Service) -> list[dict[str, Any]]:
    """The rows of the outbox, in order."""
    async with service.house.database.view() as tx:
        rows = await tx.execute(select(outbox).order_by(outbox.c.id))
        return [dict(row._mapping) for row in rows]


async def settled(service: Service, count: int, *states: str) -> list[dict[str, Any]]:
    """The outbox once so many effects are in one of these states; looks again whenever one ends."""
    with service.house.signals.listen(OUTBOX) as listener:
        while True:
            found = [row for row in await effects(service) if row["state"] in states]
            if len(found) >= count:
                return found
            await listener.wait()
