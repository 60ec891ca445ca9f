"""Draws the course of a conversation: its level turn by turn against the marks of the tiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from empathy.tiers import TierRules
from handoff_service.console import words
from handoff_service.preview.talk import Played
from handoff_service.preview.words import percent

STEP, TOP, TALL, LEFT = 26, 6, 60, 30


@dataclass(frozen=True)
class Point:
    """One turn: its place in the drawing, and its row in the table."""

    number: int
    x: int
    y: int
    percent: int
    tier: int
    emotion: str


@dataclass(frozen=True)
class Mark:
    """The height at which a tier begins."""

    tier: int
    y: int
    percent: int


@dataclass(frozen=True)
class Chart:
    """The drawing and its sentence; `line` is SVG path data."""

    width: int
    height: int
    line: str
    points: tuple[Point, ...]
    marks: tuple[Mark, ...]
    sentence: str


def chart(turns: Sequence[Played], rules: TierRules) -> Chart:
    """The course of these turns."""
    points = tuple(point(number, turn) for number, turn in enumerate(turns, start=1))
    marks = tuple(
        Mark(tier, height(mark), round(mark * 100)) for tier, mark in enumerate(rules.enter, start=1)
    )
    path = " ".join(f"{'L' if at else 'M'}{one.x} {one.y}" for at, one in enumerate(points))
    width = max(10, len(points) + 1) * STEP + LEFT
    return Chart(width, TOP + TALL + 18, path, points, marks, sentence(turns))


def point(number: int, turn: Played) -> Point:
    """One turn."""
    emotion = words.EMOTIONS[turn.reading.emotion] if turn.reading and turn.reading.toned else "not read"
    level = turn.course.level
    return Point(number, LEFT + number * STEP, height(level), round(level * 100), turn.move.tier, emotion)


def height(level: float) -> int:
    """The drawing's y of a level 0..1."""
    return TOP + round((1 - level) * TALL)


def sentence(turns: Sequence[Played]) -> str:
    """The drawing in words."""
    if not turns:
        return "Nothing was said yet."
    last = turns[-1]
    trend = words.TRENDS[last.course.trend]
    level, tier = percent(last.course.level), words.tier(last.move.tier).lower()
    return f"After turn {len(turns)} the level is {level}, {trend}: {tier}."
