"""Weighs what the rules found: negation, idiom frames, and whose distress it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from emotion_model.rules import RULES
from emotion_model.rules.grammar import BREAK, Rule
from emotion_model.rules.lists import LISTS
from emotion_model.rules.matcher import CueMatcher, Hit, Row, row_of
from emotion_model.tokens import Text
from emotion_model.wordlist import word_set

_NEGATIONS = word_set(
    "not never no nobody none without neither nor nunca jamas sin",
)
_NEGATION_REACH = 4
# "not only", "why not", "not sure": these do not deny what follows.
_NO_DENIAL = word_set(
    "only just sure until why if even know",
)
# Where one of these stands between, the "not" belongs to something else ("not help, I want it to be over").
_TURNS = word_set(". but because and pero y that i he she they stop")
_MINE = word_set(
    "i me my myself we us our mine yo mi me mis estoy tengo quiero",
)
_OTHERS = (
    word_set(LISTS["kin"], LISTS["pariente"])
    | word_set("he she they him her his himself herself themselves someone somebody ella alguien")
) - word_set("customer ex partner husband wife boyfriend girlfriend")
_PERSON_REACH = 7


@dataclass(frozen=True)
class Cue:
    """A finding that stands: its kind and strength, the customer's words, whose it is, and whether an idiom was near."""

    rule: str
    kind: str
    strength: float
    evidence: str
    person: str


class Mark(NamedTuple):
    """A sign that the network weighs beside the words: its name and the token at which it starts."""

    name: str
    token: int


@dataclass(frozen=True)
class Findings:
    """All that the rules found in one message."""

    cues: Sequence[Cue] = ()
    asks_for_person: bool = False
    denied: bool = False
    marks: Sequence[Mark] = ()

    @property
    def strengths(self) -> dict[str, float]:
        """The strongest cue of each kind that was found."""
        return {cue.kind: cue.strength for cue in sorted(self.cues, key=lambda cue: cue.strength)}


@lru_cache(maxsize=1)
def matcher() -> CueMatcher:
    """The one matcher of this process."""
    return CueMatcher(RULES, LISTS)


def _denied(hit: Hit, words: Sequence[str]) -> bool:
    if hit.rule.negation == "ignored":
        return False
    start = hit.first
    if _inside(hit, words):
        return True
    if words[start] in ("i", "he", "she"):
        return False
    for place in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if words[place] in _TURNS:
            return False
        if words[place] in _NEGATIONS:
            return words[place + 1] not in _NO_DENIAL
    return False


def _inside(hit: Hit, words: Sequence[str]) -> bool:
    """Whether a "not" fell into a gap of the pattern ("he does not hit me"); patterns that hold one themselves are spared."""
    said = words[hit.first : hit.stop]
    if "not" not in said and "never" not in said:
        return False
    return not _speaks_of_not(hit.rule)


@cache
def _speaks_of_not(rule: Rule) -> bool:
    return any(not {"not", "never"}.isdisjoint(re.split(r"[ |?]", pattern)) for pattern in rule.patterns)


def _covered(hits: Sequence[Hit]) -> frozenset[int]:
    """The places in the row that any of the hits covers (a set, so that a hostile text stays linear)."""
    return frozenset(place for hit in hits for place in range(hit.first, hit.stop))


def _framed(hit: Hit, covered: frozenset[int]) -> bool:
    if hit.rule.frames == "ignored":
        return False
    return any(place in covered for place in range(hit.first, hit.stop))


def _person(hit: Hit, words: Sequence[str]) -> str:
    inside = set(words[hit.first : hit.stop])
    start = max(0, hit.first - _PERSON_REACH)
    before = words[start : hit.first]
    if BREAK in before:
        before = before[len(before) - before[::-1].index(BREAK) :]
    if hit.rule.kind in ("bereavement", "abuse_danger", "hardship"):
        return (
            "third"
            if hit.rule.kind == "abuse_danger" and not inside & _MINE and inside & _OTHERS
            else "first"
        )
    if inside & _MINE and not inside & _OTHERS:
        return "first" if not ({"my"} == inside & _MINE and set(before) & _OTHERS) else "third"
    for word in reversed([*before, *words[hit.first : hit.stop]]):
        if word in _OTHERS:
            return "third"
        if word in ("i", "yo", "we"):
            return "first"
    return "first"


def find(text: Text) -> Findings:
    """Every cue in a message that stands after negation and idiom frames were weighed."""
    row: Row = row_of(text)
    kinds: dict[str, list[Hit]] = {"frame": [], "feeling": [], "cue": []}
    for hit in matcher().hits(row):
        kinds[hit.rule.kind if hit.rule.kind in kinds else "cue"].append(hit)
    covered = _covered(kinds["frame"])
    standing = [hit for hit in kinds["cue"] if not _framed(hit, covered)]
    said, denied = _parted(standing, row.words)
    felt, unfelt = _parted(kinds["feeling"], row.words)
    kept = _mourned(said)
    return Findings(
        cues=tuple(_cue(hit, text, row) for hit in kept if hit.rule.kind != "person"),
        asks_for_person=any(hit.rule.kind == "person" for hit in kept),
        denied=any(hit.rule.kind != "person" for hit in denied),
        marks=_marks((*kept, *kinds["frame"], *felt), (*denied, *unfelt), row),
    )


def _parted(hits: Sequence[Hit], words: Sequence[str]) -> tuple[list[Hit], list[Hit]]:
    """(those that stand, those that are denied)."""
    said: list[Hit] = []
    denied: list[Hit] = []
    for hit in hits:
        (denied if _denied(hit, words) else said).append(hit)
    return said, denied


def _cue(hit: Hit, text: Text, row: Row) -> Cue:
    return Cue(
        rule=hit.rule.id,
        kind=hit.rule.kind,
        strength=hit.rule.strength,
        evidence=text.span(row.places[hit.first], row.places[hit.stop - 1] + 1),
        person=hit.rule.person or _person(hit, row.words),
    )


def _marks(said: Sequence[Hit], denied: Sequence[Hit], row: Row) -> tuple[Mark, ...]:
    named = [(hit, hit.rule.id) for hit in said] + [(hit, f"not {hit.rule.id}") for hit in denied]
    marks = [Mark(name.removeprefix("frame."), row.places[hit.first]) for hit, name in named]
    return tuple(sorted(marks, key=lambda mark: (mark.token, mark.name)))


def _mourned(hits: Sequence[Hit]) -> list[Hit]:
    """Leaves out a suicide that the same words tell as a death in the past: the bereaved need other words."""
    mourned = _covered([hit for hit in hits if hit.rule.kind == "bereavement"])
    return [
        hit
        for hit in hits
        if hit.rule.kind != "suicide" or not all(place in mourned for place in range(hit.first, hit.stop))
    ]
