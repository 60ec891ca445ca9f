"""Our own messages (CC0), the lever of the reader: written by hand, grouped by situation, split by situation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Line(NamedTuple):
    """One authored message with its labels; `style` is a set of tags, `situation` the group that never crosses a split."""

    text: str
    emotion: str
    intensity: float
    disclosure: str
    person: str
    lang: str
    style: tuple[str, ...]
    situation: str
    split: str


def split_of(situation: str) -> str:
    """train, dev or test (70/15/15), from the situation's name alone."""
    place = int(sha256(situation.encode()).hexdigest()[:8], 16) % 100
    return "train" if place < 70 else "dev" if place < 85 else "test"


def line_of(record: dict[str, object]) -> Line:
    """A decoded JSON line -> Line; raises KeyError or ValueError where a field is missing or wrong."""
    situation = str(record["situation"])
    return Line(
        text=str(record["text"]),
        emotion=str(record["emotion"]),
        intensity=float(str(record["intensity"])),
        disclosure=str(record["disclosure"]),
        person=str(record.get("person", "first")),
        lang=str(record.get("lang", "en")),
        style=tuple(str(record.get("style", "web")).split()),
        situation=situation,
        split=str(record.get("split") or split_of(situation)),
    )


def lines(*extra: Path) -> Iterator[Line]:
    """Every message of the corpus, then those of the extra files, in a fixed order."""
    for path in (*sorted(HERE.glob("*.jsonl")), *extra):
        with path.open(encoding="utf-8") as stream:
            for written in stream:
                if written.strip():
                    yield line_of(json.loads(written))
