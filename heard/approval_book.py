"""Keeps the book of approvals: who read which words, who read them second, what was taken back, and what stood before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from heard.check.approvals import Sensitive
from heard.errors import CommandFailed

Entry = dict[str, Any]
Book = dict[str, Entry]


@dataclass(frozen=True)
class Seal:
    """Who signs, why, and on which day."""

    by: str
    reason: str
    on: date

    @property
    def approval(self) -> Entry:
        """The keys of an approval."""
        return {"approved_by": self.by, "approved_on": self.on, "reason": self.reason}

    def is_of(self, name: object) -> bool:
        """Whether the same person signs, however the name is spelled."""
        return " ".join(str(name).split()).casefold() == self.by.casefold()


def sealed(by: str, reason: str, *, on: date) -> Seal:
    """A seal; raises CommandFailed without a name and a reason."""
    if not by.strip() or not reason.strip():
        raise CommandFailed("an approval needs --by NAME and --reason WHY.")
    return Seal(" ".join(by.split()), reason.strip(), on)


def approved(book: Mapping[str, Entry], chosen: Iterable[Sensitive], seal: Seal) -> Book:
    """The entries of the chosen words after this approval: the first for words as they are now, or the second.

    What stood before is kept under `history`. Raises CommandFailed for words without an id, and where the first
    reviewer would be the second as well.
    """
    words = list(chosen)
    nameless = [f"{one.file}:{one.line}" for one in words if not one.id]
    if nameless:
        raise CommandFailed(f"give these words an id first: {', '.join(nameless)}")
    return {one.id: _entry(book.get(one.id, {}), one, seal) for one in words}


def _entry(held: Mapping[str, Any], words: Sensitive, seal: Seal) -> Entry:
    if held.get("sha256") != words.sha256:
        return _with_history({**seal.approval, "sha256": words.sha256}, history_of(held))
    if seal.is_of(held["approved_by"]):
        raise CommandFailed(
            f"{held['approved_by']} approved {words.id} already; a second reviewer is somebody else."
        )
    return {**held, "second_by": seal.by, "second_on": seal.on, "second_reason": seal.reason}


def withdrawn(book: Mapping[str, Entry], ids: Iterable[str], seal: Seal) -> Book:
    """The entries of these ids with their approvals taken back: the words wait again, and the book says why.

    Raises CommandFailed for an id that nobody has approved.
    """
    names = list(ids)
    missing = [name for name in names if "approved_by" not in book.get(name, {})]
    if missing:
        raise CommandFailed(f"nothing to take back for {', '.join(missing)}: nobody approved it.")
    marks = {"withdrawn_by": seal.by, "withdrawn_on": seal.on, "withdrawn_reason": seal.reason}
    return {name: {"history": history_of(book[name], **marks)} for name in names}


def history_of(held: Mapping[str, Any], **marks: Any) -> list[Entry]:
    """What stood in an entry, oldest first, its last approval (with marks) among it."""
    before: list[Entry] = list(held.get("history", ()))
    last = {name: value for name, value in held.items() if name != "history"}
    return [*before, {**last, **marks}] if last else before


def _with_history(entry: Entry, history: list[Entry]) -> Entry:
    return {**entry, "history": history} if history else entry
