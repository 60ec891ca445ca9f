"""The web channel: the HTTP interface by which the widget, or any program, speaks as a customer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from empathy.errors import EmptyMessage, Malformed, TooLarge, TooMany
from empathy.normalise import MAX_LENGTH, plain
from handoff_service.auth import ButtonTokens, CustomerTokens
from handoff_service.channels import shapes
from handoff_service.channels.stream import Follower, view_of
from handoff_service.conversations.admission import Inbound
from handoff_service.conversations.service import Beginning, Conversations
from handoff_service.limits import RateLimit
from handoff_service.openapi import Description, described
from handoff_service.words import Listener, Words

LONGEST_WAIT_S = 30.0
SHOWN = ("utter_widget_", "utter_status_")


class MessageTooLong(Malformed):
    """The message is longer than can be read in one go."""

    code = "message_too_long"


@dataclass(frozen=True)
class Desk:
    """What the web channel needs."""

    conversations: Conversations
    follower: Follower
    tokens: CustomerTokens
    buttons: ButtonTokens
    words: Words
    messages: RateLimit
    beginnings: RateLimit
    locale: str
    account: str
    closing: asyncio.Event


def blueprint(desk: Desk) -> Blueprint:
    """The routes below /api."""
    api = Blueprint("web", url_prefix="/api")
    add_beginning(api, desk)
    add_messages(api, desk)
    add_events(api, desk)
    add_choices(api, desk)
    return api


def add_beginning(api: Blueprint, desk: Desk) -> None:
    """How a conversation begins, and the words of the widget."""

    @api.post("/conversations")
    @described(Description("Begin a conversation", takes=shapes.NewConversation, gives={201: shapes.Created}))
    async def begin(request: Request) -> HTTPResponse:
        desk.beginnings.spend(request.ip)
        asked = shapes.new_conversation(body_of(request), locale=desk.locale)
        beginning = Beginning(
            channel=asked.channel,
            locale=asked.locale,
            name=asked.name,
            tone=asked.consent.tone,
            context={"account": desk.account, **({"country": asked.country} if asked.country else {})},
        )
        conversation = await desk.conversations.begin(beginning)
        token = desk.tokens.issue(conversation.id)
        told = notices(desk.words, language=conversation.language, tone=asked.consent.tone)
        return answer(shapes.Created(conversation.id, token, told, conversation.language), status=201)

    @api.get("/words")
    @described(Description("Every label of the widget, by response name; ?language=en|es", gives={200: dict}))
    async def words(request: Request) -> HTTPResponse:
        language = desk.words.served(request.args.get("language", ""))
        return json_response(desk.words.labels(SHOWN, language=language))


def add_messages(api: Blueprint, desk: Desk) -> None:
    """How a customer writes."""

    @api.post("/conversations/<conversation_id:str>/messages")
    @described(
        Description(
            "Write a message, or press a button; the same client_id again gets the first answer (200)",
            takes=shapes.NewMessage,
            gives={201: shapes.AcceptedMessage, 200: shapes.AcceptedMessage},
            who="customer",
        )
    )
    async def write(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        message = shapes.new_message(body_of(request))
        conversation = await desk.conversations.get(conversation_id)
        with_words = DesignersWords(desk.words, conversation.language)
        with_words.spend(desk.messages, conversation_id)
        inbound = (
            with_words.cleaned(message) if message.button is None else pressed(desk, conversation_id, message)
        )
        accepted = await desk.conversations.admit(conversation, inbound)
        shown = shapes.AcceptedMessage(accepted.id, accepted.number, accepted.client_id)
        return answer(shown, status=201 if accepted.fresh else 200)


def add_events(api: Blueprint, desk: Desk) -> None:
    """How a customer follows a conversation."""

    @api.get("/conversations/<conversation_id:str>/events")
    @described(
        Description(
            "Events above ?after=N: JSON (&wait=25 to wait for the first), or a stream for Accept: text/event-stream",
            gives={200: shapes.Events},
            who="customer",
        )
    )
    async def events(request: Request, conversation_id: str) -> HTTPResponse | None:
        admit_caller(desk, request, conversation_id)
        after = whole(request, "after", request.headers.get("Last-Event-ID", "0"))
        if "text/event-stream" in request.headers.get("Accept", ""):
            await send_stream(request, desk.follower.stream(conversation_id, after), closing=desk.closing)
            return None
        wait = min(float(whole(request, "wait", "0")), LONGEST_WAIT_S)
        found = await desk.follower.events_after(conversation_id, after, wait_s=wait)
        return answer(shapes.Events(found, found[-1].number if found else after))

    @api.get("/conversations/<conversation_id:str>")
    @described(
        Description("The conversation as it is now", gives={200: shapes.ConversationView}, who="customer")
    )
    async def look(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        return answer(view_of(await desk.conversations.snapshot(conversation_id)))


def add_choices(api: Blueprint, desk: Desk) -> None:
    """What a customer can decide: a person, the assistant, tone, the end."""
    conversations = desk.conversations

    @api.post("/conversations/<conversation_id:str>/person")
    @described(
        Description("Ask for a person; asking again changes nothing", gives={202: None}, who="customer")
    )
    async def person(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        await conversations.ask_for_person(conversation_id)
        return json_response({}, status=202)

    @api.post("/conversations/<conversation_id:str>/assistant")
    @described(Description("Leave the queue and go on with the assistant", gives={200: None}, who="customer"))
    async def assistant(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        await conversations.stay_with_bot(conversation_id)
        return json_response({})

    @api.post("/conversations/<conversation_id:str>/consent")
    @described(
        Description(
            "Allow or forbid the reading of tone", takes=shapes.Consent, gives={200: None}, who="customer"
        )
    )
    async def consent(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        tone = shapes.truth_of(shapes.record(body_of(request)), "tone")
        await conversations.choose_tone(conversation_id, tone=tone)
        return json_response({"consent": {"tone": tone}})

    @api.post("/conversations/<conversation_id:str>/close")
    @described(
        Description("End the conversation; writing again reopens it", gives={200: None}, who="customer")
    )
    async def close(request: Request, conversation_id: str) -> HTTPResponse:
        admit_caller(desk, request, conversation_id)
        await conversations.close(conversation_id)
        return json_response({})


@dataclass(frozen=True)
class DesignersWords:
    """Refuses in the designers' words, because the customer reads them in the widget."""

    words: Words
    language: str

    def spend(self, limit: RateLimit, key: str) -> None:
        """Raise TooMany where this customer floods."""
        try:
            limit.spend(key)
        except TooMany as refusal:
            raise TooMany(self.said("utter_status_rate_limited"), remedy=refusal.remedy) from refusal

    def cleaned(self, message: shapes.NewMessage) -> Inbound:
        """The customer's words, normalised; raises Malformed for words that are too long, empty or unreadable."""
        try:
            return Inbound(message.client_id, plain(message.text or ""))
        except TooLarge as refusal:
            said = self.said("utter_status_message_too_long", limit=MAX_LENGTH)
            raise MessageTooLong(said, remedy=refusal.remedy) from refusal
        except Malformed as refusal:
            empty = isinstance(refusal, EmptyMessage)
            said = self.said("utter_status_message_empty" if empty else "utter_status_message_unreadable")
            raise type(refusal)(said, remedy=refusal.remedy) from refusal

    def said(self, name: str, **values: object) -> str:
        """The text of a response in the customer's language."""
        return self.words.pick(name, Listener(self.language), values=values).text


