"""The console's vocabulary: what the core's words are called on agents' screens; customers never see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from babel.core import Locale, UnknownLocaleError

from empathy.emotion import CRISES, CRISIS_SURE
from empathy.emotion import EMOTIONS as CORE_EMOTIONS

LEVELS: Mapping[str, str] = {
    "immediate": "At once",
    "priority": "Priority",
    "offer": "Waiting",
    "none": "No handoff",
}
TIERS = ("Calm", "Mild distress", "Clear distress", "Acute distress")
CHANNELS: Mapping[str, str] = {"web": "Web chat", "sms": "Text message"}
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
DOUBTS: Mapping[str, str] = {"unsure": "not certain", "sarcasm": "perhaps ironic"}
DISCLOSURES: Mapping[str, str] = {
    "suicide": "Thoughts of suicide",
    "self_harm": "Self-harm",
    "abuse_danger": "In danger from somebody",
    "medical": "A medical emergency",
    "bereavement": "A death in the family",
    "hardship": "Money is short",
}
HINTS: Mapping[str, str] = {
    "suicide": "Stay with the person, ask plainly how they are, call your supervisor.",
    "self_harm": "Stay with the person, ask for no reasons, call your supervisor.",
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
    "help_in_distress": "Wrote HELP in distress.",
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
NAMELESS = "Customer"
ACTS: Mapping[str, str] = {
    "correct": "corrected by",
    "confirm": "confirmed by",
    "take_back": "taken back by",
}
STRENGTHS = (
    ("0.2", "Slight"),
    ("0.4", "Moderate"),
    ("0.6", "Clear"),
    ("0.8", "Strong"),
    ("1.0", "As strong as can be"),
)
PERSONS = (("first", "The customer"), ("third", "Somebody else"))
SAID: Mapping[str, str] = {
    "handed-back": "Handed back. The bot goes on with what was open.",
    "requeued": "Back in the queue, at its front.",
    "closed": "Closed.",
    "signed-out": "You are signed out.",
    "corrected": "Kept. Your correction counts now; the reading itself stays in the history.",
    "raised": "Kept, and the level has risen. Whoever has this customer, or takes it next, sees it in the brief.",
    "raised-closed": "Kept, and the level has risen. The conversation is closed, so this calls nobody: tell your supervisor now.",
    "confirmed": "Kept: the reading is right.",
    "taken-back": "Taken back. It stays in the history, and a level that rose stays where it is.",
}


def level(name: str) -> str:
    """How a level is called."""
    return LEVELS.get(name, name)


def tier(number: int) -> str:
    """How a tier is called."""
    return TIERS[max(0, min(number, len(TIERS) - 1))]


def channel(name: str) -> str:
    """How a channel is called."""
    return CHANNELS.get(name, name)


def language(code: str) -> str:
    """How a language is called."""
    try:
        return str(Locale.parse(code).get_language_name("en") or code)
    except (UnknownLocaleError, ValueError):
        return code


def reason(name: str) -> str:
    """Why a person is wanted, as a sentence."""
    if name in DISCLOSURES:
        return f"Told us: {DISCLOSURES[name].lower()}."
    return REASONS.get(name) or plain(name).capitalize() + "."


def disclosure(kind: str, person: str = "first", confidence: float = 1.0) -> str:
    """What was told to us, with a word on whose distress it is and how sure that is; empty for an unknown kind."""
    name = DISCLOSURES.get(kind, "")
    if not name:
        return ""
    whose = ", about somebody else" if person == "third" else ""
    return f"{name}{whose}" + ("" if confidence >= CRISIS_SURE else " (not certain)")


def doubts(names: Collection[str]) -> str:
    """In which ways a reading should be taken with care, to be put behind it; empty where nothing is doubted."""
    return "".join(f", {DOUBTS[name]}" for name in DOUBTS if name in names)


def hint(kind: str, *, helped: bool) -> str:
    """What helps whoever told us this; `helped` says that the words of help stand in the conversation already."""
    found = HINTS.get(kind, "")
    if kind not in CRISES:
        return found
    given = "Help lines were given." if helped else "No help line has been given yet: give one."
    return f"{given} {found}"


def plain(name: str) -> str:
    """A name from code (an intent, a slot, an action) as words."""
    return name.removeprefix("action_").removeprefix("utter_").replace("_", " ").strip()


def emotions() -> tuple[tuple[str, str], ...]:
    """The emotions that a message can be read as: value, name."""
    return tuple((name, name.capitalize()) for name in CORE_EMOTIONS)


def disclosures() -> tuple[tuple[str, str], ...]:
    """The disclosures that can be marked: value, name; first that there is none."""
    return (("none", "None"), *DISCLOSURES.items())


def outcomes() -> tuple[tuple[str, str, str], ...]:
    """The ways in which a conversation can end: value, name, hint."""
    return OUTCOMES
