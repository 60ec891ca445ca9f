"""The course grows with evidence, stays bounded, and forgets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.course import Course, CourseRules, course_of, fold, force
from empathy.emotion import CRISIS_SURE, UNREAD, Disclosure, Reading
from empathy.errors import Malformed
from empathy.tiers import next_tier
from tests.empathy.builders import reading, readings, shares, told

talks = st.lists(readings, max_size=12)


@given(talks)
def test_the_level_stays_between_calm_and_full(talk) -> None:
    course = course_of(talk)
    assert 0.0 <= course.level <= course.peak <= 1.0


@given(talks, talks, shares)
def test_a_stronger_message_never_lowers_the_level(before, after, more) -> None:
    mild = reading("frustration", 0.3)
    strong = replace(mild, intensity=max(0.3, more))
    assert course_of([*before, strong, *after]).level >= course_of([*before, mild, *after]).level - 1e-9


@given(shares, shares, readings)
def test_what_was_higher_before_is_not_lower_after(one, other, now) -> None:
    low, high = sorted((one, other))
    assert fold(Course(level=high), now).level >= fold(Course(level=low), now).level - 1e-9


@given(talks)
def test_calm_messages_let_any_course_fade_away(talk) -> None:
    calm = [reading()] * 20
    course = course_of([*talk, *calm])
    assert course.level < 0.01
    assert course.emotion == "neutral"


def test_repeated_annoyance_adds_up_beyond_one_outburst_of_it() -> None:
    once = course_of([reading("frustration", 0.5)])
    thrice = course_of([reading("frustration", 0.5)] * 3)
    assert thrice.level > once.level + 0.2


def test_relief_calms_faster_than_neutral_words() -> None:
    angry = course_of([reading("frustration", 0.9)] * 3)
    assert fold(angry, reading("relief", 0.8)).level < fold(angry, reading()).level


def test_trend_follows_the_level() -> None:
    rising = course_of([reading("anxiety", 0.5)])
    steady = course_of([reading("anxiety", 0.5)] * 15)
    falling = fold(steady, reading())
    assert (rising.trend, steady.trend, falling.trend) == ("rising", "steady", "falling")


def test_the_prevailing_emotion_outlives_one_neutral_answer() -> None:
    course = course_of([reading("frustration", 0.9)] * 3 + [reading()])
    assert course.emotion == "frustration"


def test_a_faint_emotion_does_not_displace_a_strong_one() -> None:
    course = course_of([reading("frustration", 0.9)] * 3 + [reading("confusion", 0.2)])
    assert course.emotion == "frustration"


def test_relief_prevails_until_the_next_neutral_message() -> None:
    relieved = course_of([reading("frustration", 0.9), reading("relief", 0.7)])
    assert relieved.emotion == "relief"
    assert fold(relieved, reading()).emotion == "neutral"


def test_a_crisis_presses_even_where_tone_may_not_be_read() -> None:
    flat = reading(disclosure=told("suicide", 0.9), toned=False)
    assert course_of([flat]).level > 0.5
    assert force(flat) > force(reading(disclosure=told("hardship", 0.9)))


def test_a_doubtful_disclosure_presses_not_at_all() -> None:
    assert force(reading(disclosure=told("suicide", 0.09))) == 0.0


def test_tone_that_may_not_be_read_is_not_counted() -> None:
    shouted = reading("frustration", 0.9, toned=False)
    assert course_of([shouted]) == Course()
    assert course_of([UNREAD]).readings == 0


@given(talks)
def test_a_course_survives_the_wire(talk) -> None:
    course = course_of(talk)
    assert Course.from_dict(json.loads(json.dumps(course.to_dict()))) == course


@pytest.mark.parametrize("wrong", [{"level": 2}, {"trend": "up"}, {"readings": 1.5}, {"readings": True}])
def test_a_course_with_a_wrong_field_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        Course.from_dict(wrong)


def test_readings_count_what_was_read() -> None:
    silent_disclosure = reading(disclosure=told("medical"), toned=False)
    assert course_of([reading(), silent_disclosure, UNREAD]).readings == 2


def test_a_disclosure_at_the_mark_presses() -> None:
    assert force(reading(disclosure=told("medical", 0.3))) == pytest.approx(0.3)


def test_an_unchanged_level_is_steady_even_without_any_band() -> None:
    assert fold(Course(), reading(), rules=CourseRules(steady_band=0.0)).trend == "steady"


@pytest.mark.parametrize(("intensity", "emotion"), [(0.75, "frustration"), (0.9, "confusion")])
def test_a_new_emotion_prevails_once_it_presses_as_hard_as_what_is_left(
    intensity: float, emotion: str
) -> None:
    before = Course(level=0.5, emotion="frustration")
    assert fold(before, reading("confusion", intensity)).emotion == emotion


def test_an_emotion_that_designers_weigh_as_nothing_never_prevails() -> None:
    rules = CourseRules(weights={"shame": 0.0})
    assert fold(Course(), reading("shame", 1.0), rules=rules).emotion == "neutral"


def test_somebody_in_danger_is_acute_at_once_however_unsure_the_words():
    told = Disclosure("suicide", CRISIS_SURE, ("better off without me",))
    reading = Reading("neutral", 0.1, {}, 0.5, (), told, "immediate")
    assert next_tier(0, fold(Course(), reading)) == 3