def pressed(desk: Desk, conversation_id: str, message: shapes.NewMessage) -> Inbound:
    """The button behind a token: its title is what the customer said, its payload what the bot is told."""
    button = desk.buttons.pressed(conversation_id, message.button or "")
    return Inbound(message.client_id, button.title, payload=button.payload)


def notices(words: Words, *, language: str, tone: bool) -> list[shapes.Notice]:
    """What must be told before the first message: who answers, and how tone is handled."""
    names = [
        "utter_widget_ai_notice",
        "utter_widget_tone_notice" if tone else "utter_status_consent_declined",
    ]
    return [shapes.Notice(name, words.pick(name, Listener(language)).text) for name in names]


def admit_caller(desk: Desk, request: Request, conversation_id: str) -> None:
    """Raise SignInNeeded or NotAllowed unless the request holds this conversation's token."""
    desk.tokens.check(request.headers.get("Authorization", ""), conversation_id)


def body_of(request: Request) -> object:
    """The JSON body of a request; raises Malformed."""
    try:
        body: object = json.loads(request.body)
    except (ValueError, RecursionError) as fault:
        raise Malformed("The body is not JSON.", remedy="Send a JSON object in UTF-8.") from fault
    return body


def whole(request: Request, name: str, default: str) -> int:
    """A whole number from the query; raises Malformed."""
    value = request.args.get(name, default)
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise Malformed(f"{name} is not a whole number from 0 up.", remedy=f"Correct {name}.")
    return int(value)


def answer(shape: Any, *, status: int = 200) -> HTTPResponse:
    """A shape as JSON."""
    return json_response(asdict(shape), status=status)


async def send_stream(request: Request, chunks: AsyncIterator[str], *, closing: asyncio.Event) -> None:
    """Send server-sent events until the customer leaves or the service closes; each reader has its own pace."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
    assert response is not None
    stopped = asyncio.ensure_future(closing.wait())
    try:
        while not stopped.done():
            coming = asyncio.ensure_future(anext(chunks))
            await asyncio.wait({coming, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
                break
            await response.send(coming.result())
    finally:
        stopped.cancel()
    await response.eof()
