"""What a person's correction of a reading means: it counts over the reading, and it never clears a flag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from empathy import fields
from empathy.emotion import (
    CRISIS_SURE,
    DISCLOSURES,
    EMOTIONS,
    PERSONS,
    Disclosure,
    Reading,
    highest,
    level_of,
)

ACTS = ("correct", "confirm", "take_back")
#: The disclosure of a message in which nobody's distress is told.
NO_DISCLOSURE = "none"
#: Strength of an emotion that a person named without grading it, and the most that is left of one denied.
UNGRADED, CALM = 0.4, 0.1


@dataclass(frozen=True)
class Judgement:
    """How a person reads one message; `intensity` None is "as read", `disclosure` one of DISCLOSURES or "none"."""

    emotion: str
    intensity: float | None
    disclosure: str
    person: str = "first"

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the fields by their names."""
        return asdict(self)

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Judgement:
        """The judgement in a decoded JSON object; a wrong value raises `Malformed`, which names the field."""
        return cls(
            emotion=fields.one_of(d, "emotion", EMOTIONS),
            intensity=None if d.get("intensity") is None else fields.share(d, "intensity"),
            disclosure=fields.one_of(d, "disclosure", (NO_DISCLOSURE, *DISCLOSURES)),
            person=fields.one_of(d, "person", PERSONS, "first"),
        )


@dataclass(frozen=True)
class Correction:
    """One record of what an agent did to the reading of a message; records are added, never changed.

    `act` is one of ACTS. `judgement` is None for a record that only takes back the one named by `undoes`.
    `review` tells a verdict given in the review list from one given within the conversation.
    """

    id: int
    message_id: str
    number: int
    agent_id: str
    by: str
    act: str
    judgement: Judgement | None
    undoes: int | None
    review: bool
    at: datetime


def as_read(reading: Reading) -> Judgement:
    """The reading itself as a judgement: what an agent confirms."""
    told = reading.disclosure
    kind, person = (told.kind, told.person) if told else (NO_DISCLOSURE, "first")
    return Judgement(reading.emotion, None, kind, person)


def intensity_of(reading: Reading, judgement: Judgement) -> float:
    """How strong the emotion is by this judgement, 0..1; one that was not graded gets a modest figure."""
    if judgement.intensity is not None:
        return judgement.intensity
    if judgement.emotion == reading.emotion:
        return reading.intensity
    if judgement.emotion == "neutral":
        return min(reading.intensity, CALM)
    return max(reading.intensity, UNGRADED)


def changes(reading: Reading, judgement: Judgement) -> tuple[str, ...]:
    """Which of emotion, intensity, disclosure and person this judgement sees otherwise than the reading."""
    read = as_read(reading)
    graded = judgement.intensity is not None and judgement.intensity != reading.intensity
    told = judgement.disclosure != NO_DISCLOSURE
    seen = {
        "emotion": judgement.emotion != read.emotion,
        "intensity": graded,
        "disclosure": judgement.disclosure != read.disclosure,
        "person": told and judgement.person != read.person,
    }
    return tuple(name for name, otherwise in seen.items() if otherwise)


def undone(corrections: Iterable[Correction]) -> Mapping[int, Correction]:
    """The records that were taken back, by id, each with the record that took it back."""
    return {one.undoes: one for one in corrections if one.undoes is not None}


def standing(corrections: Sequence[Correction]) -> Correction | None:
    """The record that counts: the newest judgement that was not taken back."""
    gone = undone(corrections)
    return next((one for one in reversed(corrections) if one.judgement and one.id not in gone), None)


def corrected(reading: Reading, judgement: Judgement) -> Reading:
    """The reading as a person corrected it. A disclosure is added or renamed, never removed; no level falls.

    Where the tone was not read the emotion stays as it is: a correction must not read it by the back door.
    """
    told = _told(reading, judgement)
    emotion, intensity = reading.emotion, reading.intensity
    if reading.toned:
        emotion, intensity = judgement.emotion, intensity_of(reading, judgement)
    level = highest((reading.level, level_of(told, emotion=emotion, intensity=intensity)))
    return replace(reading, emotion=emotion, intensity=intensity, disclosure=told, level=level)


def _told(reading: Reading, judgement: Judgement) -> Disclosure | None:
    if judgement.disclosure == NO_DISCLOSURE:
        return reading.disclosure
    read = reading.disclosure
    evidence = read.evidence if read and read.kind == judgement.disclosure else ()
    return Disclosure(judgement.disclosure, 1.0, evidence, judgement.person)


def counted(reading: Reading, corrections: Sequence[Correction]) -> Reading:
    """The reading with the correction that counts, if there is one."""
    counts = standing(corrections)
    return corrected(reading, counts.judgement) if counts and counts.judgement else reading


def level_called_for(reading: Reading, judgements: Iterable[Judgement]) -> str:
    """The highest level that the reading or any judgement of its message calls for."""
    return highest((reading.level, *(corrected(reading, one).level for one in judgements)))


def sureness(reading: Reading) -> float:
    """How sure the reading is, 0..1, for the order of the review list.

    Without the tone it is as sure as its disclosure; with nothing read at all there is nothing to doubt.
    """
    if reading.toned:
        return reading.confidence
    return reading.disclosure.confidence if reading.disclosure else 1.0


def unsure(reading: Reading) -> bool:
    """Whether a disclosure was read below the mark from which it is acted on by itself."""
    return reading.disclosure is not None and reading.disclosure.confidence < CRISIS_SURE


def training_line(text: str, reading: Reading, judgement: Judgement) -> dict[str, Any]:
    """The labels of one message as the reader's corpus has them: text, emotion, intensity, disclosure, person."""
    return {
        "text": text,
        "emotion": judgement.emotion,
        "intensity": round(intensity_of(reading, judgement), 2),
        "disclosure": judgement.disclosure,
        "person": judgement.person if judgement.disclosure != NO_DISCLOSURE else "first",
    }
