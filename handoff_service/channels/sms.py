"""The text channel: takes what customers text, through Twilio's webhooks, into the same conversations as the web's."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, raw
from twilio.twiml.messaging_response import MessagingResponse

from empathy.errors import Malformed, TooLarge
from empathy.normalise import MAX_LENGTH, plain
from empathy.optout import Wish, wish_of
from empathy.texting import chosen
from handoff_service.channels.receipts import Receipts
from handoff_service.channels.received import Text, receipt_of, text_of
from handoff_service.channels.twilio_door import NotSigned, Signatures
from handoff_service.conversations.admission import Inbound
from handoff_service.conversations.models import Conversation
from handoff_service.conversations.service import Beginning, Conversations
from handoff_service.conversations.speaking import Saying
from handoff_service.conversations.texts import KIND
from handoff_service.numbers import Numbers
from handoff_service.openapi import Description, described

GREETING = "utter_widget_ai_notice"
NOTHING_TO_SAY = str(MessagingResponse()).encode()
Route = Callable[[Request], Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True, kw_only=True)
class TextDesk:
    """What the text channel needs."""

    conversations: Conversations
    signatures: Signatures
    receipts: Receipts
    numbers: Numbers
    locale: str
    account: str

    async def take(self, text: Text) -> None:
        """Accept one text message for good; the same id again changes nothing."""
        number = self.numbers.normalised(text.sender)
        known = await self.conversations.known_at(KIND, self.numbers.address(number))
        stopped = known is not None and await self.conversations.stopped(known.id)
        wish = wish_of(text.body, carrier=text.opt_out, stopped=stopped)
        conversation = known or await self.begun(text, number, wish=wish)
        if text.media:
            await self.attached(conversation, text, alone=not text.words.strip())
        if text.words.strip() or not text.media:
            await self.spoken(conversation, text, wish=wish)

    async def spoken(self, conversation: Conversation, text: Text, *, wish: Wish | None) -> None:
        """Accept the words; ones that cannot be taken are answered once."""
        try:
            words = plain(text.words)
        except (TooLarge, Malformed) as refusal:
            await self.conversations.answer_once(conversation.id, why(refusal, text), answers=text.id)
            return
        inbound = await self.understood(conversation, Inbound(text.id, words, wish=wish))
        await self.conversations.admit(conversation, inbound)

    async def attached(self, conversation: Conversation, text: Text, *, alone: bool) -> None:
        """Keep for agents that pictures or sounds came; nothing of ours can see them, so say so where they came alone."""
        note = Inbound(f"{text.id}:media", f"📎 {', '.join(text.media)}", quiet=True)
        await self.conversations.admit(conversation, note)
        if alone:
            unreadable = Saying("utter_status_message_unreadable")
            await self.conversations.answer_once(conversation.id, unreadable, answers=text.id)

    async def begun(self, text: Text, number: str, *, wish: Wish | None) -> Conversation:
        """The one conversation with this number, begun with the notice who answers.

        Somebody in danger gets the words of help first and no notice ahead of them; who wants no texts gets none.
        """
        reading = self.conversations.admission.reader.read(text.body, toned=False)
        silent = reading.level == "immediate" or (wish is not None and wish.kind == "stop")
        address = self.numbers.address(number)
        beginning = Beginning(
            channel=KIND,
            locale=self.locale,
            address=address,
            sealed_number=self.numbers.seal(number, address=address),
            context={"account": self.account},
        )
        return await self.conversations.meet(beginning, greeting=None if silent else GREETING)

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
        await desk.receipts.note(receipt_of(desk.signatures.checked(request)))
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


def why(refusal: Exception, text: Text) -> Saying:
    """What is said of a text that cannot be taken as words."""
    if isinstance(refusal, TooLarge):
        return Saying("utter_status_message_too_long", {"limit": MAX_LENGTH})
    blank = not text.body.strip()
    return Saying("utter_status_message_empty" if blank else "utter_status_message_unreadable")
