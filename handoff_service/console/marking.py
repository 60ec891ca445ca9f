"""Marks evidence in a customer's words without ever changing them: text in, pieces of the same text out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `marked` where it is evidence."""

    text: str
    marked: bool


def whole(text: str) -> tuple[Piece, ...]:
    """The text with nothing marked."""
    return (Piece(text, marked=False),)


def marked(text: str, evidence: Collection[str]) -> tuple[Piece, ...]:
    """`text` cut so that each phrase of `evidence` is marked, capitals aside; joined it is `text`."""
    inside = [False] * len(text)
    lowered = text.lower()
    # A few letters change their length in lower case (İ): then places no longer fit, and nothing is marked.
    phrases = {phrase.lower().strip() for phrase in evidence} - {""} if len(lowered) == len(text) else set()
    for phrase in phrases:
        at = lowered.find(phrase)
        while at >= 0:
            inside[at : at + len(phrase)] = [True] * len(phrase)
            at = lowered.find(phrase, at + len(phrase))
    return pieces(text, inside)


def pieces(text: str, inside: list[bool]) -> tuple[Piece, ...]:
    """Runs of equal marks as pieces."""
    found: list[Piece] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or inside[at] != inside[start]:
            found.append(Piece(text[start:at], inside[start]))
            start = at
    return tuple(found)
