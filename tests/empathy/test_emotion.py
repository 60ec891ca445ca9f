"""What one message calls for, and that readings survive the wire."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from empathy.emotion import CRISES, LEVELS, UNREAD, Reading, across, danger_of, highest, level_of
from empathy.errors import Malformed
from tests.empathy.builders import disclosures, reading, readings, shares, told


@pytest.mark.parametrize("kind", CRISES)
@pytest.mark.parametrize("person", ["first", "third"])
def test_a_sure_crisis_stops_automation_whoever_it_is_about(kind: str, person: str) -> None:
    disclosure = told(kind, 0.6, person=person)
    assert level_of(disclosure, emotion="neutral", intensity=0.0) == "immediate"


@pytest.mark.parametrize("kind", CRISES)
@pytest.mark.parametrize(("confidence", "level"), [(0.59, "offer"), (0.1, "offer"), (0.09, "none")])
def test_an_unsure_crisis_offers_a_person(kind: str, confidence: float, level: str) -> None:
    assert level_of(told(kind, confidence), emotion="neutral", intensity=0.0) == level


@pytest.mark.parametrize("kind", ["bereavement", "hardship"])
def test_a_loss_offers_a_person_however_sure(kind: str) -> None:
    assert level_of(told(kind, 1.0), emotion="sadness", intensity=1.0) == "offer"


@pytest.mark.parametrize(("intensity", "level"), [(0.84, "none"), (0.85, "priority")])
def test_acute_frustration_goes_ahead_of_the_queue(intensity: float, level: str) -> None:
    assert level_of(None, emotion="frustration", intensity=intensity) == level


def test_other_emotions_alone_call_for_nobody() -> None:
    assert level_of(None, emotion="shame", intensity=1.0) == "none"


def test_asking_for_a_person_is_at_least_an_offer() -> None:
    assert level_of(None, emotion="neutral", intensity=0.0, asked_for_person=True) == "offer"
    assert level_of(None, emotion="frustration", intensity=0.9, asked_for_person=True) == "priority"


@given(disclosures, shares)
def test_more_confidence_never_lowers_the_level(disclosure, more) -> None:
    surer = told(disclosure.kind, max(disclosure.confidence, more))
    before = level_of(disclosure, emotion="neutral", intensity=0.0)
    assert LEVELS.index(level_of(surer, emotion="neutral", intensity=0.0)) >= LEVELS.index(before)


def test_the_highest_of_no_levels_is_none() -> None:
    assert highest([]) == "none"
    assert highest(["offer", "immediate", "priority"]) == "immediate"


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="tuple"):
        highest(["urgent"])


@given(readings)
def test_a_reading_survives_the_wire(one) -> None:
    assert Reading.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_a_reading_is_written_as_heard_read_prints_it() -> None:
    written = reading("shame", 0.5, level="offer").to_dict()
    assert written["handoff"] == "offer"
    assert written["disclosure"] == {"kind": "none", "confidence": 0.0, "evidence": [], "person": "first"}


def test_doubts_travel_with_a_reading_and_unknown_ones_stay_behind() -> None:
    written = {**UNREAD.to_dict(), "doubts": ["unsure", "mood", "sarcasm"]}
    assert Reading.from_dict(written).doubts == ("unsure", "sarcasm")


def test_an_unread_message_is_neutral_and_says_so() -> None:
    assert (UNREAD.emotion, UNREAD.level, UNREAD.toned) == ("neutral", "none", False)
    assert [name for name, score in UNREAD.scores.items() if score] == ["neutral"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("emotion", "anger"),
        ("intensity", 1.2),
        ("intensity", True),
        ("intensity", float("nan")),
        ("scores", {"neutral": "much"}),
        ("scores", [1]),
        ("evidence", "word"),
        ("evidence", [1]),
        ("handoff", 3),
        ("toned", "yes"),
        ("disclosure", {"kind": "theft", "confidence": 0.5}),
    ],
)
def test_a_reading_with_a_wrong_field_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(Malformed):
        Reading.from_dict({**UNREAD.to_dict(), key: value})


def test_what_only_two_messages_make_is_told_by_the_later_one() -> None:
    alone, together = reading("frustration", 0.4), reading(disclosure=told("suicide", 0.9), level="immediate")
    joined = across(alone, together)
    assert (joined.disclosure, joined.level) == (together.disclosure, "immediate")
    assert (joined.emotion, joined.intensity, joined.scores) == (alone.emotion, alone.intensity, alone.scores)


@given(readings, readings)
def test_reading_two_messages_together_takes_nothing_back(alone: Reading, together: Reading) -> None:
    joined = across(alone, together)
    assert LEVELS.index(joined.level) >= LEVELS.index(alone.level)
    assert joined.disclosure == (alone.disclosure or together.disclosure)


def test_danger_without_a_name_of_its_own_counts_as_self_harm() -> None:
    assert [danger_of(kind) for kind in CRISES] == list(CRISES)
    assert {danger_of(kind) for kind in ("", "bereavement", "hardship")} == {"self_harm"}
