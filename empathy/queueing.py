"""Orders the people who wait for an agent: distress first, then age, and nobody starves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Head start in seconds. Everybody ages alike, so two who wait never swap places, and nobody is overtaken by
#: one who came more than the largest head start (`LONGEST_HEAD_START_S`) later.
HEAD_START_S = {"none": 0.0, "offer": 300.0, "priority": 1800.0, "immediate": 86400.0}
TIER_START_S = 240.0
LONGEST_HEAD_START_S = HEAD_START_S["immediate"] + 3 * TIER_START_S


@dataclass(frozen=True)
class Waiting:
    """One who waits: id of the handoff, its level, the conversation's tier 0..3, seconds since asking."""

    id: str
    level: str
    tier: int
    waited_s: float


def urgency(*, level: str, tier: int, waited_s: float) -> float:
    """How urgent a wait is, in seconds: the head start of its distress plus the time waited."""
    return HEAD_START_S[level] + TIER_START_S * tier + waited_s


def order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those who wait, the most urgent first; at equal urgency the longer wait, then the id."""
    return sorted(waiting, key=_place)


def ahead_of(one: Waiting, waiting: Iterable[Waiting]) -> int:
    """How many of `waiting` come before `one`."""
    place = _place(one)
    return sum(_place(other) < place for other in waiting)


def _place(one: Waiting) -> tuple[float, float, str]:
    return -urgency(level=one.level, tier=one.tier, waited_s=one.waited_s), -one.waited_s, one.id
