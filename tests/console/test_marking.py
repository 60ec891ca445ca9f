"""Marking evidence changes no letter of what the customer wrote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handoff_service.console.marking import marked


@given(st.text(), st.lists(st.text(), max_size=4))
def test_the_pieces_joined_are_the_text(text: str, evidence: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, evidence)) == text


@given(st.text(alphabet="abc ", min_size=1), st.text(alphabet="abc", min_size=1, max_size=3))
def test_each_occurrence_is_marked_and_nothing_else(text: str, phrase: str) -> None:
    pieces = marked(text, [phrase])
    assert any(piece.marked for piece in pieces) == (phrase in text)
    assert all(phrase not in piece.text for piece in pieces if not piece.marked)


def test_capitals_do_not_matter_and_overlaps_join() -> None:
    pieces = marked("NOBODY ever fixes it", ["nobody ever", "ever fixes"])
    assert [(piece.text, piece.marked) for piece in pieces] == [("NOBODY ever fixes", True), (" it", False)]


def test_letters_that_change_their_length_leave_the_text_unmarked() -> None:
    assert [(piece.text, piece.marked) for piece in marked("İstanbul bill", ["bill"])] == [
        ("İstanbul bill", False)
    ]
