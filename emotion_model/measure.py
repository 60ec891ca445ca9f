"""Measures the shipped reader: `python -m emotion_model.measure --data DIR`; each run is a look at the test split."""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import emotion_model
from emotion_model import corpus
from emotion_model.corpus import Line
from emotion_model.train_data import requests
from emotion_model.train_measures import Read, report
from empathy.ports import EmotionModel


def read_split(reader: EmotionModel, split: str) -> list[Read]:
    """Every line of a split beside its reading."""
    return [Read(line, reader.read(line.text)) for line in corpus.lines() if line.split == split]


def public_alarms(reader: EmotionModel, data: Path) -> list[str]:
    """Which of the public test requests raise a disclosure, to be inspected one by one."""
    asked = sorted(set(requests(data, "test")))
    fired = [(text, told) for text in asked if (told := reader.read(text).disclosure)]
    share = 100 * len(fired) / len(asked)
    rows = [f"### public requests: {len(fired)} of {len(asked)} raise a disclosure ({share:.2f} %)", ""]
    return rows + [f"- {told.kind} {told.confidence:.2f} {told.evidence}: {text}" for text, told in fired]


def pace(reader: EmotionModel, texts: Sequence[str]) -> str:
    """Median, 95th and 99th percentile in milliseconds a message, after one warm round."""
    for text in texts:
        reader.read(text)
    spent = []
    for text in texts:
        start = time.perf_counter()
        reader.read(text)
        spent.append(1000 * (time.perf_counter() - start))
    spent.sort()
    p50, p95, p99 = (spent[int(share * (len(spent) - 1))] for share in (0.5, 0.95, 0.99))
    return f"pace: p50 {p50:.2f} ms, p95 {p95:.2f} ms, p99 {p99:.2f} ms over {len(spent)} messages"


def makeup(lines: Sequence[Line]) -> list[str]:
    """What the corpus is made of, and how varied it is."""
    pairs = Counter(pair for line in lines for pair in _pairs(line.text))
    counts = {
        "emotions": Counter(line.emotion for line in lines),
        "disclosures": Counter(line.disclosure for line in lines),
        "languages": Counter(line.lang for line in lines),
        "styles": Counter(tag for line in lines for tag in line.style),
        "splits": Counter(line.split for line in lines),
    }
    rows = [
        f"- {name}: " + ", ".join(f"{tag} {n}" for tag, n in found.most_common())
        for name, found in counts.items()
    ]
    share = len(pairs) / max(1, sum(pairs.values()))
    return [
        *rows,
        f"- situations: {len({line.situation for line in lines})}; distinct word pairs: {share:.2f}",
    ]


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.lower().split()
    return list(itertools.pairwise(words))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables of dev and test, the public alarms, the corpus and the pace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    chosen = parser.parse_args(arguments)
    reader = emotion_model.load()
    lines = list(corpus.lines())
    rows = [f"### corpus ({len(lines)} messages)", "", *makeup(lines), ""]
    for split in ("dev", "test"):
        rows += [*report(read_split(reader, split), split), ""]
    rows += [*public_alarms(reader, chosen.data), "", pace(reader, [line.text for line in lines[::3]])]
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
