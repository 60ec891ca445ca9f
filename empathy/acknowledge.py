"""Decides whether a customer's feeling is named before the solution: when, for what, and never twice."""

from __future__ import annotations

from dataclasses import dataclass

from empathy.emotion import DISCLOSURE_HEARD, Reading

#: Losses whose acknowledgement is always due, and the intents that tell of them without the reader's help.
LOSSES = ("bereavement", "hardship")
_LOSS_INTENTS = {"report_bereavement": "bereavement", "financial_hardship": "hardship"}
#: Intents that answer, greet or steer: what happened to the customer is not in their name.
_NAMELESS = frozenset(
    {"", "nlu_fallback", "out_of_scope", "inform", "affirm", "deny", "greet", "goodbye", "thank", "stop_form"}
    | {"ask_for_person", "ask_capabilities", "restart_over", "insult"}
)
_UNMOVED = frozenset({"neutral", "relief"})
MILD = 0.35


@dataclass(frozen=True)
class Moment:
    """All that the decision looks at: the reading, the tier 0..3, the intent, what was acknowledged before.

    `topic` is the event that the last turns were about, "" for none. `after_crisis`: safety words were spoken in the
    turn before this one. `trivial`: the message is a bare answer ("yes", a number) to a question of ours.
    """

    reading: Reading
    tier: int
    intent: str
    events_acknowledged: frozenset[str]
    last_turn_acknowledged: bool
    after_crisis: bool
    trivial: bool
    topic: str = ""


def _loss(moment: Moment) -> str | None:
    told = moment.reading.disclosure
    if told is not None and told.kind in LOSSES and told.confidence >= DISCLOSURE_HEARD:
        return told.kind
    return _LOSS_INTENTS.get(moment.intent)


def event_of(moment: Moment) -> str:
    """The name of what happened: the loss told, else the intent if it names something, else topic or emotion."""
    loss = _loss(moment)
    if loss is not None:
        return loss
    return moment.intent if names_something(moment.intent) else moment.topic or moment.reading.emotion


def names_something(intent: str) -> bool:
    """Whether it is in the intent's name what happened to the customer."""
    return intent not in _NAMELESS


def acknowledgement(moment: Moment) -> str | None:
    """The response to speak before the solution, `utter_acknowledge_<emotion or loss>`, or None.

    A loss is always acknowledged, once. Otherwise: never twice for one event, never for calm, never right
    after safety words, and below tier 2 never two turns running. A crisis has its own words.
    """
    if moment.reading.level == "immediate" or event_of(moment) in moment.events_acknowledged:
        return None
    loss = _loss(moment)
    if loss is not None:
        return f"utter_acknowledge_{loss}"
    return f"utter_acknowledge_{moment.reading.emotion}" if _due(moment) else None


def _due(moment: Moment) -> bool:
    moved = moment.reading.toned and moment.reading.emotion not in _UNMOVED
    if not moved or moment.trivial or moment.after_crisis:
        return False
    if moment.tier >= 2:
        return True
    return moment.tier == 1 and moment.reading.intensity >= MILD and not moment.last_turn_acknowledged
