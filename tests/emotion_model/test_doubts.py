"""What is said of a reading that should be taken with care: that it is not certain, that the words may be ironic."""

from __future__ import annotations

import pytest

import emotion_model

READ = emotion_model.load().read


@pytest.mark.parametrize(
    "text",
    [
        "Brilliant. Third outage this week. Do I get a loyalty card?",
        "Congratulations on the new version. It removed every feature that I used, very clean look.",
    ],
)
def test_sarcasm_is_said_as_such(text: str) -> None:
    assert "sarcasm" in READ(text).doubts


@pytest.mark.parametrize(
    "text", ["Thanks, it works again!", "Where is my order?", "I am so angry, this is the third time"]
)
def test_plain_words_are_not_doubted(text: str) -> None:
    assert READ(text).doubts == ()


def test_an_emotion_that_is_less_likely_right_than_wrong_is_said_to_be_uncertain() -> None:
    reading = READ("I suppose that is one way to see it")
    assert reading.confidence < 0.5
    assert "unsure" in reading.doubts


def test_nothing_is_doubted_where_tone_was_not_read() -> None:
    assert READ("Brilliant. Third outage this week. Do I get a loyalty card?", toned=False).doubts == ()
