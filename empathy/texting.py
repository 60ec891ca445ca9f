"""Fits words to text messages: choices as numbers, long words in whole sentences, a number back to its choice."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = (
    750  # characters; even if each takes two code units, a piece stays below the carrier's limit of 1,600
)
_CHOICE = re.compile(r"\s*[#(]?\s*([1-9][0-9]?)\s*[.):!]?\s*", re.ASCII)
_END_OF_SENTENCE = re.compile(r"(?<=[.!?\u2026])\s+|\n+")


def with_choices(text: str, titles: Sequence[str]) -> str:
    """The text with its buttons as numbered lines: "1 Talk to a person"."""
    return "\n".join([text, *(f"{number} {title}" for number, title in enumerate(titles, start=1))])


def chosen(reply: str, count: int) -> int | None:
    """The index (from 0) of the choice that a reply of just its number means; None for every other reply."""
    match = _CHOICE.fullmatch(reply)
    number = int(match.group(1)) if match else 0
    return number - 1 if 1 <= number <= count else None


def pieces(text: str, *, longest: int = LONGEST) -> tuple[str, ...]:
    """The text in pieces of at most `longest` characters, cut after sentences, or between words if one is longer."""
    rest, cut = text.strip(), []
    while len(rest) > longest:
        at = _cut_before(rest, longest)
        cut.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*cut, rest)


def _cut_before(text: str, longest: int) -> int:
    ends = [match.start() for match in _END_OF_SENTENCE.finditer(text, 0, longest + 1)]
    blank = text.rfind(" ", 1, longest + 1)
    return ends[-1] if ends and ends[-1] > 0 else blank if blank > 0 else longest
