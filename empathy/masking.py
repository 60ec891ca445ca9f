"""Takes out of a text what could reach a person: numbers and addresses become placeholders of the same shape."""

from __future__ import annotations

import re

#: So many digits in one piece are an account, a card, a postcode; a year or a price has fewer.
LONG_RUN = 5
#: So many digits with small gaps between them are a telephone number (or a date of birth).
PHONE = 7
_GAP = r"[ \u00a0\u2009\u202f.\-\u2010-\u2014/()]{0,3}"
_NUMBER = re.compile(rf"\d(?:{_GAP}\d){{{PHONE - 1},}}|\d{{{LONG_RUN},}}")
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"\w@|@\w")


def masked(text: str) -> str:
    """`text` with telephone numbers, e-mail addresses and long runs of digits made unrecognisable.

    Each of their digits becomes 0, each letter of an address x (or X): the length and every other character
    stay, so the text keeps its shape. Masking twice changes nothing more; no input is an error.
    """
    return _NUMBER.sub(_zeros, _WORD.sub(_faceless, text))


def _zeros(found: re.Match[str]) -> str:
    return "".join("0" if char.isdecimal() else char for char in found.group())


def _faceless(found: re.Match[str]) -> str:
    word = found.group()
    return "".join(map(_placeholder, word)) if _ADDRESS.search(word) else word


def _placeholder(char: str) -> str:
    if char.isdecimal():
        return "0"
    if char.isalpha():
        return "X" if char.isupper() else "x"
    return char
