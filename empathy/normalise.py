"""Cleans what customers type, so that junk is refused kindly and no text can drive the bot."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from empathy.errors import EmptyMessage, TooLarge, UnreadableMessage

MAX_LENGTH = 4000
#: Accents stacked on one letter beyond this many are a prank ("zalgo") that buries the words.
MAX_MARKS = 6

DIVISION_SLASH = "\u2215"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f"
# Joiners and variation selectors stay in `plain`: emoji and several scripts are written with them.
_UNWANTED = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
        **dict.fromkeys(_INVISIBLE, None),
    }
)
_LONG_RUN = re.compile(r"([^\W\d_])\1{2,}")


def _kept(char: str) -> bool:
    if char == "\n":
        return True
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _UNWANTED


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _thinned(text: str) -> str:
    runs = (("".join(run), marks) for marks, run in groupby(text, key=_is_mark))
    return "".join(run[:MAX_MARKS] if marks else run for run, marks in runs)


def _legible(text: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNPS" for char in text)


def plain(text: str) -> str:
    """The message as it is kept: NFC, no control or direction characters, no blanks at the ends; idempotent.

    Raises `EmptyMessage` or `UnreadableMessage` (both `Malformed`) if nothing is left, and `TooLarge` over
    `MAX_LENGTH` characters.
    """
    if len(text) > 4 * MAX_LENGTH:
        raise _too_large(len(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    clean = unicodedata.normalize("NFC", "".join(filter(_kept, lines)))
    clean = _thinned(clean).strip()
    if not _legible(clean):
        raise _nothing_left(text)
    if len(clean) > MAX_LENGTH:
        raise _too_large(len(clean))
    return clean


def _nothing_left(text: str) -> EmptyMessage | UnreadableMessage:
    if text.strip():
        return UnreadableMessage(
            "The message holds no readable character.", remedy="Send it as words or emoji."
        )
    return EmptyMessage("The message is empty.", remedy="Write something before sending.")


def _too_large(length: int) -> TooLarge:
    remedy = f"Send at most {MAX_LENGTH} characters, in several messages if need be."
    return TooLarge(f"The message has {length} characters.", remedy=remedy)


def defused(text: str) -> str:
    """The message as it may be given to Rasa: a slash that Rasa would take for a command becomes U+2215.

    Rasa strips the text with `str.strip()` and then looks at its first character, so this does the same.
    """
    stripped = text.strip()
    return DIVISION_SLASH + stripped[1:] if stripped.startswith("/") else stripped


def matching(text: str) -> str:
    """The message as rules compare it: NFKC, straight quotes, nothing invisible, casefolded, single blanks.

    Runs of three and more of one letter shrink to two ("sooooo" and "soo" agree); digits stay as they are.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_STRAIGHT)).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(_STRAIGHT)
    return " ".join(_LONG_RUN.sub(r"\1\1", folded).split())
