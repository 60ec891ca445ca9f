"""The shapes that the web channel takes and gives: checked on the way in, documented in /openapi.json."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from empathy.errors import Malformed
from empathy.wire import CHANNELS

NAME_AT_MOST = 80
ID_AT_MOST = 64
LOCALE_AT_MOST = 16


@dataclass(frozen=True)
class Consent:
    """Whether the tone of messages may be read; danger is read in any case."""

    tone: bool


@dataclass(frozen=True)
class NewConversation:
    """How a conversation begins; the channel decides how long the words are that are chosen.

    `country` (two capital letters) decides which free help is named in danger; without it the operator's holds.
    """

    channel: str
    locale: str
    consent: Consent
    name: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Notice:
    """Something the customer must be told before the first message."""

    response: str
    text: str


@dataclass(frozen=True)
class Created:
    """A new conversation and the token that opens it (in the Authorization header, never in a URL)."""

    id: str
    token: str
    notices: list[Notice]
    language: str
    last_number: int = 0


@dataclass(frozen=True)
class NewMessage:
    """Words, or the token of a button that was offered; `client_id` makes sending it again harmless."""

    client_id: str
    text: str | None = None
    button: str | None = None


@dataclass(frozen=True)
class AcceptedMessage:
    """The message is kept for good, under its number."""

    id: str
    number: int
    client_id: str
    state: str = "accepted"


@dataclass(frozen=True)
class Person:
    """An agent, as the customer sees one."""

    name: str


@dataclass(frozen=True)
class Queue:
    """How many wait ahead, and an honest range of minutes, if one is known."""

    ahead: int
    wait_minutes: list[int] | None


@dataclass(frozen=True)
class ConversationView:
    """A conversation as its customer may see it."""

    id: str
    owner: str
    state: str
    agent: Person | None
    consent: Consent
    last_number: int
    queue: Queue | None
    language: str


@dataclass(frozen=True)
class OfferedButton:
    """A button: what is written on it, and the token to post when it is pressed."""

    title: str
    token: str


@dataclass(frozen=True)
class Event:
    """One numbered message of the conversation."""

    number: int
    id: str
    author: str
    name: str | None
    purpose: str
    text: str
    buttons: list[OfferedButton]
    at: str
    client_id: str | None = None


@dataclass(frozen=True)
class Events:
    """Events above the number asked for."""

    events: list[Event] = field(default_factory=list)
    last_number: int = 0


def record(body: object) -> Mapping[str, Any]:
    """The JSON object of a request; raises Malformed for a list, a number or nothing."""
    if not isinstance(body, dict):
        raise Malformed("The body is not a JSON object.", remedy="Send an object as /openapi.json shows.")
    return body


def text_of(body: Mapping[str, Any], key: str, *, at_most: int) -> str:
    """A text of 1 to `at_most` characters without control characters; raises Malformed naming the field."""
    value = body.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= at_most or not value.isprintable():
        raise Malformed(
            f"{key} is missing or no text of 1 to {at_most} characters.", remedy=f"Correct {key}."
        )
    return value


def truth_of(body: Mapping[str, Any], key: str) -> bool:
    """true or false; raises Malformed naming the field."""
    value = body.get(key)
    if not isinstance(value, bool):
        raise Malformed(f"{key} is neither true nor false.", remedy=f"Correct {key}.")
    return value


def new_conversation(body: object, *, locale: str) -> NewConversation:
    """The request to begin; raises Malformed. A missing locale is the house's own."""
    given = record(body)
    channel = given.get("channel", "web")
    if channel not in CHANNELS:
        raise Malformed("This channel is not known.", remedy='Send "channel": "web" or "sms".')
    return NewConversation(
        channel=channel,
        locale=text_of({"locale": locale, **given}, "locale", at_most=LOCALE_AT_MOST),
        consent=Consent(truth_of(record(given.get("consent")), "tone")),
        name=text_of(given, "name", at_most=NAME_AT_MOST).strip() if given.get("name") else None,
        country=country_of(given) if given.get("country") else None,
    )


def country_of(body: Mapping[str, Any]) -> str:
    """The country of a request, two capital letters; raises Malformed."""
    country = text_of(body, "country", at_most=2)
    if not re.fullmatch("[A-Z]{2}", country):
        raise Malformed("country is not two capital letters.", remedy='Send it as in "country": "MX".')
    return country


def new_message(body: object) -> NewMessage:
    """The request to write; raises Malformed unless it holds exactly one of text and button."""
    given = record(body)
    client_id = text_of(given, "client_id", at_most=ID_AT_MOST)
    text, button = given.get("text"), given.get("button")
    if isinstance(text, str) and button is None:
        return NewMessage(client_id, text=text)
    if isinstance(button, str) and text is None:
        return NewMessage(client_id, button=button)
    raise Malformed("A message holds either text or button, as text.", remedy="Send one of the two.")
