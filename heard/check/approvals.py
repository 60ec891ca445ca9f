"""The approval of sensitive words: which need one, what was approved, and whether the words are still the same."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from heard.check.files import LIMITS, RESOURCES, Designs, Word
from heard.check.findings import Finding

REMEDY = "Have it read, then: heard approve {} --by NAME --reason WHY"


@dataclass(frozen=True)
class Sensitive:
    """Words that need an approval: their id, why (`kind`), where they stand, the words and their hash."""

    id: str
    kind: str
    file: str
    line: int
    words: str
    sha256: str


def sensitive(designs: Designs) -> Iterator[Sensitive]:
    """Every sensitive variant, and the help that is named inside crisis words."""
    for word in designs.words:
        kind = kind_of(word, designs)
        if kind:
            content = [word.response, word.text, word.buttons, word.channel, sorted(word.conditions.items())]
            yield Sensitive(word.variant, kind, word.file, word.line, word.text, hashed(content))
    yield from help_named(designs)


def kind_of(word: Word, designs: Designs) -> str | None:
    """The kind for which these words are sensitive, the first that fits; None if they are not."""
    for entry in designs.limits["sensitive"]:
        named = any(fnmatchcase(word.response, pattern) for pattern in entry.get("responses", ()))
        if named or ("says" in entry and re.search(entry["says"], word.text, re.IGNORECASE)):
            return str(entry["kind"])
    return None


def help_named(designs: Designs) -> Iterator[Sensitive]:
    """The words of each crisis resource, once, however many dangers point to it."""
    seen: list[Any] = []
    for country, kinds in designs.resources.items():
        for kind, entries in kinds.items():
            for index, entry in enumerate(entries or ()):
                if entry in seen:
                    continue
                seen.append(entry)
                content = [entry.get(key) for key in ("name", "call", "text", "url", "words", "sms")]
                line = designs.line(RESOURCES, f"resources.{country}.{kind}.{index}")
                words = " / ".join(map(str, (entry.get("words") or {}).values()))
                name = f"help-{country}-{kind}-{index + 1}"
                yield Sensitive(name, "crisis", RESOURCES, line, words, hashed(content))


def hashed(content: list[Any]) -> str:
    """SHA-256 (hex) of what a reviewer approves: the words and when they are spoken."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def waiting(designs: Designs) -> list[Sensitive]:
    """The sensitive words that nobody approved as they are now."""
    held = {name: entry.get("sha256") for name, entry in designs.approvals.items()}
    return [one for one in sensitive(designs) if held.get(one.id) != one.sha256]


def unapproved(designs: Designs) -> Iterator[Finding]:
    """`unapproved`: sensitive words that are new, or changed since somebody approved them."""
    for one in waiting(designs):
        if not one.id:
            yield Finding(
                one.file, one.line, "unapproved", f"{one.kind} words without an id", "Give them an id."
            )
            continue
        before = designs.approvals.get(one.id, {}).get("approved_by")
        since = f"changed since {before} approved them" if before else "not approved yet"
        said = f"{one.id}: {one.kind} words {since}"
        yield Finding(one.file, one.line, "unapproved", said, REMEDY.format(one.id))


def read_once(designs: Designs) -> list[Sensitive]:
    """The sensitive words that are approved as they stand, but by one person alone."""
    approved = {name: entry for name, entry in designs.approvals.items() if "second_by" not in entry}
    return [
        one for one in sensitive(designs) if approved.get(one.id, {}).get("sha256", object()) == one.sha256
    ]


def second_needed(designs: Designs) -> bool:
    """Whether this house asks that two people read sensitive words."""
    return bool(designs.limits.get("second_reviewer") == "required")


def one_reviewer(designs: Designs) -> Iterator[Finding]:
    """`one-reviewer`: sensitive words that one person alone has read, where the house asks for a second."""
    once = read_once(designs) if second_needed(designs) else []
    if once:
        named = ", ".join(one.id for one in once[:5])
        said = (
            f"one person alone has read {len(once)} sensitive texts: {named}{' ...' if len(once) > 5 else ''}"
        )
        remedy = "Somebody else reads them: heard approve ID ... (or --all) --by NAME --reason WHY"
        yield Finding(LIMITS, designs.line(LIMITS, "second_reviewer"), "one-reviewer", said, remedy)
