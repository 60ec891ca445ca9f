"""Weighs what the rules found: negation, idiom frames, and whose distress it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from emotion_model.rules import RULES
from emotion_model.rules.grammar import BREAK
from emotion_model.rules.lists import LISTS
from emotion_model.rules.matcher import CueMatcher, Hit, Row, row_of
from emotion_model.tokens import Text

_NEGATIONS = frozenset("not never no nobody none without neither nor nunca jamas sin".split())
_NEGATION_REACH = 4
# "not only", "why not", "not sure": these do not deny what follows.
_NO_DENIAL = frozenset("only just sure until why if even know".split())
_MINE = frozenset("i me my myself we us our mine yo mi me mis estoy tengo quiero".split())
_OTHERS = frozenset(
    "@".join(LISTS["kin"].split()).split("@")
    + LISTS["pariente"].split()
    + "he she they him her his himself herself themselves someone somebody ella alguien".split()
) - {"customer", "ex", "partner", "husband", "wife", "boyfriend", "girlfriend"}
_PERSON_REACH = 7


@dataclass(frozen=True)
class Cue:
    """A finding that stands: its kind and strength, the customer's words, whose it is, and whether an idiom was near."""

    rule: str
    kind: str
    strength: float
    evidence: str
    person: str


@dataclass(frozen=True)
class Findings:
    """All that the rules found in one message."""

    cues: Sequence[Cue] = ()
    asks_for_person: bool = False
    framed: bool = False
    denied: bool = False
    person: str = "first"


@lru_cache(maxsize=1)
def matcher() -> CueMatcher:
    """The one matcher of this process."""
    return CueMatcher(RULES, LISTS)


def _denied(hit: Hit, words: Sequence[str]) -> bool:
    if hit.rule.negation == "ignored":
        return False
    start = hit.first
    for place in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if words[place] == BREAK or words[place] in ("but", "because", "and", "pero", "y", "that"):
            return False
        if words[place] in _NEGATIONS:
            return words[place + 1] not in _NO_DENIAL
    return False


def _framed(hit: Hit, frames: Sequence[Hit]) -> bool:
    if hit.rule.frames == "ignored":
        return False
    return any(frame.first < hit.stop and hit.first < frame.stop for frame in frames)


def _person(hit: Hit, words: Sequence[str]) -> str:
    inside = set(words[hit.first : hit.stop])
    start = max(0, hit.first - _PERSON_REACH)
    before = words[start : hit.first]
    if BREAK in before:
        before = before[len(before) - before[::-1].index(BREAK) :]
    if hit.rule.kind in ("bereavement", "abuse_danger", "hardship"):
        return "third" if hit.rule.kind == "abuse_danger" and not inside & _MINE and inside & _OTHERS else "first"
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
    hits = matcher().hits(row)
    frames = [hit for hit in hits if hit.rule.kind == "frame"]
    standing = [hit for hit in hits if hit.rule.kind != "frame" and not _framed(hit, frames)]
    denials = [hit for hit in standing if _denied(hit, row.words)]
    kept = _mourned([hit for hit in standing if hit not in denials])
    cues = tuple(
        Cue(
            rule=hit.rule.id,
            kind=hit.rule.kind,
            strength=hit.rule.strength,
            evidence=text.span(row.places[hit.first], row.places[hit.stop - 1] + 1),
            person=hit.rule.person or _person(hit, row.words),
        )
        for hit in kept
        if hit.rule.kind != "person"
    )
    return Findings(
        cues=cues,
        asks_for_person=any(hit.rule.kind == "person" for hit in kept),
        framed=bool(frames),
        denied=any(hit.rule.kind != "person" for hit in denials),
        person=_spoken_of(row.words),
    )


def _spoken_of(words: Sequence[str]) -> str:
    others = sum(word in _OTHERS for word in words)
    return "third" if others and not any(word in ("i", "yo", "me") for word in words) else "first"


def _mourned(hits: Sequence[Hit]) -> list[Hit]:
    """Leaves out a suicide that the same words tell as a death in the past: the bereaved need other words."""
    deaths = [hit for hit in hits if hit.rule.kind == "bereavement"]
    return [
        hit
        for hit in hits
        if hit.rule.kind != "suicide"
        or not any(death.first <= hit.first and hit.stop <= death.stop for death in deaths)
    ]
