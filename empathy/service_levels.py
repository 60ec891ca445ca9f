"""Says when a first reply, the next reply and the resolution are due, the sooner the more acute the tier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

PROMISES = ("first_reply", "next_reply", "resolution")


@dataclass(frozen=True)
class ServiceLevel:
    """What is promised at one tier: the longest time to the first reply, each next reply, the resolution."""

    first_reply: timedelta
    next_reply: timedelta
    resolution: timedelta


def _level(minutes: int, next_minutes: int, hours: int) -> ServiceLevel:
    return ServiceLevel(timedelta(minutes=minutes), timedelta(minutes=next_minutes), timedelta(hours=hours))


@dataclass(frozen=True)
class ServiceLevelRules:
    """One service level for each tier from 0; a tier above the last has the last one's."""

    tiers: tuple[ServiceLevel, ...] = (
        _level(10, 10, 48),
        _level(5, 8, 24),
        _level(3, 5, 8),
        _level(1, 3, 4),
    )


DEFAULT_RULES = ServiceLevelRules()


def deadlines(tier: int, at: datetime, rules: ServiceLevelRules = DEFAULT_RULES) -> dict[str, datetime]:
    """The due times of a handoff at `tier` (from 0) asked for at `at`, in plain hours, keyed by `PROMISES`."""
    promised = rules.tiers[min(tier, len(rules.tiers) - 1)]
    return {
        "first_reply": at + promised.first_reply,
        "next_reply": at + promised.next_reply,
        "resolution": at + promised.resolution,
    }
