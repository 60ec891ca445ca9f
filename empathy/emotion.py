"""Names what can be read in one message, and which level of handoff that message alone calls for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from empathy import fields

Emotion = Literal[
    "neutral", "frustration", "confusion", "anxiety", "sadness", "shame", "disappointment", "relief"
]
DisclosureKind = Literal["self_harm", "suicide", "abuse_danger", "medical", "bereavement", "hardship"]
Level = Literal["none", "offer", "priority", "immediate"]

EMOTIONS: tuple[str, ...] = (
    "neutral",
    "frustration",
    "confusion",
    "anxiety",
    "sadness",
    "shame",
    "disappointment",
    "relief",
)
DISCLOSURES: tuple[str, ...] = ("self_harm", "suicide", "abuse_danger", "medical", "bereavement", "hardship")
CRISES: tuple[str, ...] = ("self_harm", "suicide", "abuse_danger", "medical")
LEVELS: tuple[str, ...] = ("none", "offer", "priority", "immediate")
PERSONS: tuple[str, ...] = ("first", "third")
#: What may be doubted in a reading: that the words are meant as they stand, that the emotion is the right one.
DOUBTS: tuple[str, ...] = ("sarcasm", "unsure")

#: Confidence from which a crisis stops automation, and from which a disclosure is worth an offer.
CRISIS_SURE = 0.6
DISCLOSURE_HEARD = 0.1
#: Intensity from which frustration alone goes ahead of the queue.
FRUSTRATION_ACUTE = 0.85


@dataclass(frozen=True)
class Disclosure:
    """Distress told to us: its kind, how sure we are (0..1), the words that show it, and whose it is."""

    kind: str
    confidence: float
    evidence: tuple[str, ...]
    person: str = "first"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: kind, confidence, evidence, person."""
        return {
            "kind": self.kind,
            "confidence": self.confidence,
            "evidence": list(self.evidence),
            "person": self.person,
        }


@dataclass(frozen=True)
class Reading:
    """What was read in one message.

    `scores` holds a share for each emotion, `intensity` and `confidence` lie in 0..1, `evidence` are words of
    the message. `toned` is False where the customer declined the reading of tone: then only disclosures were
    looked for. `doubts` says in which ways the reading should be taken with care (see DOUBTS).
    """

    emotion: str
    intensity: float
    scores: Mapping[str, float]
    confidence: float
    evidence: tuple[str, ...]
    disclosure: Disclosure | None
    level: str
    toned: bool = True
    doubts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The form that `heard read` prints, less the text: a missing disclosure is the kind "none"."""
        absent = {"kind": "none", "confidence": 0.0, "evidence": [], "person": "first"}
        return {
            "emotion": self.emotion,
            "intensity": self.intensity,
            "scores": dict(self.scores),
            "confidence": self.confidence,
            "evidence": list(self.evidence),
            "disclosure": self.disclosure.to_dict() if self.disclosure else absent,
            "handoff": self.level,
            "toned": self.toned,
            "doubts": list(self.doubts),
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Reading:
        """The reading in a decoded JSON object; unknown keys are ignored, wrong values raise `Malformed`."""
        scores = fields.record_of(d, "scores")
        return cls(
            emotion=fields.one_of(d, "emotion", EMOTIONS),
            intensity=fields.share(d, "intensity"),
            scores={name: fields.share(scores, name) for name in scores},
            confidence=fields.share(d, "confidence", 0.0),
            evidence=fields.texts(d, "evidence"),
            disclosure=_disclosure(fields.record_of(d, "disclosure")),
            level=fields.one_of(d, "handoff", LEVELS, "none"),
            toned=fields.truth(d, "toned", True),
            doubts=tuple(doubt for doubt in fields.texts(d, "doubts") if doubt in DOUBTS),
        )


def _disclosure(record: Mapping[str, Any]) -> Disclosure | None:
    if not record or record.get("kind") == "none":
        return None
    return Disclosure(
        kind=fields.one_of(record, "kind", DISCLOSURES),
        confidence=fields.share(record, "confidence"),
        evidence=fields.texts(record, "evidence"),
        person=fields.one_of(record, "person", PERSONS, "first"),
    )


#: The reading of a message that nobody read: the model is down, or the words are not the customer's own.
UNREAD = Reading(
    emotion="neutral",
    intensity=0.0,
    scores={name: float(name == "neutral") for name in EMOTIONS},
    confidence=0.0,
    evidence=(),
    disclosure=None,
    level="none",
    toned=False,
)


def danger_of(kind: str) -> str:
    """The crisis whose words of help fit; `immediate` without a named danger counts as self-harm's."""
    return kind if kind in CRISES else "self_harm"


def highest(levels: Iterable[str]) -> str:
    """The highest of the levels given, "none" for no levels. An unknown name raises ValueError."""
    return LEVELS[max((LEVELS.index(level) for level in levels), default=0)]


def across(reading: Reading, together: Reading) -> Reading:
    """The reading of a message after it was also read together with the words just before it.

    A disclosure that only both together make ("I want to kill" / "myself") is told by the later one; nothing that
    the message says alone is taken back.
    """
    if reading.disclosure is not None or together.disclosure is None:
        return reading
    level = highest((reading.level, together.level))
    return replace(reading, disclosure=together.disclosure, level=level)


def level_of(
    disclosure: Disclosure | None, *, emotion: str, intensity: float, asked_for_person: bool = False
) -> str:
    """The level of handoff that one message alone calls for.

    A sure crisis (also one told of somebody else) is `immediate`, an unsure one, a bereavement or hardship an
    `offer`; frustration of 0.85 and more is `priority`; asking for a person is at least an `offer`.
    """
    frustrated = emotion == "frustration" and intensity >= FRUSTRATION_ACUTE
    return highest(
        (
            _level_of_disclosure(disclosure),
            "priority" if frustrated else "none",
            "offer" if asked_for_person else "none",
        )
    )


def _level_of_disclosure(disclosure: Disclosure | None) -> str:
    if disclosure is None or disclosure.confidence < DISCLOSURE_HEARD:
        return "none"
    if disclosure.kind in CRISES and disclosure.confidence >= CRISIS_SURE:
        return "immediate"
    return "offer"
