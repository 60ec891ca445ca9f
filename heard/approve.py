"""Records who approved which sensitive words and why, so that nobody in distress reads words that one person slipped in."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from heard.approval_book import Seal, approved, sealed, withdrawn
from heard.check import loaded
from heard.check.approvals import Sensitive, read_once, second_needed, sensitive, waiting
from heard.check.files import APPROVALS, Designs
from heard.errors import CommandFailed
from heard.places import ROOT

HEADER = """\
# Who approved which sensitive words, by the id of the variant. Written by `heard approve`; `heard check` fails when words
# were changed since. sha256 covers the words, their buttons, and the channel and conditions in which they are spoken.
# `history` holds what was approved before, and what was taken back.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard approve`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="words to approve; none: list what waits")
    parser.add_argument("--all", action="store_true", help="approve everything that waits")
    parser.add_argument("--undo", action="store_true", help="take the approval of these words back")
    parser.add_argument("--by", default="", metavar="NAME", help="the reviewer's name")
    parser.add_argument("--reason", default="", metavar="WHY", help="why these words may be said")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)


def perform(options: argparse.Namespace) -> int:
    """List what waits, approve, or take back; returns 0. Raises CommandFailed when told too little or of no such id."""
    designs = loaded(options.root)
    if designs.unreadable:
        raise CommandFailed("the files have faults of form; mend what `heard check` shows first.")
    if not options.ids and not options.all:
        print(listed(waiting(designs), read_once(designs)))
        return 0
    seal = sealed(options.by, options.reason, on=datetime.now(UTC).date())
    if options.undo:
        new = withdrawn(designs.approvals, options.ids, seal)
    else:
        new = approved(designs.approvals, chosen_of(options, designs, seal), seal)
    present = {one.id for one in sensitive(designs)}
    kept = {name: entry for name, entry in designs.approvals.items() if name in present}
    (options.root / APPROVALS).write_text(written({**kept, **new}), encoding="utf-8")
    left = len(waiting(loaded(options.root)))
    done = "taken back" if options.undo else "approved"
    print(f"{done}: {', '.join(new) or 'nothing waited'}; {left} still wait")
    return 0


def chosen_of(options: argparse.Namespace, designs: Designs, seal: Seal) -> list[Sensitive]:
    """The words to approve: those named; or all that wait, and all that wait for a second reader if there must be one."""
    if not options.all:
        return picked(options.ids, list(sensitive(designs)))
    once = read_once(designs) if second_needed(designs) else []
    others = [one for one in once if not seal.is_of(designs.approvals[one.id]["approved_by"])]
    return [*waiting(designs), *others]


def listed(due: Sequence[Sensitive], once: Sequence[Sensitive]) -> str:
    """What waits, as a reviewer reads it: id, why it is sensitive, place, words; and how much one person alone has read."""
    rows = [f"{one.id}  ({one.kind}, {one.file}:{one.line})\n    {one.words}" for one in due]
    if due:
        rows.append(f"{len(due)} wait. heard approve ID ... --by NAME --reason WHY (or --all)")
    else:
        rows.append("Nothing waits: every sensitive text is approved as it stands.")
    if once:
        rows.append(
            f"{len(once)} were read by one person alone; somebody else seconds them with heard approve ID ..."
        )
    return "\n".join(rows)


def picked(ids: Iterable[str], held: Sequence[Sensitive]) -> list[Sensitive]:
    """The sensitive words with these ids. Raises CommandFailed for an id that is not among them."""
    by_id = {one.id: one for one in held}
    unknown = [name for name in ids if name not in by_id]
    if unknown:
        raise CommandFailed(
            f"no sensitive words with id {', '.join(unknown)}; `heard approve` lists what waits."
        )
    return [by_id[name] for name in ids]


class _Plain(yaml.SafeDumper):
    """Writes every value out: an alias to another entry would not survive that entry's removal or a merge."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library fixes the signature
        """True for every value."""
        return True


def written(held: Mapping[str, Mapping[str, Any]]) -> str:
    """The file's text, sorted by id so that two branches that approve different words merge."""
    content = {"version": 1, "approvals": {name: dict(held[name]) for name in sorted(held)}}
    return HEADER + yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
