"""What a message states beyond doubt may be named; what could be misheard is left out."""

from __future__ import annotations

import re

import pytest

from empathy.told import told_in
from empathy.words import choose_response


def entities(text: str, **patterns: str) -> list[dict[str, object]]:
    """Entities as Rasa gives them, found by patterns."""
    return [
        {"entity": name, "value": match.group(), "start": match.start()}
        for name, pattern in patterns.items()
        for match in re.finditer(pattern, text)
    ]


def test_a_duration_and_an_amount_are_told_in_small_letters() -> None:
    text = "A WEEK without internet and $18 extra"
    found = told_in(text, entities(text, duration="A WEEK", amount=r"\$18"))
    assert found == {"told_duration": "a week", "told_amount": "$18"}


def test_what_two_patterns_found_counts_once() -> None:
    text = "been a week without internet"
    assert told_in(text, entities(text, duration="a week") * 2) == {"told_duration": "a week"}


def test_of_two_amounts_none_is_named() -> None:
    text = "it jumped from 44.40 to 62.40"
    assert told_in(text, entities(text, amount=r"\d+\.\d+")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "I usually pay 44.40",
        "my plan is 44.40, why more?",
        "the competition charges only 44.40",
        "normalmente pago 44.40",
    ],
)
def test_the_usual_price_is_not_what_upsets(text: str) -> None:
    assert told_in(text, entities(text, amount=r"\d+\.\d+")) == {}


def test_words_that_name_what_was_told_come_first_and_only_then() -> None:
    responses = {"utter_x": [{"text": "No internet."}, {"text": "{told_duration} without internet."}]}
    facts = {"told_duration": "a week", "turn": 1}
    assert choose_response(responses, "utter_x", facts=facts, channel="web") == responses["utter_x"][1]
    assert choose_response(responses, "utter_x", facts={"turn": 1}, channel="web") == responses["utter_x"][0]
