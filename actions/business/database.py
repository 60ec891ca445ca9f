"""Opens the demo company's SQLite file and keeps its seed as of today; what customers arranged stays."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from actions.business import facts
from actions.business.errors import DeskUnavailable
from actions.business.rows import to_row
from actions.business.seed import Company, company

SCHEMA = Path(__file__).with_name("schema.sql")

#: The table of each fact.
TABLES: dict[type[Any], str] = {
    facts.Account: "accounts",
    facts.Bill: "bills",
    facts.BillLine: "bill_lines",
    facts.LateFee: "late_fees",
    facts.Payment: "payments",
    facts.Outage: "outages",
    facts.LineTest: "line_tests",
    facts.MobileLine: "mobile_lines",
    facts.Usage: "usages",
    facts.Plan: "plans",
    facts.Order: "orders",
    facts.Technician: "technicians",
    facts.Visit: "visits",
    facts.PaymentPlan: "payment_plans",
    facts.Dispute: "disputes",
}
_WRITTEN_BY_CUSTOMERS = (facts.PaymentPlan, facts.Dispute)


def open_database(path: Path) -> sqlite3.Connection:
    """The file at `path`, made with its folder if it is missing. Raises DeskUnavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, timeout=5.0)
        db.row_factory = sqlite3.Row
        db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;")
        db.executescript(SCHEMA.read_text(encoding="utf-8"))
    except (OSError, sqlite3.Error) as fault:
        raise DeskUnavailable(str(path), str(fault)) from fault
    return db


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction that holds the write lock from its start; undone if anything is raised inside."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def renew(db: sqlite3.Connection, now: datetime) -> None:
    """Seed the company as of `now`, once a day: what customers booked, moved, arranged or disputed stays."""
    with writing(db):
        row = db.execute("SELECT day FROM seeded").fetchone()
        if row is None or row["day"] != now.date().isoformat():
            _replace(db, company(now))
            db.execute("DELETE FROM seeded")
            db.execute("INSERT INTO seeded (day) VALUES (?)", (now.date().isoformat(),))


def _replace(db: sqlite3.Connection, seed: Company) -> None:
    for kind, table in TABLES.items():
        if kind in _WRITTEN_BY_CUSTOMERS:
            continue
        kept = " WHERE by_customer = 0" if kind is facts.Visit else ""
        db.execute(f"DELETE FROM {table}{kept}")  # noqa: S608  # our own names
        for fact in seed.of(kind):
            # A visit that a customer moved is there already, and their time is theirs: the seed gives way.
            _write(db, "INSERT OR IGNORE", fact)


def insert(db: sqlite3.Connection, fact: Any) -> None:
    """Add the fact's row. Raises sqlite3.IntegrityError for one that contradicts what is there."""
    _write(db, "INSERT", fact)


def _write(db: sqlite3.Connection, verb: str, fact: Any) -> None:
    row = to_row(fact)
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    statement = f"{verb} INTO {TABLES[type(fact)]} ({names}) VALUES ({marks})"  # our own names
    db.execute(statement, tuple(row.values()))
