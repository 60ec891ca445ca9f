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


@dataclass(frozen=True)
class Due:
    """Whether an acknowledgement is due: the response (`None`: not now), the event it would name, and why."""

    words: str | None
    event: str
    reason: str


#: Why an acknowledgement is due, and why it is not.
DUE_FOR = ("loss", "clear_strain", "mild_strain")
NOT_DUE_FOR = (
    *("safety_first", "event_acknowledged", "tone_declined", "calm", "bare_answer", "after_safety"),
    *("calm_course", "faint", "just_acknowledged"),
)


def acknowledgement(moment: Moment) -> str | None:
    """The response to speak before the solution, `utter_acknowledge_<emotion or loss>`, or None.

    A loss is always acknowledged, once. Otherwise: never twice for one event, never for calm, never right
    after safety words, and below tier 2 never two turns running. A crisis has its own words.
    """
    return explain(moment).words


def explain(moment: Moment) -> Due:
    """What `acknowledgement` decides and why: `reason` is one of `DUE_FOR` or `NOT_DUE_FOR`."""
    event, loss = event_of(moment), _loss(moment)
    if moment.reading.level == "immediate":
        return Due(None, event, "safety_first")
    if event in moment.events_acknowledged:
        return Due(None, event, "event_acknowledged")
    if loss is not None:
        return Due(f"utter_acknowledge_{loss}", event, "loss")
    reason = _held_back(moment) or ("clear_strain" if moment.tier >= 2 else _mild(moment))
    words = f"utter_acknowledge_{moment.reading.emotion}" if reason in DUE_FOR else None
    return Due(words, event, reason)


def _held_back(moment: Moment) -> str | None:
    if not moment.reading.toned:
        return "tone_declined"
    if moment.reading.emotion in _UNMOVED:
        return "calm"
    if moment.trivial:
        return "bare_answer"
    return "after_safety" if moment.after_crisis else None


def _mild(moment: Moment) -> str:
    if moment.tier < 1:
        return "calm_course"
    if moment.reading.intensity < MILD:
        return "faint"
    return "just_acknowledged" if moment.last_turn_acknowledged else "mild_strain"
