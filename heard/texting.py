"""Texts the house as Twilio would: signed webhooks from made-up numbers, so that the real text channel can be tried."""

from __future__ import annotations

import secrets
import threading
import time
from typing import Any

from twilio.request_validator import RequestValidator

from handoff_service.auth import CustomerTokens
from handoff_service.clock import utc_now
from handoff_service.numbers import address_of
from handoff_service.settings import Settings
from heard.client import Accepted, CustomerTalk, HouseClient
from heard.errors import CommandFailed

INBOUND = "/sms/inbound"


class TextingHouse(HouseClient):
    """A house's client that opens text conversations through the text channel, with the house's own secrets."""

    def __init__(self, base_url: str, *, settings: Settings) -> None:
        super().__init__(base_url, internal_key=settings.key("internal"))
        self.settings = settings

    def open(
        self, *, channel: str = "web", locale: str = "en-US", name: str = "", tone: bool = True
    ) -> CustomerTalk:
        """A conversation on the web, or a new telephone (its conversation begins with its first text; `tone` is the house's)."""
        if channel == "sms":
            return TextTalk(self)
        return super().open(channel=channel, locale=locale, name=name, tone=tone)


class TextTalk(CustomerTalk):
    """One customer who texts, from a number that nobody has: 555-01 is kept for fiction, and it is too long to dial."""

    def __init__(self, house: TextingHouse) -> None:
        super().__init__(house, "", "")
        self.texting, self.begun = house, threading.Event()
        self.number = f"+1555010{secrets.randbelow(10**8):08d}"

    def say(self, text: str, *, client_id: str | None = None) -> Accepted:
        """Text the house; a `client_id` (Twilio's MessageSid) used before changes nothing. Raises CommandFailed."""
        message_id = client_id or f"SM{secrets.token_hex(16)}"
        fields = self.fields(text, message_id)
        started = time.perf_counter()
        answer = self.house.http.post(INBOUND, data=fields, headers=self.signed(fields))
        latency = (time.perf_counter() - started) * 1000
        if not answer.is_success:
            raise CommandFailed(f"the text channel refused ({answer.status_code}). {REMEDY}")
        address = address_of(self.texting.settings.key("address"), self.number)
        kept = self.house.internal(f"/internal/sms/{address}/{message_id}")
        self.known_as(kept["conversation"])
        return Accepted(kept["number"], latency)

    def fields(self, text: str, message_id: str) -> dict[str, str]:
        """What Twilio posts."""
        settings = self.texting.settings
        return {
            "MessageSid": message_id,
            "AccountSid": settings.twilio_account_sid or "AC" + "0" * 32,
            "From": self.number,
            "To": settings.twilio_from or "+15550100000",
            "Body": text,
            "NumMedia": "0",
            "NumSegments": "1",
        }

    def signed(self, fields: dict[str, str]) -> dict[str, str]:
        """The header that makes the house believe it."""
        settings = self.texting.settings
        validator = RequestValidator(settings.twilio_token())
        url = settings.public_url.rstrip("/") + INBOUND
        return {"X-Twilio-Signature": validator.compute_signature(url, fields)}

    def known_as(self, conversation: str) -> None:
        """From the first text on, what the house says can be followed as on the web."""
        if not self.id:
            self.id = conversation
            token = CustomerTokens(self.texting.settings.key("customer"), now=utc_now).issue(conversation)
            self.headers = {"Authorization": f"Bearer {token}"}
            self.begun.set()

    def events(self, after: int, *, wait_s: int = 0) -> list[dict[str, Any]]:
        """Events numbered above `after`, waiting for the conversation to begin."""
        self.begun.wait()
        return super().events(after, wait_s=wait_s)


REMEDY = "HEARD_PUBLIC_URL, HEARD_SECRET and HEARD_TWILIO_AUTH_TOKEN must be those of the running house."
