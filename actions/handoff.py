"""Decides when a conversation calls for a person, and composes the request: pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.history import CustomerTurn, fallbacks_in_a_row
from empathy.behaviour import BehaviourRules, Signals, observe, person_due
from empathy.emotion import CRISES, Disclosure, Reading, highest, level_of

BUILT_UP_FROM = 2
"""A disclosure builds up over at least this many messages; one message alone is the reader's own affair."""

SENSITIVE = ("report_bereavement", "financial_hardship", "cancel_service", "dispute_charge")
_ASKS = frozenset({"ask_for_person", "ask_bot_human"})
_NO_REQUESTS = _ASKS | {
    "", "nlu_fallback", "out_of_scope", "affirm", "deny", "inform", "greet", "goodbye", "thank", "stop_form",
    "restart_over", "complaint", "repeat_complaint", "ask_capabilities",
}  # fmt: skip
_DISTRESSED = frozenset({"anxiety", "sadness", "shame"})

FORM_SLOTS: Mapping[str, tuple[str, ...]] = {
    "technician_form": ("visit_problem", "visit_day", "visit_window"),
    "payment_plan_form": ("plan_months", "plan_start_day"),
    "dispute_form": ("dispute_month", "dispute_amount", "dispute_reason"),
}
INTENT_OF_FORM: Mapping[str, str] = {
    "technician_form": "book_technician",
    "payment_plan_form": "payment_plan",
    "dispute_form": "dispute_charge",
}
_KEPT_SLOTS = ("account_number",)


@dataclass(frozen=True, slots=True)
class Watch:
    """What the whole conversation shows: behaviour, a disclosure built up over turns, the level due."""

    signals: Signals
    disclosure: Disclosure | None
    due: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form for the slot `signals` and the request."""
        told = self.disclosure.to_dict() if self.disclosure else None
        return {**self.signals.to_dict(), "disclosure": told}


def watch(turns: Sequence[CustomerTurn], *, tier: int, rules: BehaviourRules) -> Watch:
    """Look at all turns, oldest first; `due` is none, offer or priority."""
    signals = observe([turn.fact for turn in turns])
    disclosure = built_up([turn.reading for turn in turns])
    latest = turns[-1].reading if turns else None
    told = level_of(disclosure, emotion=latest.emotion if latest else "neutral", intensity=0.0)
    due = highest((person_due(signals, tier=tier, rules=rules), told))
    # What stops automation at once is said in one message; what only adds up goes ahead of the queue.
    return Watch(signals, disclosure, "priority" if due == "immediate" else due)


def built_up(readings: Sequence[Reading]) -> Disclosure | None:
    """The likeliest disclosure that several messages point to, each taking from the doubt; None if none."""
    hints: dict[tuple[str, str], list[Disclosure]] = {}
    for reading in readings:
        if reading.disclosure is not None:
            hints.setdefault((reading.disclosure.kind, reading.disclosure.person), []).append(
                reading.disclosure
            )
    joined = [_joined(each) for each in hints.values() if len(each) >= BUILT_UP_FROM]
    return max(joined, key=lambda disclosure: disclosure.confidence, default=None)


def _joined(hints: Sequence[Disclosure]) -> Disclosure:
    doubt = 1.0
    for hint in hints:
        doubt *= 1.0 - hint.confidence
    evidence = tuple(dict.fromkeys(word for hint in hints for word in hint.evidence))
    return Disclosure(hints[-1].kind, round(1.0 - doubt, 4), evidence, hints[-1].person)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a request for a person is made from: the turns, the slots, the active form, what was tried."""

    turns: Sequence[CustomerTurn]
    slots: Mapping[str, Any]
    form: str | None
    tried: Sequence[str]


def request(situation: Situation, seen: Watch) -> dict[str, Any]:
    """The handoff request: reason, level, open_request {intent, form, slots}, tried, signals."""
    return {
        "reason": reason(situation, seen),
        "level": level(situation, seen),
        "open_request": open_request(situation),
        "tried": list(situation.tried),
        "signals": seen.to_dict(),
    }


def reason(situation: Situation, seen: Watch) -> str:
    """Why a person is asked for, the weightiest first; `policy` if the conversation shows no other cause."""
    latest = _latest(situation)
    wanted = open_intent(situation)
    causes = (
        ("crisis", disclosure_kind(situation, seen) in CRISES),
        ("customer_asked", latest is not None and latest.fact.intent in _ASKS),
        ("sensitive_process", wanted in SENSITIVE or disclosure_kind(situation, seen) is not None),
        ("bot_stuck", fallbacks_in_a_row(situation.turns) >= 2),
        (
            "distress",
            latest is not None and latest.reading.emotion in _DISTRESSED and tier_of(situation.slots) >= 2,
        ),
        ("frustration", seen.due != "none" or tier_of(situation.slots) >= 2),
    )
    return next((name for name, holds in causes if holds), "policy")


def level(situation: Situation, seen: Watch) -> str:
    """How urgently: at least `offer`, and what the latest message, behaviour or the tier call for."""
    latest = _latest(situation)
    said = latest.reading.level if latest is not None else "none"
    acute = "priority" if tier_of(situation.slots) >= 3 else "none"
    return highest(("offer", said, seen.due, acute))


def disclosure_kind(situation: Situation, seen: Watch) -> str | None:
    """What was disclosed: in the latest message, kept in the slot, or built up over turns."""
    latest = _latest(situation)
    if latest is not None and latest.reading.disclosure is not None:
        return latest.reading.disclosure.kind
    held = situation.slots.get("disclosure")
    if isinstance(held, str) and held not in ("", "none"):
        return held
    return seen.disclosure.kind if seen.disclosure else None


def open_request(situation: Situation) -> dict[str, Any]:
    """What the customer came for and how far it got, so that nobody asks again."""
    wanted = (*_KEPT_SLOTS, *FORM_SLOTS.get(situation.form or "", ()))
    filled = {name: situation.slots[name] for name in wanted if situation.slots.get(name) is not None}
    return {"intent": open_intent(situation), "form": situation.form, "slots": filled}


def open_intent(situation: Situation) -> str | None:
    """The intent of the active form, else the latest that wants something of the company, else None."""
    if situation.form is not None and situation.form in INTENT_OF_FORM:
        return INTENT_OF_FORM[situation.form]
    intents = (turn.fact.intent for turn in reversed(situation.turns))
    return next((intent for intent in intents if intent not in _NO_REQUESTS), None)


def tier_of(slots: Mapping[str, Any]) -> int:
    """The tier in the slot ("0", "1" ...), 0 if it is not set."""
    held = str(slots.get("tier") or "0")
    return int(held) if len(held) == 1 and held.isdecimal() else 0


def _latest(situation: Situation) -> CustomerTurn | None:
    return situation.turns[-1] if situation.turns else None
