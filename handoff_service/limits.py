"""Slows down floods: a bucket of tokens for each key, so that one customer's flood is nobody else's delay."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from empathy.errors import TooMany

KEYS_KEPT = 50_000


class RateLimit:
    """Lets `per_minute` requests a minute through for each key, in bursts of up to that many."""

    def __init__(self, per_minute: int, *, ticks: Callable[[], float]) -> None:
        self.burst, self.per_second, self.ticks = float(per_minute), per_minute / 60, ticks
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, key: str) -> None:
        """Take one token of `key`; raises TooMany with the seconds to wait if none is left."""
        now = self.ticks()
        left, at = self.buckets.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.per_second)
        self.buckets[key] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self.buckets) > KEYS_KEPT:
            self.buckets.popitem(last=False)
        if left < 1:
            wait = max(1, round((1 - left) / self.per_second))
            raise TooMany("Too many requests at once.", remedy=f"Wait {wait} seconds and send it again.")
