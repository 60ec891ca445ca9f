"""Knows when it is too late in the day to begin texting somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = timedelta(days=1)

#: From when to when nothing is begun; the second may be the earlier one, past midnight.
Hours = tuple[time, time]


def hours_of(written: str) -> Hours | None:
    """Quiet hours from "21:00-08:00"; None for an empty text. Raises ValueError for anything else."""
    if not written.strip():
        return None
    match = _HOURS.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{written!r} is not written as 21:00-08:00")
    first, last = (time(int(hour), int(minute)) for hour, minute in (match.groups()[:2], match.groups()[2:]))
    return None if first == last else (first, last)


def quiet_left(local: datetime, hours: Hours) -> timedelta:
    """How long it is still quiet at a local time; zero outside the quiet hours, at most a day."""
    first, last = hours
    now = local.time()
    inside = first <= now < last if first < last else now >= first or now < last
    if not inside:
        return timedelta()
    end = local.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0)
    return end - local if end > local else end + _DAY - local


def longest_quiet(locals_: Iterable[datetime], hours: Hours) -> timedelta:
    """How long to wait until it is quiet nowhere: a number may be in several time zones. Look again afterwards."""
    return max((quiet_left(local, hours) for local in locals_), default=timedelta())
