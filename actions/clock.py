"""The only place in this package that asks the machine for the time, so that tests can name the moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


def local_now() -> datetime:
    """The present moment, aware, in the time zone of this machine: "tomorrow" is meant in local days."""
    return datetime.now().astimezone()


def ticks() -> float:
    """Seconds of a clock that only measures how long something took."""
    return time.perf_counter()
