"""Turns a conversation and a request into the brief that an agent reads before the first word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from empathy.brief import TranscriptLine, compose
from empathy.correction import counted
from empathy.flags import Flag, flags
from handoff_service.conversations.models import Conversation, Message


@dataclass(frozen=True)
class Why:
    """Why a person is wanted: the reason, the level, and what the requester told besides."""

    reason: str
    level: str
    request: Mapping[str, Any]


def brief_of(conversation: Conversation, transcript: Sequence[Message], why: Why) -> dict[str, Any]:
    """The brief (`heard.brief/1`) as the conversation stands now."""
    told = flags_in(transcript)
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
            "disclosure": told[0].to_dict() if told else None,
            "flags": [flag.to_dict() for flag in told],
        },
        lines=[line_of(message) for message in transcript],
        bot=why.request,
    )


def line_of(message: Message) -> TranscriptLine:
    """A kept message as the core reads it, with the correction that counts."""
    at, read = message.at.isoformat(), message.reading
    reading = counted(read, message.corrections) if read is not None else None
    return TranscriptLine(message.number, message.author, message.purpose, message.text, at, reading)


def flags_in(transcript: Sequence[Message]) -> tuple[Flag, ...]:
    """Every disclosure of distress in a conversation, read or marked by an agent, the gravest first."""
    return flags((message.number, message.reading, message.corrections) for message in transcript)
