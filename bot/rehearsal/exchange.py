"""What one exchange between customer and bot shows to somebody who only watches: who, what, and in which past."""

from __future__ import annotations

from dataclasses import dataclass, field

from empathy.course import Course
from empathy.emotion import Reading

ACKNOWLEDGEMENT, CRISIS, ANSWER, HANDOFF = "acknowledgement", "crisis", "answer", "handoff"
REPEATS = "utter_acknowledge_repeats"
LOSSES = ("bereavement", "hardship")
LOSS_INTENTS = {"report_bereavement": "bereavement", "financial_hardship": "hardship"}
#: Intents in whose name nothing happened to the customer: there the feeling itself is the event.
NAMELESS = (
    *(
        "",
        "nlu_fallback",
        "out_of_scope",
        "inform",
        "affirm",
        "deny",
        "greet",
        "goodbye",
        "thank",
        "stop_form",
    ),
    *("ask_for_person", "ask_capabilities", "restart_over", "insult"),
)
#: From here two texts say the same in other words.
ALIKE = 0.45
SMALL = ("affirm", "deny", "inform", "greet", "goodbye", "thank")


@dataclass(frozen=True)
class Line:
    """One utterance of the bot: what it is for (as on the wire), and the response's name."""

    purpose: str
    response: str = ""


@dataclass(frozen=True)
class Exchange:
    """One turn: what the customer did (`message`, `button`, `handback`), how it was read, and all that was said.

    `owned`: a person held the conversation, so that the bot must be silent.
    """

    kind: str
    text: str
    intent: str
    reading: Reading
    lines: tuple[Line, ...]
    owned: bool = False


@dataclass
class Past:
    """What the conversation was before the exchange that is judged, and the tier in it."""

    course: Course = field(default_factory=Course)
    tier: int = 0
    acknowledged: set[str] = field(default_factory=set)
    intents: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    last: str = ""
    acknowledged_before: bool = False
    crisis_before: bool = False


def purposes(now: Exchange) -> list[str]:
    """What the words of this exchange are for, in order."""
    return [line.purpose for line in now.lines]


def loss(now: Exchange) -> str | None:
    """The loss that is told, by the words or by the intent."""
    told = now.reading.disclosure
    if told is not None and told.kind in LOSSES and told.confidence >= 0.1:
        return told.kind
    return LOSS_INTENTS.get(now.intent)


def event(now: Exchange, past: Past) -> str:
    """What happened to the customer, by one name: words that name nothing are about what was named just before."""
    named = now.intent if now.intent not in NAMELESS else ""
    before = next((one for one in reversed(past.events[-2:]) if one), "")
    return loss(now) or named or before or now.reading.emotion


def moved(now: Exchange) -> bool:
    """Whether a feeling was read that wants words."""
    return now.reading.toned and now.reading.emotion not in ("neutral", "relief")


def danger(now: Exchange) -> bool:
    """Whether the message alone stops automation."""
    return now.reading.level == "immediate"


def small(now: Exchange) -> bool:
    """Whether the message is a bare answer, or an insult: nothing happened in it that could be named."""
    return now.intent == "insult" or (now.intent in SMALL and len(now.text.split()) <= 4)
