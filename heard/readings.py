"""Hands out what people made of readings, so that the next training learns from it; each time is in the ledger."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pwd
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from handoff_service.clock import utc_now
from handoff_service.conversations.exporting import Order, conversations_of, export
from handoff_service.db import Database, newest_revision
from handoff_service.settings import SettingError, Settings, load_settings
from heard.errors import CommandFailed

EMPTY = "No reading was corrected or confirmed yet. Do so in the console, under Readings to review."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with readings."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    purpose = "write corrected and confirmed readings as training lines (JSON lines); noted in the ledger"
    exporting = verbs.add_parser("export", help=purpose, description=purpose)
    exporting.add_argument("--since", metavar="DATE", help="only what was judged on this day (UTC) or later")
    exporting.add_argument("--out", metavar="FILE", type=Path, help="a new file (default: standard output)")


def perform(options: argparse.Namespace) -> int:
    """Export; returns 0. Raises CommandFailed where a date, the file or the database cannot be used."""
    since = day_of(options.since)
    refuse_taken(options.out)
    lines = asyncio.run(exported(settings(), since))
    write(lines, options.out)
    said = f"{len(lines)} lines from {conversations_of(lines)} conversations." if lines else EMPTY
    print(said, file=sys.stderr)
    return 0


def day_of(given: str | None) -> datetime | None:
    """The beginning of a day such as 2026-11-01; raises CommandFailed for anything else."""
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise CommandFailed(f"--since is {given!r}, which is no day. Write it as 2026-11-01.") from None


def refuse_taken(out: Path | None) -> None:
    """Raise CommandFailed for a file that exists, or whose folder does not: before anything is taken out."""
    if out is None:
        return
    if out.exists():
        raise CommandFailed(f"{out} exists already. Name a new file, or remove that one.")
    if not out.parent.is_dir():
        raise CommandFailed(f"There is no folder {out.parent}. Make it, or name another.")


def settings() -> Settings:
    """The house's settings; raises CommandFailed."""
    try:
        return load_settings()
    except SettingError as fault:
        raise CommandFailed(str(fault)) from None


async def exported(house: Settings, since: datetime | None) -> list[dict[str, Any]]:
    """The lines out of the house's database; raises CommandFailed where there is none to read."""
    database = Database(house.database_url, wake=lambda *_: None)
    try:
        if await revision(database, house) != newest_revision():
            raise CommandFailed("The database is not up to date. Start the house once, then try again.")
        return await export(database, Order(account(), since, utc_now()))
    except (SQLAlchemyError, OSError) as fault:
        raise CommandFailed(
            f"The database cannot be read ({type(fault).__name__}). Check HEARD_DATABASE_URL, or try again."
        ) from None
    finally:
        await database.close()


async def revision(database: Database, house: Settings) -> str | None:
    """The revision of the schema. A missing file is not made by looking for it: raises CommandFailed."""
    file = Path(house.database_url.partition(":///")[2]) if database.embedded else None
    if file is not None and not file.is_file():
        raise CommandFailed(f"There is no database at {file}. Set HEARD_DATA_DIR, or start the house first.")
    return await database.revision()


def account() -> str:
    """Under whose account on this machine the command runs: the ledger's "who"."""
    try:
        return f"account:{pwd.getpwuid(os.getuid()).pw_name}"
    except KeyError:
        return f"account:{os.getuid()}"


def write(lines: Sequence[dict[str, Any]], out: Path | None) -> None:
    """Write JSON lines, to a file that its owner alone can read; raises CommandFailed."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if out is None:
        sys.stdout.write(text)
        return
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as fault:
        raise CommandFailed(f"Cannot write {out} ({fault.strerror}). Name another file.") from None
