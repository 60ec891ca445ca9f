"""Folds the readings of a conversation into its course, which remembers what matters and forgets the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from empathy import fields
from empathy.emotion import CRISES, DISCLOSURE_HEARD, EMOTIONS, Reading

TRENDS: tuple[str, ...] = ("rising", "falling", "steady")


def _weights() -> dict[str, float]:
    return {
        "neutral": 0.0,
        "frustration": 1.0,
        "confusion": 0.7,
        "anxiety": 0.9,
        "sadness": 1.0,
        "shame": 0.9,
        "disappointment": 0.85,
        "relief": 0.0,
    }


@dataclass(frozen=True)
class CourseRules:
    """How the course moves; all figures lie in 0..1.

    `keep` is the share of the level that outlives a message, `keep_after_relief` the same after relief;
    `gain` is how far one message of full intensity lifts a calm conversation; `steady_band` the change that
    counts as none; `weights` how much each emotion presses.
    """

    keep: float = 0.75
    keep_after_relief: float = 0.45
    gain: float = 0.6
    steady_band: float = 0.04
    weights: Mapping[str, float] = field(default_factory=_weights)


@dataclass(frozen=True)
class Course:
    """Where a conversation stands: `level` and `peak` 0..1, trend, prevailing emotion, number of readings."""

    level: float = 0.0
    trend: str = "steady"
    emotion: str = "neutral"
    readings: int = 0
    peak: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the fields by their names."""
        return asdict(self)

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Course:
        """The course in a decoded JSON object; missing keys start afresh, wrong values raise `Malformed`."""
        return cls(
            level=fields.share(d, "level", 0.0),
            trend=fields.one_of(d, "trend", TRENDS, "steady"),
            emotion=fields.one_of(d, "emotion", EMOTIONS, "neutral"),
            readings=fields.whole(d, "readings", 0),
            peak=fields.share(d, "peak", 0.0),
        )


DEFAULT_RULES = CourseRules()
#: Below this level nothing prevails: the conversation is neutral.
_FAINT = 0.1
_CRISIS_FORCE = 1.0
_LOSS_FORCE = 0.7


def force(reading: Reading, *, rules: CourseRules = DEFAULT_RULES) -> float:
    """How hard one reading presses, 0..1: its weighted intensity, or its disclosure if that is stronger."""
    pressed = rules.weights.get(reading.emotion, 0.0) * reading.intensity if reading.toned else 0.0
    told = reading.disclosure
    if told is None or told.confidence < DISCLOSURE_HEARD:
        return pressed
    strength = _CRISIS_FORCE if told.kind in CRISES else _LOSS_FORCE
    return max(pressed, strength * told.confidence)


def fold(course: Course, reading: Reading, *, rules: CourseRules = DEFAULT_RULES) -> Course:
    """The course after one more reading.

    The kept level and the new force join as independent evidence, so the level is bounded, grows with
    evidence and fades without. A message whose tone was not read only lets the past fade.
    """
    relieved = reading.toned and reading.emotion == "relief"
    kept = course.level * (rules.keep_after_relief if relieved else rules.keep)
    # Somebody in danger is acute at once, however calm the talk was.
    lift = 1.0 if reading.level == "immediate" else rules.gain * force(reading, rules=rules)
    level = 1.0 - (1.0 - kept) * (1.0 - lift)
    read = reading.toned or reading.disclosure is not None
    return Course(
        level=level,
        trend=_trend(level - course.level, rules.steady_band),
        emotion=_prevailing(course, reading, rules=rules, level=level),
        readings=course.readings + int(read),
        peak=max(course.peak, level),
    )


def course_of(readings: Iterable[Reading], *, rules: CourseRules = DEFAULT_RULES) -> Course:
    """The course of a whole conversation, oldest reading first."""
    course = Course()
    for reading in readings:
        course = fold(course, reading, rules=rules)
    return course


def _trend(change: float, band: float) -> str:
    if abs(change) <= band:
        return "steady"
    return "rising" if change > 0 else "falling"


def _prevailing(course: Course, reading: Reading, *, rules: CourseRules, level: float) -> str:
    if reading.toned and reading.emotion == "relief":
        return "relief"
    pressed = rules.weights.get(reading.emotion, 0.0) * reading.intensity if reading.toned else 0.0
    if pressed > 0.0 and rules.gain * pressed >= rules.keep * course.level - rules.steady_band:
        return reading.emotion
    if level < _FAINT or course.emotion == "relief":
        return "neutral"
    return course.emotion
