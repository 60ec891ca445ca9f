"""Reads frustration from what customers do: they repeat, rephrase, restart, shout and wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from empathy.normalise import matching

#: Older turns and longer texts than these say nothing more, and the bounds keep the work linear in the text.
WINDOW = 20
TEXT_CAP = 400
SAME = 0.8
ALIKE = 0.45
#: A reply within this many seconds is no wait.
PATIENCE_S = 10.0
_SHORT_ANSWERS = frozenset(
    {"affirm", "deny", "inform", "thank", "greet", "goodbye", "ask_for_person", "stop_form"}
)


@dataclass(frozen=True)
class TurnFact:
    """One turn of the customer: words, intent found, whether the bot fell back, seconds until its reply.

    `toned` is False where the customer declined the reading of tone: how loudly it was written is not looked at then.
    """

    text: str
    intent: str
    fallback: bool
    waited_s: float = 0.0
    toned: bool = True


@dataclass(frozen=True)
class Signals:
    """How often each sign was seen in the turns looked at, and the seconds waited beyond patience."""

    repeats: int
    rephrasings: int
    fallbacks: int
    restarts: int
    shouting: int
    waiting_s: float

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the fields by their names."""
        return asdict(self)


@dataclass(frozen=True)
class BehaviourRules:
    """The designers' marks: how much each sign presses (0..1 each time), and when a person is due.

    `waiting` is what `long_wait_s` seconds of waiting press.
    """

    repeats: float = 0.3
    rephrasings: float = 0.2
    fallbacks: float = 0.22
    restarts: float = 0.25
    shouting: float = 0.15
    waiting: float = 0.4
    long_wait_s: float = 600.0
    offer: float = 0.4
    priority: float = 0.7


DEFAULT_RULES = BehaviourRules()


def _grams(text: str) -> frozenset[str]:
    padded = f" {matching(text[:TEXT_CAP])} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0..1: shared three-letter pieces (Jaccard) of the first 400 characters."""
    return _overlap(_grams(one), _grams(other))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    joined = len(one | other)
    return len(one & other) / joined if joined else 1.0


def _telling(turn: TurnFact) -> bool:
    return turn.intent not in _SHORT_ANSWERS and len(turn.text.split()) >= 3


def _shouted(text: str) -> bool:
    letters = [char for char in text[:TEXT_CAP] if char.lower() != char.upper()]
    capitals = sum(char.isupper() for char in letters)
    return "!!!" in text or (len(letters) >= 8 and capitals / len(letters) >= 0.7)


def _echoes(turns: Sequence[TurnFact]) -> tuple[int, int]:
    repeats = rephrasings = 0
    seen: list[frozenset[str]] = []
    for turn in turns:
        if not _telling(turn):
            continue
        grams = _grams(turn.text)
        nearest = max((_overlap(grams, earlier) for earlier in seen), default=0.0)
        repeats += int(nearest >= SAME)
        rephrasings += int(ALIKE <= nearest < SAME)
        seen.append(grams)
    return repeats, rephrasings


def observe(turns: Sequence[TurnFact]) -> Signals:
    """What the last 20 of the turns show, oldest first; short answers ("yes", a number) are never repeats."""
    recent = turns[-WINDOW:]
    repeats, rephrasings = _echoes(recent)
    return Signals(
        repeats=repeats + sum(turn.intent == "repeat_complaint" for turn in recent),
        rephrasings=rephrasings,
        fallbacks=sum(turn.fallback for turn in recent),
        restarts=sum(turn.intent == "restart_over" for turn in recent),
        shouting=sum(turn.toned and _shouted(turn.text) for turn in recent),
        waiting_s=sum(turn.waited_s for turn in recent if turn.waited_s > PATIENCE_S),
    )


def pressure(signals: Signals, *, rules: BehaviourRules = DEFAULT_RULES) -> float:
    """How hard the signs press together, 0..1; each further sign presses on what calm is left."""
    waited = min(1.0, signals.waiting_s / rules.long_wait_s)
    calm = (
        (1.0 - rules.repeats) ** signals.repeats
        * (1.0 - rules.rephrasings) ** signals.rephrasings
        * (1.0 - rules.fallbacks) ** signals.fallbacks
        * (1.0 - rules.restarts) ** signals.restarts
        * (1.0 - rules.shouting) ** signals.shouting
        * (1.0 - rules.waiting * waited)
    )
    return 1.0 - calm


def person_due(signals: Signals, *, tier: int, rules: BehaviourRules = DEFAULT_RULES) -> str:
    """The level of handoff that behaviour calls for: `priority` (also at tier 3), `offer` or `none`."""
    pressed = pressure(signals, rules=rules)
    if tier >= 3 or pressed >= rules.priority:
        return "priority"
    return "offer" if pressed >= rules.offer else "none"
