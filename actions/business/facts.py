"""The facts that the business tells, as values: money in cents, days as dates, words per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

Words = Mapping[str, str]
"""The same words in each language the company speaks: {"en": ..., "es": ...}."""

WINDOWS = ("morning", "afternoon", "evening")
"""Parts of a day in which a technician can come; WINDOW_HOURS gives the hours."""

WINDOW_HOURS: Mapping[str, tuple[int, int]] = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 20)}


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's account; `status` is active or holder_deceased."""

    number: str
    holder: str
    language: str
    area: str
    status: str


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill; `once` marks what is not part of the usual month, `dated_on` the day it arose."""

    account: str
    month: date
    cents: int
    text: Words
    once: bool
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Bill:
    """One month's bill; `month` is the first day of its month, `paid_on` is None while it is open."""

    account: str
    month: date
    due_on: date
    paid_on: date | None
    lines: tuple[BillLine, ...] = ()

    @property
    def cents(self) -> int:
        """The bill's total."""
        return sum(line.cents for line in self.lines)


@dataclass(frozen=True, slots=True)
class LateFee:
    """A fee charged because a payment came late."""

    account: str
    cents: int
    charged_on: date
    reason: Words


@dataclass(frozen=True, slots=True)
class Payment:
    """The latest attempt to take a payment; `reason` says why it failed, None if it went through."""

    account: str
    cents: int
    tried_on: date
    reason: Words | None


@dataclass(frozen=True, slots=True)
class Outage:
    """A fault of a whole area; `estimates` are the successive times at which it should be over."""

    area: str
    since: datetime
    estimates: tuple[datetime, ...]
    cause: Words


@dataclass(frozen=True, slots=True)
class LineTest:
    """What a test of the customer's line measured, in Mbit/s, against what was sold."""

    account: str
    measured: int
    sold: int


@dataclass(frozen=True, slots=True)
class MobileLine:
    """A mobile number and how it is doing."""

    account: str
    number: str
    state: Words


@dataclass(frozen=True, slots=True)
class Usage:
    """Mobile data used in this billing month, in tenths of a gigabyte."""

    account: str
    used: int
    allowance: int
    resets_on: date


@dataclass(frozen=True, slots=True)
class Visit:
    """A technician's visit; `state` is booked, missed or done; `credit_cents` was given for a missed one."""

    account: str
    reference: str
    day: date
    window: str
    technician: str
    reason: Words
    state: str = "booked"
    credit_cents: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What the customer subscribes to; speed in Mbit/s."""

    account: str
    name: str
    cents: int
    speed: int
    ends_on: date


@dataclass(frozen=True, slots=True)
class Order:
    """Something on its way to the customer."""

    account: str
    item: Words
    state: Words
    expected_on: date


@dataclass(frozen=True, slots=True)
class Technician:
    """A person who visits; `weekdays` (0 Monday to 6 Sunday) and `windows` say when they work."""

    name: str
    weekdays: tuple[int, ...]
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a visit can be."""

    day: date
    window: str


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A balance split into equal monthly instalments (the last one takes the odd cents)."""

    account: str
    reference: str
    months: int
    instalment_cents: int
    first_on: date


@dataclass(frozen=True, slots=True)
class Dispute:
    """A charge that the customer contests; `reason` is in the customer's own words."""

    account: str
    reference: str
    month: date
    cents: int
    reason: str
