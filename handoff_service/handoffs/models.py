"""The values that the desk's store and services exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

OUTCOMES = ("resolved", "unresolved", "customer_left", "referred")
WAITING = ("requested", "queued", "offered")


@dataclass(frozen=True)
class Handoff:
    """One passing of a conversation to a person, from the request to its end."""

    id: str
    conversation_id: str
    state: str
    level: str
    reason: str
    trigger: str
    idempotency_key: str
    brief: Mapping[str, Any]
    request: Mapping[str, Any]
    tier: int
    language: str
    skill: str | None
    requested_at: datetime
    queued_at: datetime | None
    offered_to: str | None
    offered_at: datetime | None
    offer_expires_at: datetime | None
    agent_id: str | None
    accepted_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    note: str | None
    brief_seen_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the customer still waits for a person."""
        return self.state in WAITING


@dataclass(frozen=True)
class QueueLine:
    """One who waits, as the queue shows it: none of the customer's words, only what decides who is next."""

    handoff: str
    conversation: str
    name: str | None
    channel: str
    language: str
    level: str
    tier: int
    reason: str
    since: datetime
    note: str | None
    note_by: str | None


@dataclass(frozen=True)
class HeldLine:
    """One conversation that an agent has; `due` says that the customer spoke last."""

    handoff: str
    conversation: str
    name: str | None
    level: str
    due: bool


@dataclass(frozen=True)
class Step:
    """An agent's hand on a handoff: which one, by whom, and the conversation's epoch that the agent saw."""

    handoff: str
    agent_id: str
    agent_name: str
    epoch: int


@dataclass(frozen=True)
class Reply:
    """An agent's words: `form_id` is the same when a form is sent twice, `epoch` what the agent saw."""

    conversation: str
    agent_id: str
    agent_name: str
    text: str
    form_id: str
    epoch: int
