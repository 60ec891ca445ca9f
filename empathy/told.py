"""Picks out what a message states beyond doubt ("a week", "18.00"), so that words may name it without mishearing it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

#: Prefix of the facts: {told_amount} in a text is the amount that this very message tells.
TOLD = "told_"
#: Words before an amount that make it the usual price, or another company's: not what the customer is upset about.
_NOT_THE_POINT = re.compile(
    r"\b(usually|normally|always|used to|supposed to|should|only pay|instead of|plan (is|costs)|offers?|charges|"
    r"normalmente|siempre|deber[íi]a|en vez de|en lugar de|ofrece|cobra)\b[^.!?]{0,24}$",
    re.IGNORECASE,
)


def told_in(text: str, entities: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """`told_<entity>` -> its value in small letters, for each entity of which the message holds one value alone.

    `entities` are Rasa's: `entity`, `value`, `start` (where it begins in `text`); one that two patterns found counts
    once. An amount that is said to be the usual one is left out.
    """
    found = {(str(one["entity"]), str(one["value"]).lower()): int(one.get("start", 0)) for one in entities}
    names = [name for name, _ in found]
    return {
        TOLD + name: value
        for (name, value), start in found.items()
        if names.count(name) == 1 and not _beside_the_point(name, text[:start])
    }


def _beside_the_point(name: str, before: str) -> bool:
    return name == "amount" and _NOT_THE_POINT.search(before) is not None
