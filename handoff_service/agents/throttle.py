"""Slows down whoever guesses passwords, without letting a stranger lock an agent out."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from empathy.errors import TooMany

WITHIN = timedelta(minutes=15)
#: Failed attempts allowed within `WITHIN` from one network address: on one account, and on all accounts.
#: Never for an account alone: that would let anybody lock its owner out.
MOST_ON_ONE_ACCOUNT = 5
MOST_FROM_ONE_ADDRESS = 30
MOST_KEYS = 10_000


class Throttle:
    """Failed sign-ins of the last minutes, by where they came from; kept in memory, bounded."""

    def __init__(self) -> None:
        self.failures: OrderedDict[tuple[str, ...], list[datetime]] = OrderedDict()

    def check(self, *, address: str, email: str, now: datetime) -> None:
        """Raises TooMany when this address has failed too often."""
        for key, most in limits(address, email):
            recent = [at for at in self.failures.get(key, ()) if now - at < WITHIN]
            if len(recent) >= most:
                minutes = int((recent[0] + WITHIN - now).total_seconds() // 60) + 1
                raise TooMany(
                    "Too many failed sign-ins.",
                    remedy=f"Try again in {minutes} min, or ask your supervisor for a new password.",
                )

    def failed(self, *, address: str, email: str, now: datetime) -> None:
        """Remember one failed sign-in."""
        for key, _most in limits(address, email):
            kept = [at for at in self.failures.pop(key, ()) if now - at < WITHIN]
            self.failures[key] = [*kept, now][-MOST_FROM_ONE_ADDRESS:]
        while len(self.failures) > MOST_KEYS:
            self.failures.popitem(last=False)

    def succeeded(self, *, address: str, email: str) -> None:
        """Forget the failures of this address on this account."""
        self.failures.pop((address, email.lower()), None)


def limits(address: str, email: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    """The keys that count for one attempt, each with its limit."""
    return (((address, email.lower()), MOST_ON_ONE_ACCOUNT), ((address,), MOST_FROM_ONE_ADDRESS))
