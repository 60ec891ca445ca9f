"""Hands messages to Twilio through its own client, finds them there again, and tells a refusal from an answer that never came."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from requests.exceptions import ConnectTimeout, ProxyError, RequestException, SSLError
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from handoff_service.outbox.relay import Ended, HeldBack, NotDelivered, Uncertain

ANSWERS_WITHIN_S = 10.0
NOT_TAKEN = {401, 429, 503}  # 401: the operator corrects the token meanwhile
OPTED_OUT = 21610
LISTED = 50
WHATSAPP = "whatsapp:"
SILENT = logging.getLogger(
    "heard.twilio"
)  # Twilio's client would log addresses and answers with numbers in them
SILENT.disabled = True
NO_ENVIRONMENT = {"TWILIO_EDGE": ""}  # settings alone decide; an empty mapping would mean the process's own


class OptedOut(HeldBack):
    """Twilio knows that this person wants no texts from us (error 21610)."""


@dataclass(frozen=True)
class Listed:
    """A message as Twilio lists it."""

    sid: str
    body: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account with Twilio; `sender` is a number or a messaging service (MG...)."""

    sid: str
    token: str = field(repr=False)
    sender: str
    api_url: str
    callback: str | None

    @property
    def complete(self) -> bool:
        """Whether messages can be handed over at all."""
        return bool(self.sid and self.token and self.sender)

    def send(self, to: str, body: str) -> str:
        """Hand one message over (blocking); returns Twilio's id of it. Raises NotDelivered, Uncertain or Ended."""
        try:
            sid: str = self.client().messages.create(to=to, body=body, **self.options(to)).sid
        except TwilioException as refusal:
            raise refused(refusal) from None
        except RequestException as fault:
            if never_left(fault):
                raise NotDelivered(type(fault).__name__) from None
            raise Uncertain(f"no answer: {type(fault).__name__}") from None
        return sid

    def listed(self, to: str) -> list[Listed]:
        """The newest messages to a number, newest first (blocking). Raises NotDelivered where Twilio does not say."""
        try:
            found = self.client().messages.list(to=to, limit=LISTED, page_size=LISTED)
        except (TwilioException, RequestException) as fault:
            raise NotDelivered(f"cannot list: {type(fault).__name__}") from None
        return [Listed(one.sid, one.body or "", one.date_created or datetime.now(UTC)) for one in found]

    def client(self) -> Client:
        """A client of its own for each message: Twilio's keeps its last answer where threads would mix them up."""
        http = TwilioHttpClient(pool_connections=False, timeout=ANSWERS_WITHIN_S, logger=SILENT)
        client = Client(self.sid, self.token, http_client=http, environment=NO_ENVIRONMENT)
        client.api.base_url = self.api_url
        return client

    def options(self, to: str) -> Mapping[str, str]:
        """From whom, and where Twilio tells what became of it; WhatsApp is answered by WhatsApp."""
        service = self.sender.startswith("MG")
        kind = WHATSAPP if to.startswith(WHATSAPP) and not service else ""
        origin = {"messaging_service_sid" if service else "from_": kind + self.sender}
        return origin | ({"status_callback": self.callback} if self.callback else {})


def refused(refusal: TwilioException) -> NotDelivered | Uncertain | Ended:
    """What Twilio's refusal means, by status and code alone: its sentences hold telephone numbers."""
    status, code = getattr(refusal, "status", None), getattr(refusal, "code", None)
    said = f"twilio {status} {code}" if code else f"twilio {status}"
    if code == OPTED_OUT:
        return OptedOut(said)
    if status in NOT_TAKEN:
        return NotDelivered(said)
    # It may have been taken before something broke, or the answer was none of Twilio's.
    if status is None or status in (408, 504) or status >= 500:
        return Uncertain(said)
    return Ended(said)


def never_left(fault: RequestException) -> bool:
    """Whether no connection came about, so that the message cannot have been taken."""
    reason = getattr(fault.args[0], "reason", None) if fault.args else None
    return isinstance(fault, (ConnectTimeout, SSLError, ProxyError)) or isinstance(reason, NewConnectionError)
