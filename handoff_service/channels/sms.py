"""The text channel: takes what customers text, through Twilio's webhooks, into the same conversations as the web's."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw
from twilio.twiml.messaging_response import MessagingResponse

from empathy.errors import Malformed, TooLarge
from empathy.normalise import MAX_LENGTH, plain
from empathy.texting import chosen
from handoff_service.channels.twilio_door import Form as Fields
from handoff_service.channels.twilio_door import NotSigned, Signatures
from handoff_service.conversations.admission import Inbound
from handoff_service.conversations.models import Conversation
from handoff_service.conversations.service import Beginning, Conversations
from handoff_service.conversations.speaking import Saying
from handoff_service.conversations.texts import KIND
from handoff_service.openapi import Description, described

GREETING = "utter_widget_ai_notice"
MESSAGE_ID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
SENDER = re.compile(r"[a-z]*:?\+?[0-9A-Za-z._@-]{1,36}")
NOTHING_TO_SAY = str(MessagingResponse()).encode()
Route = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True)
class Text:
    """A customer's text message: Twilio's id of it, who sent it, the words, whether media came with it."""

    id: str
    number: str
    body: str
    media: bool


@dataclass(frozen=True, kw_only=True)
class TextDesk:
    """What the text channel needs; `address_key` keys the hash by which a number is found again."""

    conversations: Conversations
    signatures: Signatures
    address_key: str = field(repr=False)
    locale: str
    account: str

    async def take(self, text: Text) -> None:
        """Accept one text message for good; the same id again changes nothing."""
        conversation = await self.conversation_with(text)
        try:
            words = plain(text.body)
        except (TooLarge, Malformed) as refusal:
            await self.conversations.answer_once(conversation.id, why(refusal, text), answers=text.id)
            return
        inbound = await self.understood(conversation, Inbound(text.id, words))
        await self.conversations.admit(conversation, inbound)

    async def conversation_with(self, text: Text) -> Conversation:
        """The one conversation with this number; a first text begins it, with the notice who answers.

        Somebody in danger gets the words of help first and no notice ahead of them.
        """
        address = address_of(self.address_key, text.number)
        known = await self.conversations.known_at(KIND, address)
        if known is not None:
            return known
        reading = self.conversations.admission.reader.read(text.body, toned=False)
        beginning = Beginning(
            channel=KIND,
            locale=self.locale,
            address=address,
            number=text.number,
            context={"account": self.account},
        )
        greeting = None if reading.level == "immediate" else GREETING
        return await self.conversations.meet(beginning, greeting=greeting)

    async def understood(self, conversation: Conversation, inbound: Inbound) -> Inbound:
        """A reply of just a number is the choice of that number, if one was offered last."""
        if len(inbound.text) > 8 or not any(letter.isdigit() for letter in inbound.text):
            return inbound
        buttons = await self.conversations.choices(conversation.id)
        index = chosen(inbound.text, len(buttons))
        if index is None:
            return inbound
        return Inbound(inbound.client_id, buttons[index]["title"], payload=buttons[index]["payload"])


def blueprint(desk: TextDesk) -> Blueprint:
    """The two addresses that Twilio calls."""
    sms = Blueprint("sms", url_prefix="/sms")

    @sms.post("/inbound")
    @described(
        Description("Twilio tells of a text message (a signed form)", gives={200: str}, media="text/xml")
    )
    @silently
    async def inbound(request: Request) -> HTTPResponse:
        await desk.take(text_of(desk.signatures.checked(request)))
        return raw(NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")

    @sms.post("/status")
    @described(Description("Twilio tells what became of a text message (a signed form)", gives={204: None}))
    @silently
    async def status(request: Request) -> HTTPResponse:
        fields = desk.signatures.checked(request)
        await desk.conversations.note_delivery(
            fields.first("MessageSid"), fields.first("MessageStatus"), code=fields.first("ErrorCode")
        )
        return empty()

    return sms


def silently(route: Route) -> Route:
    """Refuse a stranger with 403 and not a word more."""

    @wraps(route)
    async def guarded(request: Request) -> HTTPResponse:
        try:
            return await route(request)
        except NotSigned:
            return raw(b"", status=403)

    return guarded


def text_of(fields: Fields) -> Text:
    """The text message in a webhook's fields, unknown ones ignored; raises Malformed without a usable id or sender."""
    message_id, number = fields.first("MessageSid"), fields.first("From")
    if not MESSAGE_ID.fullmatch(message_id) or not SENDER.fullmatch(number):
        raise Malformed("MessageSid or From is missing or unusable.", remedy="Send what Twilio documents.")
    return Text(message_id, number, fields.first("Body"), fields.first("NumMedia") not in ("", "0"))


def why(refusal: Exception, text: Text) -> Saying:
    """What is said of a text that cannot be taken as words; a picture alone cannot be read."""
    if isinstance(refusal, TooLarge):
        return Saying("utter_status_message_too_long", {"limit": MAX_LENGTH})
    alone = not text.body.strip() and not text.media
    return Saying("utter_status_message_empty" if alone else "utter_status_message_unreadable")


def address_of(key: str, number: str) -> str:
    """By what a telephone number is found again without being readable: a keyed hash, in hexadecimal digits."""
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest()
