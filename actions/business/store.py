"""The embedded business desk: one SQLite file, durable bookings, answers that survive a restart."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from actions.business import decisions
from actions.business.database import TABLES, insert, open_database, renew, writing
from actions.business.errors import AccountUnknown, DeskUnavailable, NoSuchVisit, SlotTaken
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
from actions.business.rows import from_row, to_row
from actions.clock import Clock


class SqliteDesk:
    """The side of `BusinessDesk` that keeps; one connection, used from one thread.

    Calls take about a millisecond and writes one fsync, so they are made on the server's own thread.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        """Open or make the file at `path` and seed it as of today. Raises DeskUnavailable, RuleError."""
        self._path, self._clock = path, clock
        self._db = open_database(path)
        self._as_of: date | None = None
        with self._open():
            pass

    def close(self) -> None:
        """Close the file; nothing is lost that was answered."""
        self._db.close()

    def account(self, number: str) -> Account:
        """The account with this number."""
        with self._open() as db:
            row = db.execute("SELECT * FROM accounts WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise AccountUnknown(number)
        return from_row(Account, row)

    def bills(self, number: str) -> tuple[Bill, ...]:
        """The bills, newest first."""
        lines = self._all(BillLine, number)
        return tuple(
            replace(bill, lines=tuple(line for line in lines if line.month == bill.month))
            for bill in sorted(self._all(Bill, number), key=lambda bill: bill.month, reverse=True)
        )

    def late_fee(self, number: str) -> LateFee | None:
        """The fee charged last."""
        return self._one(LateFee, number)

    def last_payment(self, number: str) -> Payment | None:
        """The latest attempt to take a payment."""
        return self._one(Payment, number)

    def outage(self, area: str) -> Outage | None:
        """The present outage of an area."""
        with self._open() as db:
            row = db.execute("SELECT * FROM outages WHERE area = ?", (area,)).fetchone()
        return None if row is None else from_row(Outage, row)

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
        return tuple(sorted(self._all(Visit, number), key=lambda visit: visit.day))

    def plan(self, number: str) -> Plan | None:
        """The present subscription."""
        return self._one(Plan, number)

    def order(self, number: str) -> Order | None:
        """The open order."""
        return self._one(Order, number)

    def free_slots(self, first: date, last: date) -> tuple[Slot, ...]:
        """The times at which a technician is free."""
        with self._open():
            return decisions.free_slots(decisions.days(first, last), self._technicians(), self._booked())

    def book_visit(self, request: VisitRequest, *, key: str) -> Visit:
        """Book a visit."""
        self.account(request.account)

        def make(reference: str) -> Visit:
            slot, who = request.slot, self._free_technician(request.slot)
            return self._kept(Visit(request.account, reference, slot.day, slot.window, who, request.problem))

        return self._once(key, "HV", make, kind=Visit)

    def move_visit(self, reference: str, slot: Slot, *, key: str) -> Visit:
        """Move a booked visit."""

        def make(_: str) -> Visit:
            query = "SELECT * FROM visits WHERE reference = ? AND state = 'booked'"
            row = self._db.execute(query, (reference,)).fetchone()
            if row is None:
                raise NoSuchVisit(reference)
            who = self._free_technician(slot)
            self._db.execute("DELETE FROM visits WHERE reference = ?", (reference,))
            return self._kept(replace(from_row(Visit, row), day=slot.day, window=slot.window, technician=who))

        return self._once(key, "HV", make, kind=Visit)

    def arrange_plan(self, request: PlanRequest, *, key: str) -> PaymentPlan:
        """Split a balance into instalments."""
        number, part = (
            self.account(request.account).number,
            decisions.instalments(request.cents, request.months)[0],
        )

        def make(reference: str) -> PaymentPlan:
            plan = PaymentPlan(number, reference, request.months, part, request.first_on)
            insert(self._db, plan)
            return plan

        return self._once(key, "HP", make, kind=PaymentPlan)

    def open_dispute(self, request: DisputeRequest, *, key: str) -> Dispute:
        """Contest a charge."""
        number = self.account(request.account).number

        def make(reference: str) -> Dispute:
            dispute = Dispute(number, reference, request.month, request.cents, request.reason)
            insert(self._db, dispute)
            return dispute

        return self._once(key, "HD", make, kind=Dispute)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            now = self._clock()
            if self._as_of != now.date():
                renew(self._db, now)
                self._as_of = now.date()
            yield self._db
        except sqlite3.Error as fault:
            raise DeskUnavailable(str(self._path), str(fault)) from fault

    def _all[T](self, kind: type[T], number: str) -> list[T]:
        self.account(number)
        with self._open() as db:
            query = f"SELECT * FROM {TABLES[kind]} WHERE account = ? ORDER BY rowid"  # noqa: S608  # our own names
            rows = db.execute(query, (number,)).fetchall()
        return [from_row(kind, row) for row in rows]

    def _one[T](self, kind: type[T], number: str) -> T | None:
        return next(iter(self._all(kind, number)), None)

    def _technicians(self) -> list[Technician]:
        return [
            from_row(Technician, row) for row in self._db.execute("SELECT * FROM technicians ORDER BY rowid")
        ]

    def _booked(self) -> list[Visit]:
        return [
            from_row(Visit, row) for row in self._db.execute("SELECT * FROM visits WHERE state = 'booked'")
        ]

    def _free_technician(self, slot: Slot) -> str:
        name = decisions.free_technician(slot, self._technicians(), self._booked())
        if name is None:
            raise SlotTaken(slot)
        return name

    def _kept(self, visit: Visit) -> Visit:
        insert(self._db, visit)
        self._db.execute("UPDATE visits SET by_customer = 1 WHERE reference = ?", (visit.reference,))
        return visit

    def _once[T](self, key: str, prefix: str, make: Callable[[str], T], *, kind: type[T]) -> T:
        with self._open() as db, writing(db):
            row = db.execute("SELECT result FROM receipts WHERE key = ?", (key,)).fetchone()
            if row is not None:
                return from_row(kind, json.loads(row["result"]))
            last = db.execute("SELECT coalesce(max(id), 0) AS id FROM receipts").fetchone()["id"]
            made = make(f"{prefix}-{4001 + last}")
            record: dict[str, Any] = to_row(made)
            db.execute("INSERT INTO receipts (key, result) VALUES (?, ?)", (key, json.dumps(record)))
            return made
