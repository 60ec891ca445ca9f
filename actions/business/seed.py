"""Turns the page `harbor.yml` into facts as of a given moment, the same ones for every back end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from actions.business import facts
from actions.business.facts import Bill, BillLine, Words
from empathy.errors import RuleError

PAGE = Path(__file__).with_name("harbor.yml")
MONTHS_KEPT = 12
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SPAN = re.compile(r"(-?\d+) (working )?days(?: (\d\d):(\d\d))?")

#: The single facts of an account, by their key on the page.
SINGLE: Mapping[str, type[Any]] = {
    "late_fee": facts.LateFee,
    "payment": facts.Payment,
    "line_test": facts.LineTest,
    "mobile": facts.MobileLine,
    "usage": facts.Usage,
    "plan": facts.Plan,
    "order": facts.Order,
}
_ACCOUNT_KEYS = {
    *SINGLE,
    "number",
    "holder",
    "language",
    "area",
    "status",
    "usual",
    "extras",
    "unpaid",
    "visits",
}
_DEFAULTS: Mapping[str, Any] = {"status": "active", "reason": None, "state": "booked", "credit_cents": 0}


@dataclass(frozen=True, slots=True)
class Company:
    """All facts, by their type."""

    facts: Mapping[type[Any], tuple[Any, ...]]

    def of(self, kind: type[Any]) -> tuple[Any, ...]:
        """The facts of one type, in the page's order."""
        return self.facts.get(kind, ())


def company(now: datetime, page: Path = PAGE) -> Company:
    """The company as of `now` (aware, local). Raises RuleError, naming page and key."""
    source = yaml.safe_load(page.read_text(encoding="utf-8"))
    reader = _Reader(now, source["texts"], page.name)
    gathered: dict[type[Any], list[Any]] = {}
    for fact in reader.everything(source):
        gathered.setdefault(type(fact), []).append(fact)
    return Company({kind: tuple(found) for kind, found in gathered.items()})


@dataclass(frozen=True, slots=True)
class _Reader:
    now: datetime
    texts: Mapping[str, Words]
    page: str

    def everything(self, source: Mapping[str, Any]) -> Iterator[Any]:
        """Every fact on the page."""
        for entry in source["technicians"]:
            yield self.fact(facts.Technician, entry)
        for entry in source["outages"]:
            yield self.fact(facts.Outage, entry)
        for entry in source["accounts"]:
            yield self.fact(facts.Account, entry)
            yield from self.of_account(entry)

    def of_account(self, entry: Mapping[str, Any]) -> Iterator[Any]:
        """Every fact of one account, its bills included."""
        for key in entry:
            if key not in _ACCOUNT_KEYS:
                known = ", ".join(sorted(_ACCOUNT_KEYS))
                raise RuleError(
                    self.page, key, f"is nothing that {entry['number']} can have", f"Use one of {known}"
                )
        number = {"account": entry["number"]}
        for key, kind in SINGLE.items():
            if key in entry:
                yield self.fact(kind, {**entry[key], **number})
        for visit in entry.get("visits", ()):
            yield self.fact(facts.Visit, {**visit, **number})
        for age in range(MONTHS_KEPT):
            yield self.bill(entry, age)
            yield from self.lines(entry, age)

    def fact(self, kind: type[Any], entry: Mapping[str, Any]) -> Any:
        """One fact, its fields read by their types."""
        hints = get_type_hints(kind)
        given = {**{key: value for key, value in _DEFAULTS.items() if key in hints}, **entry}
        return kind(**{key: self.value(hint, key, given) for key, hint in hints.items()})

    def value(self, hint: Any, key: str, entry: Mapping[str, Any]) -> Any:
        """One field's value."""
        if key not in entry:
            raise RuleError(self.page, key, "is missing", f"Add `{key}` to {dict(entry)}")
        value = entry[key]
        if hint in (Words, Words | None):
            return None if value is None else self.words(value)
        if hint is date:
            return self.moment(value).date()
        if hint is datetime:
            return self.past(self.moment(value))
        if hint == tuple[datetime, ...]:
            return tuple(self.moment(each) for each in value)
        return tuple(value) if isinstance(value, list) else value

    def words(self, key: str) -> Words:
        """The text with this key."""
        if key not in self.texts:
            raise RuleError(self.page, key, "is not among the texts", f"Add `{key}` under `texts`")
        return self.texts[key]

    def moment(self, text: str) -> datetime:
        """The moment that a text like "2 working days" or "0 days 05:40" means from now."""
        match = _SPAN.fullmatch(text)
        if match is None:
            raise RuleError(
                self.page, text, "is not a day", 'Write "3 days", "2 working days" or "0 days 05:40"'
            )
        count, working, hour, minute = match.groups()
        day = later_workday if working else later_day
        at = time(int(hour or 0), int(minute or 0), tzinfo=self.now.tzinfo)
        return datetime.combine(day(self.now.date(), int(count)), at)

    def past(self, moment: datetime) -> datetime:
        """The moment, a day earlier if it is still to come."""
        # What began "today at 05:40" began yesterday for somebody who asks at three in the morning.
        return moment if moment <= self.now else moment - timedelta(days=1)

    def bill(self, entry: Mapping[str, Any], age: int) -> Bill:
        """The account's bill of `age` months ago; the newest ones may be unpaid."""
        month = billed_month(self.now.date(), age)
        due = later_day(self.now.date(), 9) if age == 0 else later_day(month, 50)
        return Bill(
            entry["number"], month, due, None if age < entry.get("unpaid", 0) else later_day(month, 47)
        )

    def lines(self, entry: Mapping[str, Any], age: int) -> Iterator[BillLine]:
        """The lines of that bill: the usual ones, and what arose in its month."""
        month, account = billed_month(self.now.date(), age), entry["number"]
        for usual in entry["usual"]:
            yield BillLine(
                account, month, usual["cents"], self.words(usual["text"]), once=False, dated_on=None
            )
        for extra in entry.get("extras", ()):
            if (
                extra["month"] == ("latest" if age == 0 else None)
                or extra["month"] == MONTHS[month.month - 1]
            ):
                arose = month.replace(day=extra["day"])
                yield BillLine(
                    account, month, extra["cents"], self.words(extra["text"]), once=True, dated_on=arose
                )


def later_day(day: date, count: int) -> date:
    """The day `count` days after `day`."""
    return day + timedelta(days=count)


def later_workday(day: date, count: int) -> date:
    """The `count`-th working day (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def billed_month(today: date, age: int) -> date:
    """The first day of a month that is over: the last one for `age` 0, the one before for 1, and so on."""
    months = today.year * 12 + today.month - 2 - age
    return date(months // 12, months % 12 + 1, 1)
