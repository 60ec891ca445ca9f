"""Sends text messages through Twilio's own client, and tells a failure from an answer that never came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from requests.exceptions import (
    ConnectTimeout,
    ProxyError,
    RequestException,
    SSLError,
)
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from handoff_service.conversations import store
from handoff_service.conversations.texts import texts_of
from handoff_service.db import Database
from handoff_service.outbox.relay import Ended, HeldBack, NotDelivered, Uncertain
from handoff_service.outbox.store import Effect

ANSWERS_WITHIN_S = 10.0
AGAIN = {401, 408, 429, 500, 502, 503}  # 401: the operator corrects the token meanwhile
SILENT = logging.getLogger(
    "heard.twilio"
)  # Twilio's client would log addresses and answers with numbers in them
SILENT.disabled = True
NO_ENVIRONMENT = {"TWILIO_EDGE": ""}  # settings alone decide; an empty mapping would mean the process's own


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
        """Hand one message over (blocking); returns Twilio's id of it. Raises NotDelivered or Ended."""
        try:
            sid: str = self.client().messages.create(to=to, body=body, **self.options()).sid
        except TwilioException as refusal:
            raise refused(refusal) from None
        except RequestException as fault:
            if never_left(fault):
                raise NotDelivered(type(fault).__name__) from None
            raise Uncertain(f"no answer: {type(fault).__name__}") from None
        return sid

    def client(self) -> Client:
        """A client of its own for each message: Twilio's keeps its last answer where threads would mix them up."""
        http = TwilioHttpClient(pool_connections=False, timeout=ANSWERS_WITHIN_S, logger=SILENT)
        client = Client(self.sid, self.token, http_client=http, environment=NO_ENVIRONMENT)
        client.api.base_url = self.api_url
        return client

    def options(self) -> Mapping[str, str]:
        """From whom, and where Twilio tells what became of it."""
        origin = "messaging_service_sid" if self.sender.startswith("MG") else "from_"
        return {origin: self.sender} | ({"status_callback": self.callback} if self.callback else {})


@dataclass(frozen=True)
class Texter:
    """The outbox's handler of text messages."""

    database: Database
    account: Account

    async def deliver(self, effect: Effect) -> str | None:
        """Send one piece of one message; returns Twilio's id of it."""
        if not self.account.complete:
            raise HeldBack("no Twilio account")
        if effect.interrupted:
            raise Uncertain("stopped while sending")
        number, body = await self.written(effect)
        return await asyncio.to_thread(self.account.send, number, body)

    async def written(self, effect: Effect) -> tuple[str, str]:
        """To whom, and the words; raises HeldBack where the customer gave no number."""
        async with self.database.view() as tx:
            number = await store.number_of(tx, effect.payload["conversation"])
            message = await store.message(tx, effect.payload["message"])
        if number is None or message is None:
            raise HeldBack("no number or no words")
        return number, texts_of(message.text, message.buttons)[effect.payload["part"]]


def refused(refusal: TwilioException) -> NotDelivered | Ended:
    """What Twilio's refusal means, by status and code alone: its sentences hold telephone numbers."""
    status, code = getattr(refusal, "status", None), getattr(refusal, "code", None)
    if status is None or status == 504:
        return Uncertain(f"no clear answer ({status})")
    said = f"twilio {status} {code}" if code else f"twilio {status}"
    return NotDelivered(said) if status in AGAIN or status >= 500 else Ended(said)


def never_left(fault: RequestException) -> bool:
    """Whether no connection came about, so that the message cannot have been taken."""
    reason = getattr(fault.args[0], "reason", None) if fault.args else None
    return isinstance(fault, (ConnectTimeout, SSLError, ProxyError)) or isinstance(reason, NewConnectionError)
