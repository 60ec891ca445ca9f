"""Cuts a message into tokens that remember their place, so that every finding can be shown as the customer wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from emotion_model.spelling import disguised
from empathy.normalise import matching

# Characters that hide inside a word without showing: zero-width, soft hyphen, direction marks, combining marks.
_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
APOSTROPHES = "'’‘ʼ′＇`´"
_INNER = f"{APOSTROPHES}*@$"
_PIECE = re.compile(
    r"(?P<masked>\b(?:[kK][!|][lL1!|]+(?:ing)?|[dD][!|][eE]|[sS]u[!|]c[!|]d(?:e|al))\b)"
    rf"|(?P<word>[\w{_UNSEEN}]+(?:[{_INNER}]+[\w{_UNSEEN}]+)*)"
    r"|(?P<emoji>[\u2600-\u27bf\U0001f000-\U0001faff])"
    r"|(?P<dots>\.{2,}|…+)"
    r"|(?P<end>[.!?\n;¡¿]+)"
)
_DIGITS = re.compile(r"[\d.,]*\d")
_SHORT_VERB = re.compile(r"'(ll|d)$")
_FULL = {"ll": "will", "d": "would"}
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]{1,2}){2,40}[^\W\d_](?!\w)")
WINDOW, STEP = 28, 14


class Token(NamedTuple):
    """A piece of the message: `norm` is its matching form, `start:end` its place in the original; `kind` word, emoji, dots or end."""

    norm: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Text:
    """A message cut into tokens; `sentences` are [start, stop) ranges of tokens, long ones cut into overlapping windows."""

    original: str
    tokens: Sequence[Token]
    sentences: Sequence[tuple[int, int]]

    def span(self, first: int, stop: int) -> str:
        """The customer's own characters from token `first` up to and without token `stop`."""
        found = self.original[self.tokens[first].start : self.tokens[stop - 1].end]
        return found.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=50_000)
def _form(surface: str) -> str:
    plain = _SHORT_VERB.sub(lambda match: _FULL[match.group(1)], matching(surface)).replace("'", "")
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    form = "".join(bare.split())
    if form[:1].isdigit() and form not in (
        "2",
        "4",
        "2day",
        "2nite",
        "2moro",
        "2night",
    ):
        return _DIGITS.sub("0", form)
    return disguised(form)


def _joined(text: str) -> list[tuple[int, int]]:
    """Places where a word was written letter by letter ("s u i c i d e")."""
    return [match.span() for match in _SPACED.finditer(text)]


def _end_form(mark: str) -> str:
    return "".join(sign for sign in ("!", "?", ".") if sign in mark) or "."


def _pieces(text: str) -> list[Token]:
    tokens: list[Token] = []
    spaced = _joined(text)
    place = 0
    for match in _PIECE.finditer(text):
        start, end, kind = match.start(), match.end(), match.lastgroup or "word"
        while place < len(spaced) and spaced[place][1] <= start:
            place += 1
        if place < len(spaced) and spaced[place][0] <= start:
            if start == spaced[place][0]:
                start, end = spaced[place]
                letters = "".join(sign for sign in text[start:end] if sign.isalpha())
                tokens.append(Token(_form(letters), start, end, "word"))
            continue
        if kind == "masked":
            tokens.append(
                Token(
                    _form(match.group().replace("!", "i").replace("|", "l")),
                    start,
                    end,
                    "word",
                )
            )
            continue
        form = _form(match.group()) if kind == "word" else match.group()
        form = {"dots": "...", "end": _end_form(form)}.get(kind, form)
        if form:
            tokens.append(Token(form, start, end, kind))
    return tokens


def _sentences(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.kind == "end":
            ranges.append((start, index + 1))
            start = index + 1
    ranges.append((start, len(tokens)))
    cut: list[tuple[int, int]] = []
    for first, stop in ranges:
        if stop - first <= WINDOW:
            cut.append((first, stop))
        else:
            cut.extend((at, min(at + WINDOW, stop)) for at in range(first, stop - STEP, STEP))
    return [(first, stop) for first, stop in cut if any(token.kind == "word" for token in tokens[first:stop])]


def cut(text: str) -> Text:
    """Any text at all -> its tokens and sentences, in time linear in its length."""
    tokens = _pieces(text)
    return Text(text, tokens, _sentences(tokens))
