"""Turns tokens into counted n-grams: words, word pairs and pieces of words, the same in training and in reading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from emotion_model.tokens import Token

SHORTEST, LONGEST = 2, 5


@lru_cache(maxsize=30_000)
def pieces(norm: str) -> tuple[str, ...]:
    """The character pieces of one word, its edges marked with blanks; words over 30 characters give those of their start."""
    edged = f" {norm[:30]} "
    return tuple(
        edged[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(edged) - size + 1)
    )


def word_grams(tokens: Sequence[Token], first: int, stop: int) -> list[str]:
    """Words and neighbouring pairs of the tokens in [first, stop); a pair never reaches over a sentence's end."""
    grams: list[str] = []
    before = ""
    for token in tokens[first:stop]:
        grams.append(token.norm)
        if before:
            grams.append(f"{before} {token.norm}")
        before = token.norm if token.kind != "end" else ""
    return grams


def char_grams(tokens: Sequence[Token], first: int, stop: int) -> list[str]:
    """Character pieces of the words in [first, stop)."""
    grams: list[str] = []
    for token in tokens[first:stop]:
        if token.kind == "word":
            grams.extend(pieces(token.norm))
    return grams


def signs(tokens: Sequence[Token], first: int, stop: int) -> list[str]:
    """Signs of manner in [first, stop): how long it is, how it ends, whether it asks or shouts."""
    part = tokens[first:stop]
    words = [token for token in part if token.kind == "word"]
    found = [f"length {min(6, len(words) // 4)}"]
    ends = "".join(token.norm for token in part if token.kind == "end")
    found += [name for sign, name in (("?", "asks"), ("!", "exclaims")) if sign in ends]
    if ends.count("!") + ends.count("?") > 2 or "!?" in ends:
        found.append("insists")
    if any(token.kind == "emoji" for token in part):
        found.append("emoji")
    return found
