"""When a feeling is named, for which event, and never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.acknowledge import DUE_FOR, NOT_DUE_FOR, Moment, acknowledgement, event_of, explain
from tests.empathy.builders import moment, reading, readings, told

INTENTS = ["slow_internet", "inform", "nlu_fallback", "report_bereavement", "financial_hardship", ""]
EVENTS = ["slow_internet", "frustration", "bereavement", "hardship"]
moments = st.builds(
    Moment,
    reading=readings,
    tier=st.integers(0, 3),
    intent=st.sampled_from(INTENTS),
    events_acknowledged=st.frozensets(st.sampled_from(EVENTS)),
    last_turn_acknowledged=st.booleans(),
    after_crisis=st.booleans(),
    trivial=st.booleans(),
)


@pytest.mark.parametrize(
    "emotion", ["frustration", "confusion", "anxiety", "sadness", "shame", "disappointment"]
)
def test_a_feeling_is_acknowledged_by_its_own_words(emotion: str) -> None:
    assert acknowledgement(moment(emotion)) == f"utter_acknowledge_{emotion}"


@given(moments)
def test_one_event_is_never_acknowledged_twice(now: Moment) -> None:
    after = replace(now, events_acknowledged=now.events_acknowledged | {event_of(now)})
    assert acknowledgement(after) is None


@given(moments)
def test_a_crisis_has_its_own_words(now: Moment) -> None:
    assert acknowledgement(replace(now, reading=replace(now.reading, level="immediate"))) is None


@pytest.mark.parametrize("emotion", ["neutral", "relief"])
@pytest.mark.parametrize("tier", [0, 1, 2, 3])
def test_calm_and_relief_are_left_alone(emotion: str, tier: int) -> None:
    assert acknowledgement(moment(emotion, 0.9, tier=tier)) is None


@pytest.mark.parametrize("calm", [{"tier": 0}, {"reading": reading("frustration", 0.34)}])
def test_mild_words_in_a_calm_talk_are_left_alone(calm: dict) -> None:
    assert acknowledgement(moment(**calm)) is None


def test_two_turns_running_are_not_acknowledged_while_it_is_mild() -> None:
    assert acknowledgement(moment(last_turn_acknowledged=True)) is None


@pytest.mark.parametrize("tier", [2, 3])
def test_a_new_event_at_a_clear_tier_is_always_acknowledged(tier: int) -> None:
    now = moment(intensity=0.2, tier=tier, last_turn_acknowledged=True)
    assert acknowledgement(now) == "utter_acknowledge_frustration"


@pytest.mark.parametrize("quiet", [{"trivial": True}, {"after_crisis": True}])
def test_bare_answers_and_the_turn_after_safety_words_are_left_alone(quiet: dict) -> None:
    assert acknowledgement(moment(tier=3, **quiet)) is None


def test_a_feeling_that_may_not_be_read_is_not_named() -> None:
    assert acknowledgement(moment(reading=reading("frustration", 0.9, toned=False))) is None


@pytest.mark.parametrize("kind", ["bereavement", "hardship"])
@given(now=moments)
def test_a_loss_is_acknowledged_in_every_moment(kind: str, now: Moment) -> None:
    grieving = reading("neutral", disclosure=told(kind), level="offer")
    asked = replace(now, reading=grieving, events_acknowledged=frozenset())
    assert acknowledgement(asked) == f"utter_acknowledge_{kind}"


@pytest.mark.parametrize(
    ("intent", "event"), [("report_bereavement", "bereavement"), ("financial_hardship", "hardship")]
)
def test_a_loss_told_by_intent_alone_is_the_same_event(intent: str, event: str) -> None:
    now = moment("neutral", 0.0, intent=intent, tier=0)
    assert event_of(now) == event
    assert acknowledgement(now) == f"utter_acknowledge_{event}"


def test_a_doubtful_loss_is_not_condoled() -> None:
    now = moment(reading=reading("sadness", 0.6, disclosure=told("bereavement", 0.09)))
    assert acknowledgement(now) == "utter_acknowledge_sadness"


def test_the_event_is_the_intent_or_else_the_emotion() -> None:
    assert event_of(moment(intent="missed_visit")) == "missed_visit"
    assert event_of(moment(intent="nlu_fallback")) == "frustration"
    assert event_of(moment(reading=reading("shame", disclosure=told("medical", 0.4)), intent="")) == "shame"


def test_the_marks_themselves_count_as_reached() -> None:
    assert acknowledgement(moment("shame", 0.35)) == "utter_acknowledge_shame"
    told_softly = moment(reading=reading("neutral", disclosure=told("hardship", 0.3)))
    assert acknowledgement(told_softly) == "utter_acknowledge_hardship"


@given(moments)
def test_the_reason_and_the_decision_never_disagree(now: Moment) -> None:
    due = explain(now)
    assert due.words == acknowledgement(now)
    assert due.event == event_of(now)
    assert due.reason in (NOT_DUE_FOR if due.words is None else DUE_FOR)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (moment(reading=reading("sadness", disclosure=told("suicide"), level="immediate")), "safety_first"),
        (moment(intent="bill", events_acknowledged=frozenset({"bill"})), "event_acknowledged"),
        (moment("neutral", intent="report_bereavement"), "loss"),
        (moment(reading=reading("frustration", 0.9, toned=False)), "tone_declined"),
        (moment("relief", 0.9), "calm"),
        (moment(trivial=True), "bare_answer"),
        (moment(after_crisis=True), "after_safety"),
        (moment(tier=3), "clear_strain"),
        (moment(tier=0), "calm_course"),
        (moment(intensity=0.3, tier=1), "faint"),
        (moment(tier=1, last_turn_acknowledged=True), "just_acknowledged"),
        (moment(tier=1), "mild_strain"),
    ],
)
def test_each_reason_has_its_moment(now: Moment, reason: str) -> None:
    assert explain(now).reason == reason


def test_words_that_name_nothing_are_about_what_the_last_turns_were_about() -> None:
    assert event_of(moment(intent="nlu_fallback", topic="report_outage")) == "report_outage"
    assert event_of(moment(intent="roaming", topic="report_outage")) == "roaming"
    told_again = moment(intent="inform", topic="roaming", events_acknowledged=frozenset({"roaming"}))
    assert acknowledgement(told_again) is None
