"""Turns tokens into counted n-grams: words, word pairs and pieces of words, the same in training and in reading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from emotion_model.tokens import Text, Token

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


def whole(text: Text) -> tuple[list[str], list[str]]:
    """Both kinds of n-grams of a whole message: (words and pairs, pieces)."""
    stop = len(text.tokens)
    return word_grams(text.tokens, 0, stop), char_grams(text.tokens, 0, stop)
