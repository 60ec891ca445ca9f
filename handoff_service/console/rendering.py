"""Renders the console's templates: everything escaped, files with their hash, times in UTC."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handoff_service.console import words

HERE = Path(__file__).parent
STATIC = HERE / "static"
STATIC_URL = "/console/static"


@cache
def static_url(name: str) -> str:
    """The address of a file of ours; its hash makes it safe to keep for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{STATIC_URL}/{digest}/{name}"


def environment() -> Environment:
    """Templates that escape all values and fail on a missing one."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static_url, "words": words}
    made.filters |= {"iso": iso, "hour": hour, "initials": initials}
    return made


def iso(at: datetime) -> str:
    """An instant for machines."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hour(at: datetime) -> str:
    """A time of day for people, in UTC; the page's script shows the agent's own zone."""
    return at.astimezone(UTC).strftime("%H:%M UTC")


def initials(name: str) -> str:
    """Up to two letters for a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


class Pages:
    """Renders pages and fragments by name."""

    def __init__(self) -> None:
        self.templates = environment()

    def __call__(self, template: str, values: dict[str, Any]) -> str:
        """The HTML of one template; values that a page may lack are given here."""
        absent = {"fault": "", "said": "", "last": 0, "reply_fault": "", "draft": "", "stream": ""}
        return self.templates.get_template(template).render(absent | values)
