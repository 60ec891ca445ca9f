"""Fits words to text messages: segments as carriers count them, choices as numbers, long words in whole sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONGEST = (
    750  # characters; even if each takes two code units, a piece stays below the carrier's limit of 1,600
)
#: The default alphabet and its extension table, 3GPP TS 23.038 § 6.2.1: one septet each, two in the extension.
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_EXTENDED = frozenset("^{}\\[~]|€\f")
#: Places of a message that stands alone, and of each part of one that does not (a header of 6 octets joins parts).
ALONE = {"GSM-7": 160, "UCS-2": 70}
JOINED = {"GSM-7": 153, "UCS-2": 67}
_CHOICE = re.compile(r"\s*[#(]?\s*([1-9][0-9]?)\s*[.):!]?\s*", re.ASCII)
_END_OF_SENTENCE = re.compile(r"(?<=[.!?\u2026])\s+|\n+")
_JOINER = "\u200d"
_SKINS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)


@dataclass(frozen=True)
class Fit:
    """How a text travels: its encoding, the places it takes there (septets or 16-bit units), and in how many parts."""

    encoding: str
    places: int
    segments: int


def fit(text: str) -> Fit:
    """How a carrier sends `text`: GSM-7 if every letter is in its alphabet, else UCS-2 for all of it.

    An extension character (two septets) and whatever is drawn as one sign (surrogate pairs, accents, joined emoji)
    is never split between two parts, as Twilio's message-segment-calculator counts; so a part may stay short.
    """
    encoding = "UCS-2" if beyond_gsm_7(text) else "GSM-7"
    sizes = _septets(text) if encoding == "GSM-7" else _units(text)
    places = sum(sizes)
    return Fit(encoding, places, 1 if places <= ALONE[encoding] else _parts(sizes, JOINED[encoding]))


def segments(text: str) -> int:
    """How many messages a carrier sends, and bills, for `text`; 1 for an empty one."""
    return fit(text).segments


def beyond_gsm_7(text: str) -> str:
    """The letters that make a text UCS-2, each once, sorted; empty for a text that travels as GSM-7."""
    return "".join(sorted(set(text) - GSM_7 - GSM_7_EXTENDED))


def _septets(text: str) -> list[int]:
    return [1 + (letter in GSM_7_EXTENDED) for letter in text]


def _units(text: str) -> list[int]:
    whole = (sum(1 + (ord(letter) > 0xFFFF) for letter in sign) for sign in _signs(text))
    # A pile of accents that no part can hold is split after all.
    return [size for sign in whole for size in ([sign] if sign <= JOINED["UCS-2"] else [1] * sign)]


def _signs(text: str) -> Iterator[str]:
    sign = ""
    for letter in text:
        if sign and not _joins(sign, letter):
            yield sign
            sign = ""
        sign += letter
    yield sign


def _joins(sign: str, letter: str) -> bool:
    if letter == _JOINER or sign[-1] == _JOINER or ord(letter) in _SKINS:
        return True
    if ord(letter) in _FLAGS:
        return len(sign) == 1 and ord(sign) in _FLAGS
    return unicodedata.category(letter) in ("Mn", "Me", "Mc")


def _parts(sizes: Iterable[int], room: int) -> int:
    parts, used = 1, 0
    for size in sizes:
        parts, used = (parts, used + size) if used + size <= room else (parts + 1, size)
    return parts


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
