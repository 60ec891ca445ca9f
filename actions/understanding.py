"""Finds times of day, amounts and numbers in customers' words, English or Spanish; no text makes it raise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from actions.business.facts import WINDOW_HOURS

TEXT_CAP = 400
"""More than this many characters are no answer to "which day?"; the cap keeps the search quick."""

_NUMBERS: Mapping[str, int] = {
    name: count
    for count, names in enumerate(
        ("one uno un una", "two dos couple", "three tres", "four cuatro", "five cinco", "six seis",
         "seven siete", "eight ocho", "nine nueve", "ten diez", "eleven once", "twelve doce"), start=1
    )
    for name in names.split()
}  # fmt: skip
_BEFORE, _AFTER = r"(?<![\w.,/-])", r"(?!\w|[\d.,/-]*\d)"
_WHOLE, _CENTS = r"(\d{1,3}(?:[,.']\d{3})+|\d{1,9})", r"(?:[.,](\d{1,2}))?"
#: A sum is told by its sign, its word, or its cents; a bare figure only counts where nothing tells more.
_AMOUNTS = (
    re.compile(r"[$€]\s?" + _WHOLE + _CENTS + _AFTER),
    re.compile(_BEFORE + _WHOLE + _CENTS + r"\s?(?:dollars?|bucks|usd|d[oó]lares)\b"),
    re.compile(_BEFORE + _WHOLE + r"[.,](\d{2})" + _AFTER),
    re.compile(_BEFORE + _WHOLE + _CENTS + _AFTER),
)
ISO_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))? ?(am|pm|a\.m\.|p\.m\.)|\b(\d{1,2}):(\d\d)\b")
_HOUR_SPAN = re.compile(r"\b(\d{1,2}) ?(?:am|pm)? ?(?:to|-|–|and|a|y) ?(\d{1,2}|noon)\b")
_ANY = re.compile(
    r"\b(?:asap|as soon as|soonest|earliest|right away|now|any ?(?:day|time)|whenever"
    r"|(?:no|don't have a) preference|doesn't matter"
    r"|cuanto antes|lo antes posible|cualquier(?:a| d[ií]a| hora)?|cuando sea|da igual)\b"
)
_ALL = re.compile(
    r"\b(?:all of it|the (?:whole|entire|full|total)|everything|all|todo|toda|entera|completa)\b"
)
#: In this order, because "mañana por la tarde" is an afternoon.
_WINDOW_WORDS: Mapping[str, re.Pattern[str]] = {
    "evening": re.compile(
        r"\b(?:evenings?|nights?|tonight|after work|after (?:5|five|6|six)|noche|despu[ée]s del trabajo)\b"
    ),
    "afternoon": re.compile(r"\b(?:afternoons?|midday|(?:after|past) (?:lunch|noon)|tardes?|mediod[ií]a)\b"),
    "morning": re.compile(
        r"\b(?:mornings?|before (?:noon|lunch)|early|temprano|la mañana|mañanas|esta mañana)\b"
    ),
}


def matching(text: str) -> str:
    """The text as the rules here see it: composed, without case, blanks joined, capped."""
    folded = unicodedata.normalize("NFKC", text[:TEXT_CAP]).casefold().replace("’", "'")
    return " ".join(folded.split())


def window_in(text: str) -> str | None:
    """The part of the day that the text names (a key of WINDOW_HOURS), None if it names none."""
    said = ISO_DAY.sub(" ", matching(text))
    if said == "mañana":  # alone, as an answer to "which part of the day?"
        return "morning"
    named = (name for name, pattern in _WINDOW_WORDS.items() if pattern.search(said))
    return next(named, None) or _window_of_hours(said)


def _window_of_hours(said: str) -> str | None:
    span, at = _HOUR_SPAN.search(said), _CLOCK.search(said)
    if span:
        hour = int(span[1])
    elif at:
        hour = int(at[1] or at[4]) % (12 if at[3] else 24) + (12 if at[3] and at[3].startswith("p") else 0)
    else:
        return None
    hour += 12 if hour < 8 else 0  # nobody means five in the morning
    return next((name for name, (begin, end) in WINDOW_HOURS.items() if begin <= hour < end), None)


def amount_in(text: str) -> int | None:
    """The first amount of money in the text, in cents: "$18", "18,00", "1,250.5"; None if there is none."""
    found = (pattern.search(matching(text)) for pattern in _AMOUNTS)
    match = next((match for match in found if match is not None), None)
    if match is None:
        return None
    return int(re.sub(r"\D", "", match[1])) * 100 + int((match[2] or "0").ljust(2, "0"))


def count_in(text: str) -> int | None:
    """The first number in the text, in digits or as a word up to twelve; None if there is none."""
    found = (count_of(word) for word in re.findall(r"\w+", matching(text)))
    return next((count for count in found if count is not None), None)


def count_of(word: str) -> int | None:
    """The number that one word is, None for any other word."""
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else _NUMBERS.get(word)


def no_preference(text: str) -> bool:
    """Whether the text leaves the choice to us: "as soon as possible", "any day", "lo antes posible"."""
    return _ANY.search(matching(text)) is not None


def whole_of_it(text: str) -> bool:
    """Whether the text means everything: "all of it", "the whole bill", "todo"."""
    return _ALL.search(matching(text)) is not None
