"""The values that the conversation's store and service exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from empathy.correction import Correction
from empathy.course import Course
from empathy.emotion import Reading


@dataclass(frozen=True)
class Conversation:
    """One thread with one customer on one channel, as the database has it."""

    id: str
    customer_id: str
    channel: str
    language: str
    locale: str
    name: str | None
    tone_consent: bool
    state: str
    owner: str
    epoch: int
    last_number: int
    tier: int
    level: str
    course: Course
    context: Mapping[str, Any]
    stale_dropped: int
    told_down: bool
    first_reply_due: datetime | None
    next_reply_due: datetime | None
    resolution_due: datetime | None
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """An utterance about to be numbered. `author` is customer, bot, agent or system; `epoch` the present one."""

    id: str
    conversation_id: str
    author: str
    purpose: str
    text: str
    epoch: int
    at: datetime
    client_id: str | None = None
    agent_id: str | None = None
    name: str | None = None
    response: str | None = None
    variant: str | None = None
    experiment: str | None = None
    arm: str | None = None
    buttons: tuple[Mapping[str, str], ...] = ()
    in_reply_to: str | None = None
    reply_index: int | None = None


@dataclass(frozen=True)
class Message:
    """An utterance with its number; `reading` only where a customer's words were read.

    `corrections` are what agents did to the reading, oldest first; only a transcript has them.
    """

    id: str
    conversation_id: str
    number: int
    client_id: str | None
    author: str
    agent_id: str | None
    name: str | None
    purpose: str
    text: str
    response: str | None
    variant: str | None
    buttons: tuple[Mapping[str, str], ...]
    in_reply_to: str | None
    reply_index: int | None
    epoch: int
    at: datetime
    experiment: str | None
    arm: str | None
    reading: Reading | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Turn:
    """A piece of work for the relay: something the bot has to answer."""

    message_id: str
    conversation_id: str
    number: int
    kind: str
    state: str
    payload: str | None
    attempts: int
    told_delayed: bool
    next_at: datetime
    result: Mapping[str, Any] | None
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Accepted:
    """The answer to a posted message; `fresh` is False where the client id had been accepted before."""

    id: str
    number: int
    client_id: str
    fresh: bool


@dataclass(frozen=True)
class Place:
    """Where a waiting customer stands: how many are ahead, and a range of minutes (none if unknown)."""

    ahead: int
    wait_minutes: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class HandoffRequest:
    """A wish to pass the conversation to a person.

    `level` offer|priority|immediate; `trigger` customer|bot|crisis|behaviour|agent; `key` makes it idempotent;
    `detail` holds what the requester knows besides: open_request, tried, signals, disclosure.
    """

    reason: str
    level: str
    trigger: str
    key: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ticket:
    """The answer to a request: the handoff's id and state; `fresh` is False where one was open already."""

    id: str
    state: str
    level: str
    fresh: bool
