"""The console's vocabulary: what the core's words are called on agents' screens; customers never see it."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS: Mapping[str, str] = {
    "immediate": "At once",
    "priority": "Priority",
    "offer": "Waiting",
    "none": "No handoff",
}
TIERS = ("Calm", "Mild distress", "Clear distress", "Acute distress")
CHANNELS: Mapping[str, str] = {"web": "Web chat", "sms": "Text message"}
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Spanish"}
EMOTIONS: Mapping[str, str] = {
    "neutral": "neutral",
    "frustration": "frustrated",
    "confusion": "confused",
    "anxiety": "anxious",
    "sadness": "sad",
    "shame": "ashamed",
    "disappointment": "disappointed",
    "relief": "relieved",
}
TRENDS: Mapping[str, str] = {"rising": "getting worse", "falling": "easing", "steady": "steady"}
DISCLOSURES: Mapping[str, str] = {
    "suicide": "Thoughts of suicide",
    "self_harm": "Self-harm",
    "abuse_danger": "In danger from somebody",
    "medical": "A medical emergency",
    "bereavement": "A death in the family",
    "hardship": "Money is short",
}
HINTS: Mapping[str, str] = {
    "suicide": "Help lines were given. Stay with the person, ask plainly how they are, call your supervisor.",
    "self_harm": "Help lines were given. Stay with the person, ask for no reasons, call your supervisor.",
    "abuse_danger": "Ask whether it is safe to write. Send nothing to a shared address or phone.",
    "medical": "If nobody has called for help yet, that comes before everything else.",
    "bereavement": "Say that you are sorry for their loss before anything else. Do not ask for papers first.",
    "hardship": "Speak of what can be done, not of what was missed.",
}
REASONS: Mapping[str, str] = {
    "asked_for_person": "Asked for a person.",
    "customer_asked": "Asked for a person.",
    "asked": "Asked for a person.",
    "frustration": "Is frustrated, and the bot does not help any further.",
    "repeated": "Had to say the same thing several times.",
    "bot_stuck": "The bot did not understand.",
    "fallback": "The bot did not understand.",
    "technical_problem": "A part of ours failed.",
    "action_failed": "A part of ours failed.",
    "crisis": "Told us of danger.",
    "sensitive_process": "A sensitive matter: it always gets a person.",
    "behaviour": "Has tried again and again without getting any further.",
    "request_failed": "Was promised a person after a fault of ours.",
    "policy": "This kind of request always gets a person.",
    "distress": "Told us of distress.",
}
PURPOSES: Mapping[str, str] = {
    "acknowledgement": "acknowledgement",
    "crisis": "words of help",
    "handoff": "about the handoff",
    "status": "status",
}
OUTCOMES = (
    ("resolved", "Resolved", "The customer has what was needed."),
    ("unresolved", "Not resolved", "We could not help this time."),
    ("customer_left", "The customer left", "No answer any more."),
    ("referred", "Passed on outside", "Another team or organisation helps further."),
)
SAID: Mapping[str, str] = {
    "handed-back": "Handed back. The bot goes on with what was open.",
    "requeued": "Back in the queue, at its front.",
    "closed": "Closed.",
    "signed-out": "You are signed out.",
}


def level(name: str) -> str:
    """How a level is called."""
    return LEVELS.get(name, name)


def tier(number: int) -> str:
    """How a tier is called."""
    return TIERS[max(0, min(number, 3))]


def channel(name: str) -> str:
    """How a channel is called."""
    return CHANNELS.get(name, name)


def language(code: str) -> str:
    """How a language is called."""
    return LANGUAGES.get(code, code)


def reason(name: str) -> str:
    """Why a person is wanted, as a sentence."""
    if name in DISCLOSURES:
        return f"Told us: {DISCLOSURES[name].lower()}."
    return REASONS.get(name) or plain(name).capitalize() + "."


def plain(name: str) -> str:
    """A name from code (an intent, a slot, an action) as words."""
    return name.removeprefix("action_").removeprefix("utter_").replace("_", " ").strip()


def outcomes() -> tuple[tuple[str, str, str], ...]:
    """The ways in which a conversation can end: value, name, hint."""
    return OUTCOMES
