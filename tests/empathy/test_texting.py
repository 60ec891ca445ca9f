"""Words fit for text messages: segments as carriers count them, numbered choices, whole sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.texting import ALONE, JOINED, beyond_gsm_7, chosen, fit, pieces, segments, with_choices

#: (runs of text, encoding, segments) as Twilio's own message-segment-calculator 1.2.0 counts them.
COUNTED = json.loads((Path(__file__).parent / "segments.json").read_text(encoding="utf-8"))


def test_segments_are_counted_as_twilio_counts_them():
    assert len(COUNTED) >= 200
    counted = [(runs, *_counted("".join(text * times for text, times in runs))) for runs, _, _ in COUNTED]
    assert counted == [(runs, encoding, count) for runs, encoding, count in COUNTED]


def _counted(text):
    return fit(text).encoding, fit(text).segments


@pytest.mark.parametrize(
    ("text", "places"), [("", 0), ("a€", 3), ("ч€", 2), ("😜", 2), ("e\u0301", 2), ("\u0301" * 80, 80)]
)
def test_places_are_septets_or_sixteen_bit_units(text, places):
    assert fit(text).places == places


def test_more_accents_than_a_part_holds_are_split_after_all():
    assert segments("a" + "\u0301" * 200) == 3


def test_what_makes_a_text_costly_is_named():
    assert beyond_gsm_7("You’re here 😜 [ok] €") == "’😜"


@given(st.text(max_size=400))
def test_parts_hold_the_text_and_at_most_one_sign_less_each(text):
    counted = fit(text)
    room = JOINED[counted.encoding]
    assert (counted.segments == 1) == (counted.places <= ALONE[counted.encoding])
    assert counted.segments == 1 or counted.places <= counted.segments * room
    assert counted.segments <= max(1, counted.places)


@given(st.text(alphabet="ab€^é\n", max_size=400), st.text(alphabet="ab€", max_size=20))
def test_a_longer_text_never_takes_fewer_segments(text, more):
    assert segments(text + more) >= segments(text)


def test_choices_are_numbered_below_the_text():
    assert with_choices("What next?", ["A person", "Go on"]) == "What next?\n1 A person\n2 Go on"
    assert with_choices("Done.", []) == "Done."


@pytest.mark.parametrize(("reply", "index"), [("1", 0), (" 2. ", 1), ("(2)", 1), ("#1", 0), ("2)", 1)])
def test_a_number_alone_is_a_choice(reply, index):
    assert chosen(reply, 2) == index


@pytest.mark.parametrize("reply", ["3", "0", "1 2", "1 please", "one", "", "-1", "1.5", "\u0661", "12"])
def test_every_other_reply_is_words(reply):
    assert chosen(reply, 2) is None


def test_sentences_are_not_cut():
    assert pieces("One sentence. Two sentences. Three.", longest=30) == (
        "One sentence. Two sentences.",
        "Three.",
    )


def test_a_sentence_that_is_too_long_is_cut_between_words():
    assert pieces("a long way home", longest=7) == ("a long", "way", "home")


@given(st.text(min_size=1), st.integers(min_value=1, max_value=50))
def test_no_letter_is_lost_and_no_piece_too_long(text, longest):
    cut = pieces(text, longest=longest)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(len(piece) <= longest for piece in cut)
