"""Turns a conversation and a request into the brief that an agent reads before the first word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from empathy.brief import TranscriptLine, compose
from empathy.emotion import DISCLOSURE_HEARD, Disclosure
from handoff_service.conversations.models import Conversation, Message


@dataclass(frozen=True)
class Why:
    """Why a person is wanted: the reason, the level, and what the requester told besides."""

    reason: str
    level: str
    request: Mapping[str, Any]


def brief_of(conversation: Conversation, transcript: Sequence[Message], why: Why) -> dict[str, Any]:
    """The brief (`heard.brief/1`) as the conversation stands now."""
    told = disclosure_in(transcript)
    return compose(
        conversation=conversation.id,
        who={
            "name": conversation.name,
            "channel": conversation.channel,
            "locale": conversation.locale,
            "language": conversation.language,
            "consent": {"tone": conversation.tone_consent},
        },
        why={
            "reason": why.reason,
            "level": why.level,
            "trigger": why.request.get("message_number") or why.request.get("trigger_number"),
            "disclosure": told.to_dict() if told else None,
        },
        lines=[line_of(message) for message in transcript],
        bot=why.request,
    )


def line_of(message: Message) -> TranscriptLine:
    """A kept message as the core reads it."""
    at = message.at.isoformat()
    return TranscriptLine(message.number, message.author, message.purpose, message.text, at, message.reading)


def disclosure_in(transcript: Sequence[Message]) -> Disclosure | None:
    """The surest disclosure of distress in a conversation, the newest among equals."""
    readings = [message.reading for message in transcript if message.reading is not None]
    told = [reading.disclosure for reading in readings if reading.disclosure is not None]
    heard = [one for one in told if one.confidence >= DISCLOSURE_HEARD]
    return max(reversed(heard), key=lambda one: one.confidence, default=None)
