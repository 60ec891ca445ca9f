"""Distress first, then age; and nobody waits for ever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.emotion import LEVELS
from empathy.queueing import (
    HEAD_START_S,
    LONGEST_HEAD_START_S,
    TIER_START_S,
    Waiting,
    ahead_of,
    order,
    urgency,
)

waits = st.builds(
    Waiting,
    id=st.uuids().map(str),
    level=st.sampled_from(LEVELS),
    tier=st.integers(0, 3),
    waited_s=st.integers(0, 200_000).map(float),
)
queues = st.lists(waits, max_size=12, unique_by=lambda one: one.id)


def waiting(name: str, **changes) -> Waiting:
    return replace(Waiting(name, "offer", 0, 60.0), **changes)


def later(queue: list[Waiting], seconds: float) -> list[Waiting]:
    return [replace(one, waited_s=one.waited_s + seconds) for one in queue]


@given(queues)
def test_the_order_is_a_matter_of_who_waits_and_not_of_how_they_are_listed(queue) -> None:
    assert order(queue) == order(reversed(queue))


@given(queues)
def test_for_the_same_wait_more_distress_goes_first(queue) -> None:
    level_first = order([replace(one, waited_s=60.0) for one in queue])
    ranks = [LEVELS.index(one.level) * 10 + one.tier for one in level_first if one.tier == 0]
    assert ranks == sorted(ranks, reverse=True)


@given(queues)
def test_for_the_same_distress_the_longer_wait_goes_first(queue) -> None:
    alike = order([replace(one, level="offer", tier=1) for one in queue])
    assert all(first.waited_s >= second.waited_s for first, second in pairwise(alike))


@given(queues, st.integers(0, 100_000))
def test_two_who_wait_never_swap_places(queue, seconds) -> None:
    assert [one.id for one in order(later(queue, seconds))] == [one.id for one in order(queue)]


@given(waits, queues)
def test_nobody_is_overtaken_by_who_came_later_than_the_longest_head_start(one, queue) -> None:
    overtakers = [other for other in queue if ahead_of(one, [other])]
    assert all(other.waited_s >= one.waited_s - LONGEST_HEAD_START_S for other in overtakers)


@pytest.mark.parametrize("gap_s", [300.0, 3600.0])
def test_under_an_endless_stream_of_emergencies_everybody_is_served_in_bounded_time(gap_s: float) -> None:
    # One agent serves one person every gap_s; every gap_s another, worse emergency comes.
    clock, arrivals = 0.0, [("first", 0.0, "none", 0)]
    while any(name == "first" for name, *_ in arrivals):
        arrivals.append((f"late-{clock}", clock, "immediate", 3))
        queue = [Waiting(name, level, tier, clock - at) for name, at, level, tier in arrivals]
        served = order(queue)[0].id
        arrivals = [one for one in arrivals if one[0] != served]
        clock += gap_s
    assert clock <= LONGEST_HEAD_START_S + 2 * gap_s


def test_an_emergency_goes_before_an_hour_of_waiting() -> None:
    queue = [
        waiting("old", level="none", waited_s=3600.0),
        waiting("danger", level="immediate", waited_s=0.0),
    ]
    assert [one.id for one in order(queue)] == ["danger", "old"]
    assert ahead_of(queue[0], queue) == 1


def test_twins_are_told_apart_by_their_ids() -> None:
    assert [one.id for one in order([waiting("b"), waiting("a")])] == ["a", "b"]


def test_urgency_grows_second_by_second() -> None:
    assert urgency(level="none", tier=0, waited_s=60.0) == 60.0
    assert urgency(level="none", tier=2, waited_s=60.0) == 2 * TIER_START_S + 60.0
    assert urgency(level="priority", tier=0, waited_s=60.0) == HEAD_START_S["priority"] + 60.0
