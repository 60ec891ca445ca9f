"""Values that the core's tests start from, each valid and calm unless told otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from empathy.acknowledge import Moment
from empathy.brief import TranscriptLine
from empathy.emotion import DISCLOSURES, EMOTIONS, LEVELS, UNREAD, Disclosure, Reading
from empathy.experiment_rules import shaped
from empathy.experiments import Experiment

shares = st.floats(0.0, 1.0, allow_nan=False)
disclosures = st.builds(
    Disclosure,
    kind=st.sampled_from(DISCLOSURES),
    confidence=shares,
    evidence=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    person=st.sampled_from(("first", "third")),
)
readings = st.builds(
    Reading,
    emotion=st.sampled_from(EMOTIONS),
    intensity=shares,
    scores=st.dictionaries(st.sampled_from(EMOTIONS), shares),
    confidence=shares,
    evidence=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    disclosure=st.none() | disclosures,
    level=st.sampled_from(LEVELS),
    toned=st.booleans(),
)


def reading(emotion: str = "neutral", intensity: float = 0.0, **changes: Any) -> Reading:
    return replace(UNREAD, **{"emotion": emotion, "intensity": intensity, "toned": True, **changes})


def told(kind: str, confidence: float = 0.9, **changes: Any) -> Disclosure:
    return replace(Disclosure(kind, confidence, ("his words",)), **changes)


def moment(emotion: str = "frustration", intensity: float = 0.6, **changes: Any) -> Moment:
    start = Moment(
        reading=reading(emotion, intensity),
        tier=1,
        intent="slow_internet",
        events_acknowledged=frozenset(),
        last_turn_acknowledged=False,
        after_crisis=False,
        trivial=False,
    )
    return replace(start, **changes)


def line(number: int, text: str, **changes: Any) -> TranscriptLine:
    start = TranscriptLine(number, "customer", "message", text, "2026-11-21T10:00:00Z", None)
    return replace(start, **changes)


ENTRY: dict[str, Any] = {
    "id": "plain-or-warm",
    "response": "utter_x",
    "hypothesis": "Warmer words calm more.",
    "measure": "emotion_change",
    "from": date(2026, 11, 1),
    "to": date(2026, 12, 31),
    "arms": [
        {"id": "plain", "share": 0.5, "variants": ["plain-en"]},
        {"id": "warm", "share": 0.5, "variants": ["warm-en"]},
    ],
}


def experiment(**changes: Any) -> Experiment:
    (start,) = shaped({"experiments": [ENTRY]})
    return replace(start, **changes)
