"""Measures the reader on a split: per class and slice, with bootstrap intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from emotion_model.corpus import Line
from empathy.emotion import EMOTIONS, Reading

CRITICAL = ("suicide", "self_harm", "abuse_danger", "medical")
#: Tags, languages and persons by which recall is broken down.
SLICES = ("oblique", "coded", "past", "denial", "third", "es", "sms", "nonnative", "long", "buried")


class Read(NamedTuple):
    """An authored line beside what was read in it."""

    line: Line
    reading: Reading

    @property
    def told(self) -> str:
        """The kind of disclosure that was read, "none" for none."""
        return self.reading.disclosure.kind if self.reading.disclosure else "none"


Measure = Callable[[Sequence[Read]], float]


def recall(reads: Sequence[Read]) -> float:
    """Share of disclosures in which any disclosure was read."""
    meant = [read for read in reads if read.line.disclosure != "none"]
    return sum(read.told != "none" for read in meant) / len(meant) if meant else float("nan")


def same_kind(reads: Sequence[Read]) -> float:
    """Share of disclosures read as the very kind they are."""
    meant = [read for read in reads if read.line.disclosure != "none"]
    return sum(read.told == read.line.disclosure for read in meant) / len(meant) if meant else float("nan")


def false_alarms(reads: Sequence[Read]) -> float:
    """Share of messages without disclosure in which one was read."""
    calm = [read for read in reads if read.line.disclosure == "none"]
    return sum(read.told != "none" for read in calm) / len(calm) if calm else float("nan")


def macro_f1(reads: Sequence[Read]) -> float:
    """Macro-F1 of the dominant emotion over the classes present."""
    scores = []
    for name in EMOTIONS:
        meant = [read.line.emotion == name for read in reads]
        got = [read.reading.emotion == name for read in reads]
        if any(meant):
            both = sum(a and b for a, b in zip(meant, got, strict=True))
            scores.append(2 * both / (sum(meant) + sum(got)))
    return sum(scores) / len(scores) if scores else float("nan")


def accuracy(reads: Sequence[Read]) -> float:
    """Share of messages whose dominant emotion was read."""
    return (
        sum(read.line.emotion == read.reading.emotion for read in reads) / len(reads)
        if reads
        else float("nan")
    )


def calibration_error(reads: Sequence[Read]) -> float:
    """Expected calibration error of the emotion's confidence, ten bins."""
    return _binned([(read.reading.confidence, read.line.emotion == read.reading.emotion) for read in reads])


def told_calibration_error(reads: Sequence[Read]) -> float:
    """The same for the confidence of disclosures, over the messages in which one was read."""
    told = [
        (read.reading.disclosure.confidence, read.line.disclosure != "none")
        for read in reads
        if read.reading.disclosure
    ]
    return _binned(told)


def _binned(pairs: Sequence[tuple[float, bool]]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in pairs:
        bins.setdefault(min(9, int(sure * 10)), []).append((sure, right))
    gaps = (abs(sum(right for _, right in part) - sum(sure for sure, _ in part)) for part in bins.values())
    return sum(gaps) / max(1, len(pairs))


def stopped(reads: Sequence[Read]) -> float:
    """Share of messages at which automation stops."""
    return sum(read.reading.level == "immediate" for read in reads) / len(reads) if reads else float("nan")


def spearman(reads: Sequence[Read]) -> float:
    """Rank correlation of intensity read and intensity meant."""
    first = _ranks([read.line.intensity for read in reads])
    second = _ranks([read.reading.intensity for read in reads])
    mean = (len(reads) - 1) / 2
    above = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    below = (sum((a - mean) ** 2 for a in first) * sum((b - mean) ** 2 for b in second)) ** 0.5
    return above / below if below else float("nan")


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        stop = start
        while stop < len(order) and values[order[stop]] == values[order[start]]:
            stop += 1
        for place in order[start:stop]:
            ranks[place] = (start + stop - 1) / 2
        start = stop
    return ranks


def interval(reads: Sequence[Read], measure: Measure, *, rounds: int = 300) -> tuple[float, float, float]:
    """(value, low, high): the measure and its 95 % bootstrap interval, seeded."""
    rng = random.Random(0)
    drawn = (
        sorted(measure(rng.choices(reads, k=len(reads))) for _ in range(rounds)) if reads else [float("nan")]
    )
    return (
        measure(reads),
        drawn[int(0.025 * len(drawn))],
        drawn[int(0.975 * (len(drawn) - 1))],
    )


def report(reads: Sequence[Read], title: str) -> list[str]:
    """The measures of a split as lines of a Markdown table."""
    rows = [
        f"### {title} ({len(reads)} messages)",
        "",
        "| measure | n | value | 95 % |",
        "|---|---|---|---|",
    ]
    for name, part, measure in _parts(reads):
        counted = part if measure is not false_alarms else [r for r in part if r.line.disclosure == "none"]
        if counted:
            value, low, high = interval(part, measure)
            rows.append(f"| {name} | {len(counted)} | {value:.3f} | {low:.3f} to {high:.3f} |")
    return rows


def _parts(reads: Sequence[Read]) -> list[tuple[str, Sequence[Read], Measure]]:
    """What is measured of a split: a name, the messages that it is measured on, and the measure."""
    told, critical = _told(reads), [read for read in reads if read.line.disclosure in CRITICAL]
    parts: list[tuple[str, Sequence[Read], Measure]] = [
        ("emotion, macro-F1", reads, macro_f1),
        ("emotion, accuracy", reads, accuracy),
        ("emotion, calibration error", reads, calibration_error),
        (
            "emotion, accuracy where said to be uncertain",
            [r for r in reads if "unsure" in r.reading.doubts],
            accuracy,
        ),
        ("sarcasm, F1", reads, sarcasm_f1),
        ("intensity, Spearman", reads, spearman),
        ("disclosure, recall of any", told, recall),
        ("disclosure, kind right", told, same_kind),
        ("life-critical, recall", critical, recall),
        ("life-critical, recall, not oblique", [r for r in critical if plain_critical(r)], recall),
        ("life-critical, automation stops", critical, stopped),
        ("nothing disclosed, automation stops", [r for r in reads if r.line.disclosure == "none"], stopped),
        ("disclosure, calibration error", reads, told_calibration_error),
        ("false alarms, hard negatives", [r for r in reads if "hard" in r.line.style], false_alarms),
        ("false alarms, ordinary", [r for r in reads if "hard" not in r.line.style], false_alarms),
    ]
    kinds = sorted({read.line.disclosure for read in told})
    parts += [(f"recall, {kind}", [r for r in told if r.line.disclosure == kind], recall) for kind in kinds]
    return parts + [(f"recall, {tag}", [r for r in told if tag in _tags(r.line)], recall) for tag in SLICES]


def plain_critical(read: Read) -> bool:
    """Whether a line tells of danger to life in words that name it."""
    return read.line.disclosure in CRITICAL and "oblique" not in read.line.style


def sarcasm_f1(reads: Sequence[Read]) -> float:
    """F1 of saying that a message is sarcastic, over the messages tagged so by their authors."""
    meant = ["sarcasm" in read.line.style for read in reads]
    said = ["sarcasm" in read.reading.doubts for read in reads]
    both = sum(a and b for a, b in zip(meant, said, strict=True))
    return 2 * both / (sum(meant) + sum(said)) if any(meant) or any(said) else float("nan")


def _told(reads: Sequence[Read]) -> list[Read]:
    return [read for read in reads if read.line.disclosure != "none"]


def _tags(line: Line) -> set[str]:
    return {*line.style, line.lang, line.person}
