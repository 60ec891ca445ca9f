"""What follows from the facts, as pure functions, so that every back end gives the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.business.facts import WINDOWS, Bill, BillLine, LineTest, Outage, Slot, Technician, Visit

GOOD_SHARE = 0.6
"""A line that reaches this share of the speed sold is in order: homes lose some on Wi-Fi."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a bill stands against the usual month; `line` is what made it higher, None for a usual bill."""

    bill: Bill
    usual_cents: int
    line: BillLine | None

    @property
    def difference_cents(self) -> int:
        """How much more than usual the bill is; negative for a lower one."""
        return self.bill.cents - self.usual_cents


@dataclass(frozen=True, slots=True)
class Balance:
    """What is open on an account and when the oldest part was or is due."""

    cents: int
    due_on: date


def explain(bill: Bill, bills: Sequence[Bill]) -> Explanation:
    """Set `bill` against the most frequent total of all `bills` (which must contain it)."""
    usual = Counter(each.cents for each in bills).most_common(1)[0][0]
    return Explanation(bill, usual, largest_extra(bill) if bill.cents > usual else None)


def largest_extra(bill: Bill) -> BillLine | None:
    """The dearest line that is not part of the usual month, else the dearest line; None for an empty bill."""
    extras = [line for line in bill.lines if line.once]
    return max(extras or bill.lines, key=lambda line: line.cents, default=None)


def bill_to_explain(bills: Sequence[Bill]) -> Bill | None:
    """The newest bill that was higher than usual, else the newest: what a puzzled customer means."""
    higher = (bill for bill in bills if explain(bill, bills).line is not None)
    return next(higher, bills[0] if bills else None)


def bill_of(month: date, bills: Iterable[Bill]) -> Bill | None:
    """The bill of the month that begins on `month`."""
    return next((bill for bill in bills if bill.month == month), None)


def balance(bills: Iterable[Bill]) -> Balance | None:
    """The sum of the unpaid bills; None if everything is paid."""
    unpaid = [bill for bill in bills if bill.paid_on is None]
    if not unpaid:
        return None
    return Balance(sum(bill.cents for bill in unpaid), min(bill.due_on for bill in unpaid))


def line_is_good(test: LineTest) -> bool:
    """Whether the line carries about what was sold."""
    return test.measured >= test.sold * GOOD_SHARE


def expected_end(outage: Outage, now: datetime) -> datetime:
    """The first estimate that has not passed yet (the last one if all have)."""
    return next((estimate for estimate in outage.estimates if estimate > now), outage.estimates[-1])


def instalments(cents: int, months: int) -> list[int]:
    """`cents` in `months` parts as equal as they can be; the last one takes the odd cents."""
    part = cents // months
    return [part] * (months - 1) + [cents - part * (months - 1)]


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def free_technician(slot: Slot, technicians: Iterable[Technician], visits: Iterable[Visit]) -> str | None:
    """The first technician who works at `slot` and has no booked visit then."""
    busy = {visit.technician for visit in visits if (visit.day, visit.window) == (slot.day, slot.window)}
    return next((each.name for each in technicians if works(each, slot) and each.name not in busy), None)


def works(technician: Technician, slot: Slot) -> bool:
    """Whether the technician is on duty at `slot`."""
    return slot.day.weekday() in technician.weekdays and slot.window in technician.windows


def free_slots(
    between: Iterable[date], technicians: Sequence[Technician], booked: Sequence[Visit]
) -> tuple[Slot, ...]:
    """The times on the days `between` at which somebody is free, in order."""
    slots = (Slot(day, window) for day in between for window in WINDOWS)
    return tuple(slot for slot in slots if free_technician(slot, technicians, booked) is not None)


def next_visit(visits: Iterable[Visit], today: date) -> Visit | None:
    """The booked visit that comes first, today included."""
    coming = [visit for visit in visits if visit.state == "booked" and visit.day >= today]
    return min(coming, key=lambda visit: (visit.day, WINDOWS.index(visit.window)), default=None)


def missed_visit(visits: Iterable[Visit]) -> Visit | None:
    """The latest visit to which nobody came."""
    return max(
        (visit for visit in visits if visit.state == "missed"), key=lambda visit: visit.day, default=None
    )
