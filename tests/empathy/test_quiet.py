"""Nothing is begun in the quiet hours, wherever the customer may be."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.quiet import hours_of, longest_quiet, quiet_left

UTC = timezone.utc  # noqa: UP017 (also runs on Python 3.10)
NIGHT = (time(21), time(8))
DAY = datetime(2026, 11, 21, tzinfo=UTC)
CLOCKS = st.times()


@pytest.mark.parametrize(
    ("hour", "minute", "left"),
    [(20, 59, 0), (21, 0, 660), (23, 30, 510), (0, 0, 480), (7, 59, 1), (8, 0, 0), (12, 0, 0)],
)
def test_the_night_passes_midnight(hour, minute, left):
    assert quiet_left(DAY.replace(hour=hour, minute=minute), NIGHT) == timedelta(minutes=left)


def test_hours_within_a_day_are_quiet_too():
    noon = (time(12), time(13, 30))
    assert quiet_left(DAY.replace(hour=13), noon) == timedelta(minutes=30)
    assert quiet_left(DAY.replace(hour=14), noon) == timedelta()


def test_the_latest_morning_counts_where_a_number_may_be_in_several_zones():
    east, west = DAY.replace(hour=9), DAY.replace(hour=6)
    assert longest_quiet([east, west], NIGHT) == timedelta(hours=2)
    assert longest_quiet([], NIGHT) == timedelta()


def test_hours_are_read_as_they_are_written():
    assert hours_of(" 21:00-08:00 ") == NIGHT
    assert hours_of("") is None
    assert hours_of("08:00-08:00") is None


@pytest.mark.parametrize("written", ["21-8", "24:00-08:00", "21:00", "night", "21:00-08:60"])
def test_other_hours_are_refused(written):
    with pytest.raises(ValueError, match="21:00-08:00"):
        hours_of(written)


@given(CLOCKS, CLOCKS, CLOCKS)
def test_after_the_wait_it_is_quiet_no_longer(now, first, last):
    first, last = first.replace(second=0, microsecond=0), last.replace(second=0, microsecond=0)
    if first == last:
        return
    local = datetime.combine(DAY, now, tzinfo=UTC)
    left = quiet_left(local, (first, last))
    assert timedelta() <= left <= timedelta(days=1)
    assert quiet_left(local + left, (first, last)) == timedelta()
