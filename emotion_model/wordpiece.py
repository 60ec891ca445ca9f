"""Cuts a message into the word pieces that the encoder knows; forty lines, so that no package with a network client is needed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from emotion_model.tokens import Text

MOST_PIECES = 126  # of one text, beside the marks of start and end; the encoder's places end at 128
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST_WORD = 40
_RUN = re.compile(r"(\w)\1{2,}")
_BITS = re.compile(r"[^\W_]+|[^\w\s]|_")


def legible(message: Text, first: int, stop: int) -> str:
    """The words of tokens [first, stop) as the encoder should see them: punctuation kept, disguises undone, emoji named."""
    if first >= stop:
        return ""
    parts: list[str] = []
    place = message.tokens[first].start
    for token in message.tokens[first:stop]:
        parts.append(message.original[place : token.start])
        surface = message.original[token.start : token.end]
        parts.append(_surface(surface, token.norm, token.kind))
        place = token.end
    return "".join(parts)


def _surface(surface: str, norm: str, kind: str) -> str:
    if kind == "emoji":
        return f" {unicodedata.name(surface[0], 'sign').lower()} "
    disguised = kind == "word" and norm.isalpha() and not surface.isalpha() and "'" not in surface
    return norm if disguised and surface.isascii() else surface


def _folded(text: str) -> str:
    """Lower case, no accents, nothing unseen, runs of one letter at most two long."""
    spread = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    seen = "".join(
        sign for sign in spread if unicodedata.category(sign) not in ("Mn", "Cf", "Cc") or sign in "\n\t"
    )
    return _RUN.sub(r"\1\1", seen.replace("’", "'").replace("‘", "'"))


class WordPiece:
    """A vocabulary of word pieces; the longest known piece goes first (Wu et al. 2016, as BERT has it)."""

    def __init__(self, pieces: list[str]) -> None:
        self._places = {piece: place for place, piece in enumerate(pieces)}
        self._start, self._end, self._unknown = (self._places[mark] for mark in (START, END, UNKNOWN))
        self._word = lru_cache(maxsize=20_000)(self._cut)

    @classmethod
    def load(cls, path: Path) -> WordPiece:
        """The vocabulary in a file, one piece a line."""
        return cls(path.read_text(encoding="utf-8").split("\n"))

    def ids(self, text: str) -> list[int]:
        """A text -> places of its pieces between the marks of start and end; at most MOST_PIECES + 2."""
        found: list[int] = []
        for bit in _BITS.findall(_folded(text)):
            found.extend(self._word(bit))
            if len(found) >= MOST_PIECES:
                break
        return [self._start, *found[:MOST_PIECES], self._end]

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            stop = len(word)
            while (
                stop > start
                and (word[start:stop] if start == 0 else f"##{word[start:stop]}") not in self._places
            ):
                stop -= 1
            if stop == start:
                return (self._unknown,)
            found.append(self._places[word[start:stop] if start == 0 else f"##{word[start:stop]}"])
            start = stop
        return tuple(found)
