"""The names on which policies, words and the channel agree."""

from __future__ import annotations

LISTEN = "action_listen"
WATCH = "action_watch_conversation"
HANDOFF = "action_request_handoff"
HANDOFF_WORDS = "utter_handoff_requested"
TECHNICAL_PROBLEM = "utter_technical_problem"
REPEATS = "utter_acknowledge_repeats"
ACKNOWLEDGE = "utter_acknowledge_"
CRISIS = "utter_crisis_"
CRISIS_AGAIN = "utter_crisis_again"
ASK_FOR_PERSON = "ask_for_person"
FALLBACK = "nlu_fallback"
INSULT = "insult"
LIMIT = "utter_limit_calm"
LIMIT_PERSON = "utter_limit_person"
#: Set on a message by the service: its own words of crisis were the last thing that was said.
AFTER_CRISIS = "after_crisis"

_PURPOSES = (
    (ACKNOWLEDGE, "acknowledgement"),
    (CRISIS, "crisis"),
    (HANDOFF_WORDS, "handoff"),
    ("utter_handed_back", "status"),
    ("utter_status_", "status"),
    ("utter_limit_", "status"),
    (TECHNICAL_PROBLEM, "status"),
)


def is_hidden(action: str | None) -> bool:
    """Whether Rule, Memoization and TED must not see that `action` happened."""
    return action is not None and (action == WATCH or action.startswith((ACKNOWLEDGE, CRISIS)))


def purpose_of(response: str | None) -> str:
    """The purpose of our words, from the response's name: acknowledgement, answer, crisis, handoff or status."""
    return next((purpose for prefix, purpose in _PURPOSES if (response or "").startswith(prefix)), "answer")
