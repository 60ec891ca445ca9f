"""Gathers the disclosures of a conversation as flags: read or marked, and never cleared by a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from empathy.correction import NO_DISCLOSURE, Correction, standing, undone
from empathy.emotion import CRISES, CRISIS_SURE, DISCLOSURE_HEARD, Reading


@dataclass(frozen=True)
class Flag:
    """One disclosure in a conversation, read or marked `by` an agent; whoever doubts it never clears it."""

    kind: str
    confidence: float
    evidence: tuple[str, ...]
    person: str
    number: int
    by: str | None = None
    doubted_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, as the brief holds it."""
        return asdict(self) | {"evidence": list(self.evidence)}


def flags(lines: Iterable[tuple[int, Reading | None, Sequence[Correction]]]) -> tuple[Flag, ...]:
    """Every kind of distress told in a conversation, the gravest first: one flag a kind, doubted ones last of theirs.

    `lines` are (message number, reading, corrections in order). What an agent marked stays when it is taken
    back or corrected again, and what was read stays when an agent denies it: both are shown as doubted.
    """
    found = [flag for number, reading, made in lines for flag in _flags_of(number, reading, made)]
    kinds: dict[str, Flag] = {}
    for flag in sorted(found, key=_weight, reverse=True):
        kinds.setdefault(flag.kind, flag)
    return tuple(kinds.values())


def _weight(flag: Flag) -> tuple[bool, bool, float, int]:
    grave = flag.kind in CRISES and flag.confidence >= CRISIS_SURE
    return grave, flag.doubted_by is None, flag.confidence, flag.number


def _flags_of(number: int, reading: Reading | None, made: Sequence[Correction]) -> list[Flag]:
    counts, gone = standing(made), undone(made)
    found = []
    told = reading.disclosure if reading else None
    if told is not None and told.confidence >= DISCLOSURE_HEARD:
        doubted = counts.by if counts and _kind(counts) != told.kind else None
        found.append(Flag(told.kind, told.confidence, told.evidence, told.person, number, doubted_by=doubted))
    for one in made:
        if one.act == "correct" and one.judgement and _kind(one) != NO_DISCLOSURE:
            taker = gone.get(one.id) or (counts if counts and _kind(counts) != _kind(one) else None)
            person, doubted = one.judgement.person, taker.by if taker else None
            found.append(Flag(_kind(one), 1.0, (), person, number, by=one.by, doubted_by=doubted))
    return found


def _kind(one: Correction) -> str:
    return one.judgement.disclosure if one.judgement else NO_DISCLOSURE
