"""What was told once stays flagged, whoever doubts it, and says who marked it."""

from __future__ import annotations

from hypothesis import given

from empathy.correction import Correction, Judgement
from empathy.emotion import DISCLOSURE_HEARD, Reading
from empathy.flags import flags
from tests.empathy.builders import reading, readings, told
from tests.empathy.histories import histories, record


def mark(kind: str, **changed: object) -> Correction:
    return record(1, Judgement("sadness", None, kind), **changed)


@given(readings, histories())
def test_no_history_of_corrections_clears_a_flag(read: Reading, made: tuple[Correction, ...]) -> None:
    shown = {flag.kind for flag in flags([(1, read, made)])}
    if read.disclosure is not None and read.disclosure.confidence >= DISCLOSURE_HEARD:
        assert read.disclosure.kind in shown
    marked = {one.judgement.disclosure for one in made if one.act == "correct" and one.judgement} - {"none"}
    assert marked <= shown


def test_a_flag_says_who_marked_it_and_who_doubts_it() -> None:
    taken = record(2, None, act="take_back", undoes=1, by="Jonas")
    (flag,) = flags([(3, reading(), (mark("suicide", by="Maya"), taken))])
    assert (flag.kind, flag.by, flag.doubted_by, flag.confidence) == ("suicide", "Maya", "Jonas", 1.0)
    denied = record(1, Judgement("neutral", None, "none"), by="Maya")
    (flag,) = flags([(3, reading(disclosure=told("medical")), (denied,))])
    assert (flag.by, flag.doubted_by, flag.to_dict()["evidence"]) == (None, "Maya", ["his words"])


def test_another_kind_doubts_the_first_and_both_stay() -> None:
    renamed = mark("self_harm", id=2, by="Jonas")
    shown = flags([(1, reading(), (mark("suicide", by="Maya"), renamed))])
    assert [(flag.kind, flag.doubted_by) for flag in shown] == [("self_harm", None), ("suicide", "Jonas")]


def test_the_gravest_flag_comes_first_and_a_faint_one_is_none() -> None:
    lines = [
        (1, reading(disclosure=told("suicide", 0.7)), ()),
        (2, reading(), (mark("bereavement"),)),
        (3, reading(disclosure=told("medical", DISCLOSURE_HEARD / 2)), ()),
        (4, None, ()),
    ]
    assert [flag.kind for flag in flags(lines)] == ["suicide", "bereavement"]


def test_of_one_kind_the_undoubted_is_shown() -> None:
    denied = record(1, Judgement("neutral", None, "none"))
    lines = [
        (1, reading(disclosure=told("suicide", 0.9)), (denied,)),
        (2, reading(disclosure=told("suicide", 0.7)), ()),
    ]
    assert [(flag.number, flag.doubted_by) for flag in flags(lines)] == [(2, None)]
