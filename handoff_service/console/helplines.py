"""Puts numbers before the agent that may be named to somebody in danger or money trouble, with what the first words left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handoff_service.conversations.models import Conversation
from handoff_service.conversations.speaking import listener_of
from handoff_service.words import Words

#: Help that a person can tell to be right, where the reading of a message cannot.
ALSO = {"abuse_danger": ("child",), "medical": ("poison",)}
KINDS = ("suicide", "self_harm", "abuse_danger", "medical", "hardship")


def helplines(words: Words, conversation: Conversation) -> dict[str, tuple[str, ...]]:
    """Kind of disclosure -> help lines of the customer's country, each as one line."""
    country = words.country_of(listener_of(conversation))
    return {kind: tuple(_lines(words, kind, country=country)) for kind in KINDS}


def _lines(words: Words, kind: str, *, country: str) -> Iterator[str]:
    for name in (kind, *ALSO.get(kind, ())):
        for entry in words.entries(name, country=country):
            yield _line(entry)


def _line(entry: Mapping[str, Any]) -> str:
    named = (("call", "call"), ("text", "text"), ("url", "see"))
    ways = [f"{verb} {entry[key]}" for key, verb in named if entry.get(key)]
    return f"{entry['name']}: {', '.join(ways) or entry['words']['en']}"
