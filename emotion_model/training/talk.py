"""GoEmotions (Demszky et al., ACL 2020; CC BY 4.0): its 28 labels, and how well the shipped encoder reads them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emotion_model.encoder import Encoder
from emotion_model.heads import TALK
from emotion_model.tokens import cut

Table = npt.NDArray[Any]
LABELS = TALK.stop - TALK.start

# The paper's groups of labels (its appendix): six basic emotions after Ekman, and sentiment; neutral stands alone.
EKMAN: Mapping[str, str] = {
    "anger": "anger annoyance disapproval",
    "disgust": "disgust",
    "fear": "fear nervousness",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse",
    "surprise": "surprise realization confusion curiosity",
    "neutral": "neutral",
}
SENTIMENT: Mapping[str, str] = {
    "positive": EKMAN["joy"],
    "negative": " ".join(EKMAN[name] for name in ("anger", "disgust", "fear", "sadness")),
    "ambiguous": EKMAN["surprise"],
    "neutral": "neutral",
}


def label_names(data: Path) -> list[str]:
    """The names of the 28 labels, in the order of their columns."""
    return (data / "goemotions/labels.txt").read_text(encoding="utf-8").split()


def rows(data: Path, name: str) -> list[tuple[str, Table]]:
    """(text, labels (28,)) of an official split: train, dev or test."""
    found = []
    with (data / f"goemotions/{name}.tsv").open(encoding="utf-8") as stream:
        for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            labels = np.zeros(LABELS, dtype=np.float32)
            labels[[int(place) for place in row[1].split(",")]] = 1.0
            found.append((row[0], labels))
    return found


def macro_f1(chances: Table, labels: Table, marks: Table) -> float:
    """Macro-F1 over labels, each read from its own mark upwards."""
    read = chances >= marks
    both = (read & (labels > 0)).sum(0)
    return float(np.mean(2 * both / np.maximum(1, read.sum(0) + (labels > 0).sum(0))))


def marks_of(chances: Table, labels: Table) -> Table:
    """For each label the mark with the best F1, to be found on the dev split."""
    steps = np.arange(0.05, 0.7, 0.025)
    worth = [
        [macro_f1(chances[:, [label]], labels[:, [label]], np.array([step])) for step in steps]
        for label in range(labels.shape[1])
    ]
    return steps[np.argmax(worth, axis=1)]


def read_by(encoder: Encoder, data: Path, name: str) -> tuple[Table, Table]:
    """What the shipped encoder reads in an official split: chances (N, 28) beside labels (N, 28)."""
    held = rows(data, name)
    scores = np.stack([encoder.rows(cut(text))[0][TALK] for text, _ in held])
    return 1 / (1 + np.exp(-scores)), np.stack([labels for _, labels in held])


def grouped(table: Table, groups: Mapping[str, str], names: Sequence[str]) -> Table:
    """A table over labels -> the same over groups of labels, the highest of each."""
    places = [[names.index(name) for name in members.split()] for members in groups.values()]
    return np.stack([table[:, chosen].max(1) for chosen in places], axis=1)


def report(encoder: Encoder, data: Path, *, rounds: int = 300) -> list[str]:
    """Macro-F1 on the official test split, marks found on dev, with 95 % bootstrap intervals: lines of a table."""
    names = label_names(data)
    dev, test = read_by(encoder, data, "dev"), read_by(encoder, data, "test")
    single = {name: name for name in names}
    lines = [
        f"### GoEmotions test ({len(test[0])} messages)",
        "",
        "| labels | macro-F1 | 95 % |",
        "|---|---|---|",
    ]
    for title, groups in (("28 classes", single), ("Ekman, 7", EKMAN), ("sentiment, 4", SENTIMENT)):
        marks = marks_of(*(grouped(table, groups, names) for table in dev))
        chances, labels = (grouped(table, groups, names) for table in test)
        rng = np.random.default_rng(0)
        draws = (rng.integers(0, len(labels), len(labels)) for _ in range(rounds))
        drawn = sorted(macro_f1(chances[draw], labels[draw], marks) for draw in draws)
        low, high = drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds)]
        lines.append(f"| {title} | {macro_f1(chances, labels, marks):.3f} | {low:.3f} to {high:.3f} |")
    return lines
