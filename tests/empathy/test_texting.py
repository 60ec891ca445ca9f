"""Words fit for text messages: numbered choices, whole sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.texting import chosen, pieces, with_choices


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
