"""Rules about help: every danger has a resource in every language, with a source, and none is past its review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from empathy.emotion import CRISES
from heard.check.contract import languages_of
from heard.check.files import RESOURCES, Designs
from heard.check.findings import Finding

NEEDED = ("name", "hours", "languages", "words", "sms", "source", "verified_on", "review_by")
DEFAULT = "default"


def check_resources(designs: Designs, *, today: date) -> Iterator[Finding]:
    """Every fault in the resource pack as of `today`."""
    if not designs.resources:
        return
    if DEFAULT not in designs.resources:
        yield fault(
            designs, "", "resource-missing", "no help for an unknown country", "Add a country named default."
        )
    for country, kinds in designs.resources.items():
        for kind in CRISES:
            yield from check_kind(designs, f"resources.{country}.{kind}", kinds.get(kind) or [], today)
        for kind in (name for name in kinds if name not in CRISES):
            for index, entry in enumerate(kinds[kind]):
                yield from check_entry(designs, f"resources.{country}.{kind}.{index}", entry, today)


def check_kind(designs: Designs, key: str, entries: list[dict[str, Any]], today: date) -> Iterator[Finding]:
    """The resources of one kind of danger in one country (`key` is their dotted place in the file)."""
    if not entries:
        yield fault(
            designs,
            key,
            "resource-missing",
            f"no help for {key}",
            "Add one with a source, or point to default.",
        )
    for index, entry in enumerate(entries):
        yield from check_entry(designs, f"{key}.{index}", entry, today)


def check_entry(designs: Designs, key: str, entry: dict[str, Any], today: date) -> Iterator[Finding]:
    """One resource: whole, in every language, and reviewed in time."""
    absent = [name for name in NEEDED if not entry.get(name)]
    if absent:
        yield fault(
            designs, key, "resource-incomplete", f"missing: {', '.join(absent)}", "Fill in what is missing."
        )
    for language in languages_of(designs):
        if language not in entry.get("words", {}) or language not in entry.get("sms", {}):
            yield fault(
                designs,
                key,
                "resource-missing",
                f"no words in {language}",
                "Add words and sms in that language.",
            )
    review_by = entry.get("review_by")
    if isinstance(review_by, date) and review_by < today:
        remedy = "Check it at its source, then move verified_on and review_by."
        yield fault(
            designs, key, "resource-stale", f"{entry.get('name')} was to be reviewed by {review_by}", remedy
        )


def fault(designs: Designs, key: str, rule: str, said: str, remedy: str) -> Finding:
    """A finding at the line where `key` stands, or the nearest key above it."""
    return Finding(RESOURCES, designs.line(RESOURCES, key), rule, said, remedy)
