"""What could reach a person leaves the text, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.masking import LONG_RUN, masked

anything = st.text(max_size=80) | st.text(st.sampled_from("a9@. -()+/\n\u0663"), max_size=60)
digits = st.text(st.sampled_from("123456789"), min_size=LONG_RUN, max_size=20)
gaps = st.sampled_from(["", " ", "-", ".", " (", ") ", "/", "\u2011", "\u00a0"])
letter = st.sampled_from("abcXYZ19é")
name = st.tuples(letter, st.text(st.sampled_from("abcXYZ.+_-19é"), max_size=10), letter).map("".join)
quiet = st.text(st.sampled_from("abc ,.!?éñ\n"), max_size=30)


@st.composite
def phones(draw: st.DrawFn) -> str:
    groups = draw(st.lists(st.text(st.sampled_from("123456789"), min_size=2, max_size=4), min_size=4))
    return draw(st.sampled_from(["", "+", "("])) + "".join(group + draw(gaps) for group in groups)


@given(anything)
def test_the_shape_stays(text: str) -> None:
    kept = masked(text)
    assert len(kept) == len(text)
    assert [char.isspace() for char in kept] == [char.isspace() for char in text]


@given(anything)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)


@given(quiet, digits, quiet)
def test_no_digit_of_a_long_run_is_left(before: str, run: str, after: str) -> None:
    assert masked(f"{before}{run}{after}") == f"{before}{'0' * len(run)}{after}"


@given(quiet, phones(), quiet)
def test_no_digit_of_a_telephone_number_is_left(before: str, number: str, after: str) -> None:
    kept = masked(f"{before} {number} {after}")
    assert not re.search(r"[1-9]", kept)


@given(quiet, name, name, quiet)
def test_no_letter_of_an_address_is_left(before: str, local: str, host: str, after: str) -> None:
    kept = masked(f"{before} {local}@{host}.example {after}")
    assert kept.startswith(before)
    assert kept.endswith(after)
    word = kept[len(before) + 1 : len(kept) - len(after) - 1]
    assert not re.search(r"[a-wyzA-WYZ1-9é]", word)


@given(anything)
def test_only_letters_and_digits_change_and_only_to_placeholders(text: str) -> None:
    changed = [(old, new) for old, new in zip(text, masked(text), strict=True) if old != new]
    assert all(old.isalnum() and new in "xX0" for old, new in changed)


@given(anything)
def test_every_run_that_is_left_so_long_is_of_zeros(text: str) -> None:
    runs = re.findall(rf"\d{{{LONG_RUN},}}", masked(text))
    assert all(set(run) == {"0"} for run in runs)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Call me on +1 (555) 123-4567 after 5", "Call me on +0 (000) 000-0000 after 5"),
        ("it is maya.l@harbor.example, thanks", "it is xxxx.x@xxxxxx.xxxxxxx, thanks"),
        ("account 40012345678", "account 00000000000"),
        ("mi móvil: 612 34 56 78", "mi móvil: 000 00 00 00"),
        ("ask @Maya_L there", "ask @Xxxx_X there"),
        ("٠١٢٣٤٥٦٧٨", "000000000"),
    ],
)
def test_what_is_masked(written: str, kept: str) -> None:
    assert masked(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "my bill of $1,234.50 in June 2026", "5 GB for 30 days", "HB-1001", "@ home", "24/7, 365 days"],
)
def test_what_stays(written: str) -> None:
    assert masked(written) == written
