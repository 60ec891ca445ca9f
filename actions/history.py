"""Reads a conversation out of Rasa's events: what was said, how long it took, what was tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from empathy.behaviour import TurnFact
from empathy.emotion import UNREAD, Reading
from empathy.errors import Malformed

Event = Mapping[str, Any]

FALLBACK = "nlu_fallback"
_NO_ATTEMPTS = (
    "action_listen", "action_session_start", "action_extract_slots", "action_restart", "action_back",
    "action_default_fallback", "action_deactivate_loop", "action_unlikely_intent",
    "action_leave_form", "action_request_handoff", "action_watch_conversation",
)  # fmt: skip
_NO_ANSWERS = (
    "utter_acknowledge_", "utter_crisis_", "utter_status_", "utter_ask_", "utter_offer_", "utter_handoff_",
    "utter_handed_", "utter_greet", "utter_goodbye", "utter_rephrase", "utter_default", "utter_technical_",
    "utter_welcome", "utter_affirm_", "utter_deny_", "utter_inform_", "utter_nothing_", "utter_start_over",
    "utter_no_person_", "utter_what_i_am", "utter_capabilities", "utter_out_of_scope", "utter_form_left", "utter_limit_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CustomerTurn:
    """One message of the customer: what behaviour is read from, and what was read in the words."""

    fact: TurnFact
    reading: Reading


def customer_turns(events: Iterable[Event]) -> list[CustomerTurn]:
    """The customer's messages, oldest first, restarts included; a button's text is empty."""
    turns: list[CustomerTurn] = []
    asked_at: float | None = None
    for event in events:
        if event.get("event") == "user":
            turns.append(_turn(event))
            asked_at = _moment(event)
        elif event.get("event") == "action" and event.get("name") == "action_listen" and asked_at is not None:
            turns[-1] = _waited(turns[-1], _moment(event) - asked_at)
            asked_at = None
    return turns


def _turn(event: Event) -> CustomerTurn:
    parsed = event.get("parse_data") or {}
    intent = (parsed.get("intent") or {}).get("name") or ""
    text = event.get("text") or ""
    words = "" if text.startswith(("/", "EXTERNAL: ")) else text
    reading = reading_of(parsed)
    fact = TurnFact(text=words, intent=intent, fallback=intent == FALLBACK, toned=reading.toned)
    return CustomerTurn(fact, reading)


def reading_of(parsed: Mapping[str, Any]) -> Reading:
    """The reading that the NLU left in a message's parse data; UNREAD if there is none to be used."""
    held = parsed.get("emotion")
    try:
        return Reading.from_dict(held) if isinstance(held, Mapping) else UNREAD
    except Malformed:
        return UNREAD


def _moment(event: Event) -> float:
    return float(event.get("timestamp") or 0.0)


def _waited(turn: CustomerTurn, seconds: float) -> CustomerTurn:
    return replace(turn, fact=replace(turn.fact, waited_s=max(0.0, seconds)))


def fallbacks_in_a_row(turns: Sequence[CustomerTurn]) -> int:
    """How many of the latest messages the bot did not understand, one after the other."""
    count = 0
    for turn in reversed(turns):
        if not turn.fact.fallback:
            break
        count += 1
    return count


def tried(events: Iterable[Event]) -> list[str]:
    """The names of the actions and answers given, each once, in order: what nobody need try again."""
    names = (str(event.get("name") or "") for event in events if event.get("event") == "action")
    return list(dict.fromkeys(name for name in names if _attempt(name)))


def _attempt(name: str) -> bool:
    if name.startswith("utter_"):
        return not name.startswith(_NO_ANSWERS)
    return name.startswith("action_") and name not in _NO_ATTEMPTS
