"""Lets messages out no faster than the operator's number may send: carriers block a number that floods."""

from __future__ import annotations

from collections.abc import Callable


class Turnstile:
    """At most `per_second` messages a second, one after another; 0 or less means no limit. For one process."""

    def __init__(self, per_second: float, *, ticks: Callable[[], float]) -> None:
        self.gap = 1 / per_second if per_second > 0 else 0.0
        self.ticks = ticks
        self.free_at = ticks()

    def wait_s(self) -> float:
        """0 if a message may leave now (and takes the place), else the seconds until the next may."""
        now = self.ticks()
        if now < self.free_at:
            return self.free_at - now
        self.free_at = now + self.gap
        return 0.0
