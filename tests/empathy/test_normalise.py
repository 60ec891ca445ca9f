"""Junk is refused kindly, words stay as they were, and no text can drive the bot."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from empathy.errors import EmptyMessage, Malformed, TooLarge, UnreadableMessage
from empathy.normalise import MAX_LENGTH, MAX_MARKS, defused, matching, plain

anything = st.text(st.characters(), max_size=60)
marked = st.text(st.sampled_from("ae /\n\u0301\u0323\u0958\u093c\u1100\u1161\u11a8\u200d\u0000"), max_size=40)


@given(anything | marked)
def test_plain_text_stays_as_it_is(text: str) -> None:
    try:
        once = plain(text)
    except Malformed:
        assume(False)
    assert plain(once) == once


@given(anything)
def test_plain_text_can_be_kept_anywhere(text: str) -> None:
    try:
        kept = plain(text)
    except Malformed:
        assume(False)
    kept.encode("utf-8")
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello \r\nthere\t! ", "hello \nthere !"),
        ("a\rb", "a\nb"),
        ("cafe\u0301", "café"),
        ("\ufeffhi\x00\x07", "hi"),
        ("abc\u202edef", "abcdef"),
        ("bad \ud800 half", "bad  half"),
        ("👩\u200d👧 ❤\ufe0f", "👩\u200d👧 ❤\ufe0f"),
        ("😀", "😀"),
        ("?", "?"),
    ],
)
def test_what_customers_mean_is_kept_and_the_rest_goes(typed: str, kept: str) -> None:
    assert plain(typed) == kept


def test_stacked_accents_are_thinned() -> None:
    kept = plain("z" + "\u0335" * 50 + "a")
    assert kept == "z" + "\u0335" * MAX_MARKS + "a"


@pytest.mark.parametrize("blank", ["", "   ", "\n\t ", "\u3000"])
def test_a_blank_message_is_refused_as_empty(blank: str) -> None:
    with pytest.raises(EmptyMessage):
        plain(blank)


@pytest.mark.parametrize("junk", ["\x00\x01", "\u200b", "\u200d\ufe0f", "\ud800", "\u0301"])
def test_a_message_that_nobody_can_see_is_refused_as_unreadable(junk: str) -> None:
    with pytest.raises(UnreadableMessage):
        plain(junk)


def test_a_message_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert len(plain(" " + "x" * MAX_LENGTH)) == MAX_LENGTH
    with pytest.raises(TooLarge, match="4001"):
        plain("x" * (MAX_LENGTH + 1))


def test_blanks_around_a_message_do_not_count() -> None:
    assert plain(" " * MAX_LENGTH + "hi" + " " * MAX_LENGTH) == "hi"


def test_a_flood_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(TooLarge):
        plain(" " * 1_000_000)


blanks = st.text(
    st.sampled_from(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2003\u2028\u2029\u3000"), max_size=5
)


@given(blanks, anything)
def test_no_text_reaches_rasa_as_a_command(before: str, text: str) -> None:
    # Rasa strips with str.strip() and looks for a slash at the beginning.
    assert not defused(before + "/" + text).strip().startswith("/")
    assert not defused(text).strip().startswith("/")


@given(anything)
def test_defusing_twice_changes_nothing_more(text: str) -> None:
    assert defused(defused(text)) == defused(text)


def test_only_a_leading_slash_is_replaced() -> None:
    assert defused(" /restart{}") == "\u2215restart{}"
    assert defused("and/or") == "and/or"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I don\u2019t KNOW", "i don't know"),
        ("I donʼt know", "I don\u2032t know"),
        ("k\u200bill", "kill"),
        ("sooooo", "soo"),
        ("ｆｕｌｌ", "full"),
        ("\u201cquoted\u201d", '"quoted"'),
        ("a  b\nc", "a b c"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_of_the_same_words_match(one: str, other: str) -> None:
    assert matching(one) == matching(other)


def test_digits_are_never_squeezed() -> None:
    assert matching("I owe 1000") == "i owe 1000"


@given(anything)
def test_matching_twice_changes_nothing_more(text: str) -> None:
    assert matching(matching(text)) == matching(text)
