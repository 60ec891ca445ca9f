"""What the actions ask of a company, so that a real billing system can take the demo's place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from actions.business.facts import (
    Account,
    Bill,
    Dispute,
    LateFee,
    LineTest,
    MobileLine,
    Order,
    Outage,
    Payment,
    PaymentPlan,
    Plan,
    Slot,
    Usage,
    Visit,
    Words,
)


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """A visit that a customer wants; `problem` is what they said is wrong."""

    account: str
    slot: Slot
    problem: Words


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """A balance in cents to be paid in `months` parts from `first_on` on."""

    account: str
    cents: int
    months: int
    first_on: date


@dataclass(frozen=True, slots=True)
class DisputeRequest:
    """A charge of a month's bill that a customer contests, with the reason in their words."""

    account: str
    month: date
    cents: int
    reason: str


class BusinessDesk(Protocol):
    """Facts by account number, and four things that can be arranged.

    Every method with an account raises AccountUnknown for a number that does not exist. Writing methods
    take a `key` of the customer's message: the same key again changes nothing and gives the first answer.
    """

    def account(self, number: str) -> Account:
        """The account with this number."""
        ...

    def bills(self, number: str) -> tuple[Bill, ...]:
        """The bills of the last twelve whole months, newest first."""
        ...

    def late_fee(self, number: str) -> LateFee | None:
        """The fee charged last, None if there was none."""
        ...

    def last_payment(self, number: str) -> Payment | None:
        """The latest attempt to take a payment, None if there was none."""
        ...

    def outage(self, area: str) -> Outage | None:
        """The present outage of an area, None if all is well there."""
        ...

    def line_test(self, number: str) -> LineTest | None:
        """The latest line test, None for an account without a home line."""
        ...

    def mobile(self, number: str) -> MobileLine | None:
        """The mobile line, None if the account has none."""
        ...

    def usage(self, number: str) -> Usage | None:
        """This month's mobile data, None if the account has no mobile line."""
        ...

    def visits(self, number: str) -> tuple[Visit, ...]:
        """Every visit of the account, past and coming, by day."""
        ...

    def plan(self, number: str) -> Plan | None:
        """The present subscription."""
        ...

    def order(self, number: str) -> Order | None:
        """The open order, None if nothing is on its way."""
        ...

    def free_slots(self, first: date, last: date) -> tuple[Slot, ...]:
        """The times from `first` to `last` (both included) at which a technician is free, in order."""
        ...

    def book_visit(self, request: VisitRequest, *, key: str) -> Visit:
        """Book a visit with a free technician. Raises SlotTaken."""
        ...

    def move_visit(self, reference: str, slot: Slot, *, key: str) -> Visit:
        """Move a booked visit. Raises NoSuchVisit, SlotTaken."""
        ...

    def arrange_plan(self, request: PlanRequest, *, key: str) -> PaymentPlan:
        """Split a balance into instalments."""
        ...

    def open_dispute(self, request: DisputeRequest, *, key: str) -> Dispute:
        """Contest a charge."""
        ...
