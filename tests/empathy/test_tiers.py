"""Tiers rise at once, fall step by step and never flap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.course import Course
from empathy.errors import RuleError
from empathy.tiers import TierRules, explain_tier, next_tier
from tests.empathy.builders import shares

tiers = st.integers(0, 3)


def at(level: float) -> Course:
    return Course(level=level)


@given(tiers, shares)
def test_a_constant_course_never_goes_up_after_it_went_down(tier: int, level: float) -> None:
    walk = [tier]
    for _ in range(8):
        walk.append(next_tier(walk[-1], at(level)))
    steps = [after - before for before, after in pairwise(walk)]
    assert all(later <= 0 for step, later in pairwise(steps) if step < 0)
    assert steps[-1] == 0


@given(tiers, shares)
def test_it_goes_down_one_step_at_a_time(tier: int, level: float) -> None:
    assert next_tier(tier, at(level)) >= tier - 1


@given(shares)
def test_it_goes_up_at_once(level: float) -> None:
    assert next_tier(0, at(level)) == sum(level >= mark for mark in TierRules().enter)


@given(shares, shares, tiers)
def test_a_higher_level_never_means_a_lower_tier(one: float, other: float, tier: int) -> None:
    low, high = sorted((one, other))
    assert next_tier(tier, at(high)) >= next_tier(tier, at(low))


def test_between_the_marks_the_tier_stays() -> None:
    assert [next_tier(tier, at(0.4)) for tier in (0, 1, 2, 3)] == [1, 1, 2, 2]


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_tier_is_left_below_its_mark_and_not_at_it(tier: int) -> None:
    mark = TierRules().leave[tier - 1]
    assert next_tier(tier, at(mark)) == tier
    assert next_tier(tier, at(mark - 0.001)) == tier - 1


def test_designers_marks_are_followed() -> None:
    rules = TierRules(enter=(0.1, 0.2, 0.3), leave=(0.05, 0.15, 0.25))
    assert next_tier(0, at(0.3), rules=rules) == 3
    assert next_tier(3, at(0.2), rules=rules) == 2


def test_designers_may_add_a_tier_above_the_third() -> None:
    rules = TierRules(enter=(0.2, 0.5, 0.75, 0.9), leave=(0.1, 0.35, 0.55, 0.8))
    assert next_tier(0, at(0.9), rules=rules) == 4
    assert next_tier(4, at(0.79), rules=rules) == 3


def test_a_conversation_from_before_a_tier_was_taken_away_goes_on_in_the_highest() -> None:
    assert next_tier(4, at(0.9)) == 3
    assert next_tier(4, at(0.1)) == 2


@pytest.mark.parametrize(
    ("enter", "leave"),
    [
        ((0.5, 0.4, 0.9), (0.1, 0.2, 0.3)),
        ((0.0, 0.4, 0.9), (0.1, 0.2, 0.3)),
        ((0.2, 0.4, 1.9), (0.1, 0.2, 0.3)),
        ((0.2, 0.4), (0.1, 0.2, 0.3)),
        ((0.2, 0.4, 0.6, 0.8), (0.1, 0.2, 0.3)),
        (tuple(number / 20 for number in range(2, 12)), tuple(number / 20 for number in range(1, 11))),
        ((0.2, 0.4, 0.9), (0.0, 0.2, 0.3)),
        ((0.2, 0.4, 0.9), (0.2, 0.3, 0.4)),
    ],
)
def test_marks_that_could_flap_are_refused(enter: tuple, leave: tuple) -> None:
    with pytest.raises(RuleError, match=r"tiers\.(enter|leave)"):
        TierRules(enter=enter, leave=leave)


@pytest.mark.parametrize(
    ("before", "level", "tier", "reason", "mark"),
    [
        (0, 0.1, 0, "calm", 0.2),
        (0, 0.6, 2, "reached", 0.5),
        (2, 0.6, 2, "reached", 0.5),
        (2, 0.4, 2, "held", 0.35),
        (2, 0.3, 1, "eased", 0.35),
        (1, 0.05, 0, "eased", 0.12),
    ],
)
def test_a_tier_says_which_mark_decided(
    before: int, level: float, tier: int, reason: str, mark: float
) -> None:
    move = explain_tier(before, Course(level=level))
    assert (move.tier, move.reason, move.mark) == (tier, reason, mark)
