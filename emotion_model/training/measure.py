"""Measures the shipped reader, every figure of docs/emotion-model.md: `make measure-emotion`; each run is a look at the test splits."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import emotion_model
from emotion_model import corpus
from emotion_model.encoder import Encoder, load_encoder
from emotion_model.training import rivals, talk
from emotion_model.training.data import requests, tweets
from emotion_model.training.diversity import makeup
from emotion_model.training.measures import Read, interval, report, sarcasm_f1
from empathy.ports import EmotionModel

# What nobody labelled in a tweet; only its text and its sarcasm are measured.
_TWEET = {"emotion": "neutral", "intensity": 0.0, "disclosure": "none", "situation": "tweet"}


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


def public_sarcasm(reader: EmotionModel, data: Path) -> list[str]:
    """F1 of sarcasm on the official test tweets of iSarcasmEval (sarcastic class), with its 95 % interval."""
    reads = [
        Read(
            corpus.line_of(_TWEET | {"text": text, "style": "sarcasm" if ironic else "web"}),
            reader.read(text),
        )
        for text, ironic in tweets(data, "test")
    ]
    value, low, high = interval(reads, sarcasm_f1)
    return [
        f"### iSarcasmEval test ({len(reads)} tweets): F1 of sarcasm {value:.3f} ({low:.3f} to {high:.3f})"
    ]


def pace(reader: EmotionModel, encoder: Encoder, texts: Sequence[str]) -> list[str]:
    """Time a message on one thread beside its floor, a bare pass of the tokenizer over the same messages."""
    floor, whole = _spent(encoder.pieces_of, texts), _spent(reader.read, texts)
    rows = ["### pace, one thread, milliseconds a message", "", "| | p50 | p95 | p99 |", "|---|---|---|---|"]
    for name, spent in (("tokenizer alone (floor)", floor), ("the whole reader", whole)):
        marks = (spent[int(share * (len(spent) - 1))] for share in (0.5, 0.95, 0.99))
        rows.append(f"| {name} | " + " | ".join(f"{mark:.2f}" for mark in marks) + " |")
    ratio = whole[len(whole) // 2] / floor[len(floor) // 2]
    weights = sum(path.stat().st_size for path in emotion_model.WEIGHTS.iterdir()) / 1e6
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        *rows,
        "",
        f"Ratio of the medians {ratio:.1f}; weights {weights:.1f} MB; this process at most {memory:.0f} MiB.",
    ]


def _spent(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text, sorted, after one warm round."""
    for text in texts:
        work(text)
    spent = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        spent.append(1000 * (time.perf_counter() - start))
    return sorted(spent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints every table: corpus, our splits, the public sets, the rivals, the pace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    chosen = parser.parse_args(arguments)
    reader, encoder = emotion_model.load(), load_encoder(emotion_model.WEIGHTS)
    lines = list(corpus.lines())
    rows = [f"### corpus ({len(lines)} messages)", "", *makeup(lines), ""]
    reads = {split: read_split(reader, split) for split in ("dev", "test", "probe")}
    for split, found in reads.items():
        rows += [*report(found, split), ""]
    rows += [*rivals.report([*reads["test"], *reads["probe"]]), "", *talk.report(encoder, chosen.data), ""]
    rows += [*public_alarms(reader, chosen.data), "", *public_sarcasm(reader, chosen.data), ""]
    rows += pace(reader, encoder, [line.text for line in lines[::5]])
    sys.stdout.write("\n".join(rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
