"""The more acute, the sooner it is due."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from empathy.service_levels import PROMISES, ServiceLevel, ServiceLevelRules, deadlines

START = datetime(2026, 11, 21, 23, 59, tzinfo=timezone.utc)  # noqa: UP017 - runs on Python 3.10, too
moments = st.integers(0, 10**9).map(lambda seconds: START + timedelta(seconds=seconds))


@given(moments, st.integers(0, 2))
def test_a_more_acute_tier_is_never_due_later(at: datetime, tier: int) -> None:
    calmer, acuter = deadlines(tier, at), deadlines(tier + 1, at)
    assert all(at < acuter[promise] <= calmer[promise] for promise in PROMISES)


def test_a_tier_above_the_last_has_the_promises_of_the_last() -> None:
    assert deadlines(9, START) == deadlines(3, START)


def test_designers_promises_are_kept() -> None:
    quick = ServiceLevel(timedelta(minutes=2), timedelta(minutes=3), timedelta(hours=1))
    due = deadlines(3, START, ServiceLevelRules((quick,) * 4))
    assert due == {
        "first_reply": START + timedelta(minutes=2),
        "next_reply": START + timedelta(minutes=3),
        "resolution": START + timedelta(hours=1),
    }
