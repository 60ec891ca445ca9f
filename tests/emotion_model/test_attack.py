"""No text breaks the reader: any Unicode, any length, always a valid reading."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import emotion_model
from empathy.emotion import EMOTIONS, LEVELS, Reading

HOSTILE = {
    "one word": "a" * 100_000,
    "brackets": "(" * 100_000,
    "apostrophes": "a'" * 50_000,
    "spelled out": "s u i c i d e " * 7_000,
    "stars": "k*ll " * 20_000,
    "marks": "e" + "\u0301" * 99_999,
    "zero width": "\u200b" * 100_000,
    "emoji": "😀" * 100_000,
    "surrogates": "\ud800" * 100_000,
    "turned": "\u202e" * 50_000 + "x",
    "one sentence": "help i want to die " * 5_000,
    "ligatures": "ﷺ" * 20_000,
}


def valid(reading: Reading) -> bool:
    reading.to_dict()
    return reading.emotion in EMOTIONS and 0.0 <= reading.intensity <= 1.0 and reading.level in LEVELS


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_unicode_is_read(text):
    assert valid(emotion_model.load().read(text))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="kilmysef '’*!1.\n\u200b", max_size=200))
def test_any_scramble_of_danger_words_is_read(text):
    assert valid(emotion_model.load().read(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hundred_thousand_hostile_characters_are_read(reader, name):
    assert valid(reader.read(HOSTILE[name]))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_chatter_around_it_does_not_hide_a_cry_for_help(before, after):
    reading = emotion_model.load().read(f"{before}\nI want to kill myself\n{after}")
    assert reading.disclosure is not None


def test_evidence_can_be_written_as_utf8(reader):
    reading = reader.read("I want to\ud800 die")
    assert all(words.encode("utf-8") for words in reading.disclosure.evidence)
