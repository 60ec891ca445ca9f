"""Records who approved which sensitive words and why, so that nobody in distress reads words that one person slipped in."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml

from heard.check import loaded
from heard.check.approvals import Sensitive, sensitive, waiting
from heard.check.files import APPROVALS
from heard.errors import CommandFailed
from heard.places import ROOT

HEADER = """\
# Who approved which sensitive words, by the id of the variant. Written by `heard approve`; `heard check` fails when words
# were changed since. sha256 covers the words, their buttons, and the channel and conditions in which they are spoken.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard approve`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="words to approve; none: list what waits")
    parser.add_argument("--all", action="store_true", help="approve everything that waits")
    parser.add_argument("--by", default="", metavar="NAME", help="the reviewer's name")
    parser.add_argument("--reason", default="", metavar="WHY", help="why these words may be said")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)


def perform(options: argparse.Namespace) -> int:
    """List what waits, or approve; returns 0. Raises CommandFailed when told too little or an id that is not there."""
    designs = loaded(options.root)
    if designs.unreadable:
        raise CommandFailed("the files have faults of form; mend what `heard check` shows first.")
    due = waiting(designs)
    if not options.ids and not options.all:
        print(listed(due))
        return 0
    chosen = due if options.all else picked(options.ids, list(sensitive(designs)))
    present = {one.id for one in sensitive(designs)}
    kept = {name: entry for name, entry in designs.approvals.items() if name in present}
    new = approvals(chosen, by=options.by, reason=options.reason, on=datetime.now(UTC).date())
    (options.root / APPROVALS).write_text(written({**kept, **new}), encoding="utf-8")
    left = len({one.id for one in due} - set(new))
    print(f"approved: {', '.join(new) or 'nothing waited'}; {left} still wait")
    return 0


def listed(due: Sequence[Sensitive]) -> str:
    """What waits, as a reviewer reads it: id, why it is sensitive, place, words."""
    if not due:
        return "Nothing waits: every sensitive text is approved as it stands."
    rows = [f"{one.id}  ({one.kind}, {one.file}:{one.line})\n    {one.words}" for one in due]
    return "\n".join([*rows, f"{len(due)} wait. heard approve ID ... --by NAME --reason WHY (or --all)"])


def picked(ids: Iterable[str], held: Sequence[Sensitive]) -> list[Sensitive]:
    """The sensitive words with these ids. Raises CommandFailed for an id that is not among them."""
    by_id = {one.id: one for one in held}
    unknown = [name for name in ids if name not in by_id]
    if unknown:
        raise CommandFailed(
            f"no sensitive words with id {', '.join(unknown)}; `heard approve` lists what waits."
        )
    return [by_id[name] for name in ids]


def approvals(chosen: Iterable[Sensitive], *, by: str, reason: str, on: date) -> dict[str, dict[str, Any]]:
    """Id -> approval. Raises CommandFailed without a name and a reason, or for words without an id."""
    if not by.strip() or not reason.strip():
        raise CommandFailed("an approval needs --by NAME and --reason WHY.")
    nameless = [f"{one.file}:{one.line}" for one in chosen if not one.id]
    if nameless:
        raise CommandFailed(f"give these words an id first: {', '.join(nameless)}")
    entry = {"approved_by": by.strip(), "approved_on": on, "reason": reason.strip()}
    return {one.id: {**entry, "sha256": one.sha256} for one in chosen}


class _Plain(yaml.SafeDumper):
    """Writes every value out: an alias to another entry would not survive that entry's removal or a merge."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library fixes the signature
        """True for every value."""
        return True


def written(held: Mapping[str, Mapping[str, Any]]) -> str:
    """The file's text, sorted by id so that two branches that approve different words merge."""
    content = {"version": 1, "approvals": {name: dict(held[name]) for name in sorted(held)}}
    return HEADER + yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
