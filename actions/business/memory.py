"""A business desk that lives in memory alone: for tests, and for a house that must not keep anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from actions.business import decisions
from actions.business.errors import AccountUnknown, NoSuchVisit, SlotTaken
from actions.business.facts import (
    Account,
    Bill,
    BillLine,
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
    Technician,
    Usage,
    Visit,
)
from actions.business.port import DisputeRequest, PlanRequest, VisitRequest
from actions.business.seed import Company


class MemoryDesk:
    """The side of `BusinessDesk` that works alone; it forgets everything when it goes."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._accounts: dict[str, Account] = {each.number: each for each in company.of(Account)}
        self._visits: dict[str, Visit] = {each.reference: each for each in company.of(Visit)}
        self._receipts: dict[str, Any] = {}

    def account(self, number: str) -> Account:
        """The account with this number."""
        if number not in self._accounts:
            raise AccountUnknown(number)
        return self._accounts[number]

    def bills(self, number: str) -> tuple[Bill, ...]:
        """The bills, newest first."""
        lines: tuple[BillLine, ...] = self._all(BillLine, number)
        bills: tuple[Bill, ...] = self._all(Bill, number)
        return tuple(
            replace(bill, lines=tuple(line for line in lines if line.month == bill.month))
            for bill in sorted(bills, key=lambda bill: bill.month, reverse=True)
        )

    def late_fee(self, number: str) -> LateFee | None:
        """The fee charged last."""
        return self._one(LateFee, number)

    def last_payment(self, number: str) -> Payment | None:
        """The latest attempt to take a payment."""
        return self._one(Payment, number)

    def outage(self, area: str) -> Outage | None:
        """The present outage of an area."""
        outages: tuple[Outage, ...] = self._company.of(Outage)
        return next((each for each in outages if each.area == area), None)

    def line_test(self, number: str) -> LineTest | None:
        """The latest line test."""
        return self._one(LineTest, number)

    def mobile(self, number: str) -> MobileLine | None:
        """The mobile line."""
        return self._one(MobileLine, number)

    def usage(self, number: str) -> Usage | None:
        """This month's mobile data."""
        return self._one(Usage, number)

    def visits(self, number: str) -> tuple[Visit, ...]:
        """Every visit of the account, by day."""
        self.account(number)
        own = (visit for visit in self._visits.values() if visit.account == number)
        return tuple(sorted(own, key=lambda visit: visit.day))

    def plan(self, number: str) -> Plan | None:
        """The present subscription."""
        return self._one(Plan, number)

    def order(self, number: str) -> Order | None:
        """The open order."""
        return self._one(Order, number)

    def free_slots(self, first: date, last: date) -> tuple[Slot, ...]:
        """The times at which a technician is free."""
        return decisions.free_slots(decisions.days(first, last), self._company.of(Technician), self._booked())

    def book_visit(self, request: VisitRequest, *, key: str) -> Visit:
        """Book a visit."""

        def make(reference: str) -> Visit:
            self.account(request.account)
            who, slot = self._technician(request.slot), request.slot
            return self._kept(Visit(request.account, reference, slot.day, slot.window, who, request.problem))

        return self._once(key, "HV", make)

    def move_visit(self, reference: str, slot: Slot, *, key: str) -> Visit:
        """Move a booked visit."""

        def make(_: str) -> Visit:
            visit = self._visits.get(reference)
            if visit is None or visit.state != "booked":
                raise NoSuchVisit(reference)
            return self._kept(
                replace(visit, day=slot.day, window=slot.window, technician=self._technician(slot))
            )

        return self._once(key, "HV", make)

    def arrange_plan(self, request: PlanRequest, *, key: str) -> PaymentPlan:
        """Split a balance into instalments."""
        part = decisions.instalments(request.cents, request.months)[0]
        number = self.account(request.account).number
        return self._once(
            key, "HP", lambda ref: PaymentPlan(number, ref, request.months, part, request.first_on)
        )

    def open_dispute(self, request: DisputeRequest, *, key: str) -> Dispute:
        """Contest a charge."""
        number = self.account(request.account).number
        return self._once(
            key, "HD", lambda ref: Dispute(number, ref, request.month, request.cents, request.reason)
        )

    def _all(self, kind: type[Any], number: str) -> tuple[Any, ...]:
        self.account(number)
        return tuple(each for each in self._company.of(kind) if each.account == number)

    def _one[T](self, kind: type[T], number: str) -> T | None:
        return next(iter(self._all(kind, number)), None)

    def _booked(self) -> list[Visit]:
        return [visit for visit in self._visits.values() if visit.state == "booked"]

    def _technician(self, slot: Slot) -> str:
        name = decisions.free_technician(slot, self._company.of(Technician), self._booked())
        if name is None:
            raise SlotTaken(slot)
        return name

    def _kept(self, visit: Visit) -> Visit:
        self._visits[visit.reference] = visit
        return visit

    def _once[T](self, key: str, prefix: str, make: Callable[[str], T]) -> T:
        if key not in self._receipts:
            self._receipts[key] = make(f"{prefix}-{4001 + len(self._receipts)}")
        found: T = self._receipts[key]
        return found
