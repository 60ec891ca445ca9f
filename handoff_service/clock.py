"""The only place that asks the system for the time, so that every other part can be given another clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds on a clock that never goes back; only differences mean something."""
    return time.monotonic()
