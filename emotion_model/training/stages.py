"""The stages in which the encoder is taught: public talk, our own messages in public company, and once more at a lower rate."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from emotion_model.corpus import Line
from emotion_model.heads import DISCLOSURE, EMOTION, TALK
from emotion_model.training import samples, talk
from emotion_model.training.data import asked, designed, tweets
from emotion_model.training.fit import Sample, Stage, fit, scores_of
from emotion_model.training.net import Net
from emotion_model.wordpiece import WordPiece

SEED = 20261
LAYERS = tuple(range(6))
GOLD = (
    0.4  # in the second stage public labels count by so much, for the rest what the first stage made of them
)
TALK_EPOCHS, OWN_EPOCHS, SETTLE_EPOCHS = 3, 3, 1
OWN_TIMES, TALK_SHARE, REQUESTS, DESIGNED = 2, 12_000, 3_000, 2_000
MOST_ASKED = 8_000  # the rest of the public requests is kept for finding the thresholds
OWN_RATE, SETTLE_RATE = 6e-5, 4e-5


def teach(
    base: Path, data: Path, folder: Path, train: Sequence[Line], dev: Sequence[Line], pieces: WordPiece
) -> Net:
    """All stages, each kept in `folder` and not done twice -> the network that is shipped."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    public, held = samples.public(data, "train", pieces), samples.public(data, "dev", pieces)
    net = fit(Net(base, LAYERS), Stage("talk", TALK_EPOCHS, lambda _: public), folder, _read(held))
    distilled = _distilled(net, public, folder / "talk.npy")
    judge = _judge(samples.plain(dev, pieces), held)
    mixture = _mixture(data, train, distilled, pieces)
    net = fit(net, Stage("ours", OWN_EPOCHS, mixture, OWN_RATE), folder, judge)
    return fit(net, Stage("settled", SETTLE_EPOCHS, mixture, SETTLE_RATE, SEED + OWN_EPOCHS), folder, judge)


def _distilled(net: Net, public: Sequence[Sample], kept: Path) -> list[Sample]:
    """Public talk whose labels are part gold, part what the network makes of it: so it forgets less (Li and Hoiem 2016)."""
    if not kept.exists():
        np.save(kept, 1 / (1 + np.exp(-scores_of(net, [sample.ids for sample in public])[:, TALK])))
    found = []
    for sample, said in zip(public, np.load(kept), strict=True):
        targets = sample.targets.copy()
        targets[TALK] = GOLD * targets[TALK] + (1.0 - GOLD) * said
        found.append(sample._replace(targets=targets))
    return found


def _mixture(
    data: Path, train: Sequence[Line], public: Sequence[Sample], pieces: WordPiece
) -> Callable[[int], list[Sample]]:
    """What an epoch of the last stage is made of: ours twice, roughened anew, and a draw of public company."""
    calm = asked(data, SEED)[:MOST_ASKED]
    requested = samples.requests(calm, pieces)
    expected = samples.requests(sorted(set(designed())), pieces)
    overheard = samples.overheard(public, [text for text, _ in talk.rows(data, "train")])
    ironic = samples.tweets(tweets(data, "train"), pieces)

    def epoch(number: int) -> list[Sample]:
        rng = random.Random(SEED + number)
        ours = [
            sample
            for turn in range(OWN_TIMES)
            for sample in samples.own(train, pieces, calm, SEED + 10 * number + turn)
        ]
        drawn = ((overheard, TALK_SHARE), (requested, REQUESTS), (expected, DESIGNED))
        return [*ours, *ironic, *(sample for pool, many in drawn for sample in rng.sample(pool, many))]

    return epoch


def _judge(dev: Sequence[Sample], held: Sequence[Sample]) -> Callable[[Net], str]:
    """What to say of a network after an epoch over our own messages."""

    def say(net: Net) -> str:
        scores = scores_of(net, [sample.ids for sample in dev])
        meant = np.stack([sample.targets for sample in dev])
        felt = float(np.mean(scores[:, EMOTION].argmax(1) == meant[:, EMOTION].argmax(1)))
        told, read = meant[:, DISCLOSURE][:, 0] < 0.5, scores[:, DISCLOSURE].argmax(1) > 0
        heard, false = float(np.mean(read[told])), float(np.mean(read[~told]))
        return f"emotion {felt:.3f}, disclosures heard {heard:.3f}, false {false:.3f}; {_read(held)(net)}"

    return say


def _read(held: Sequence[Sample]) -> Callable[[Net], str]:
    """What to say of a network after an epoch over public talk: macro-F1 of the 28 labels, at its own best marks."""

    def say(net: Net) -> str:
        chances = 1 / (1 + np.exp(-scores_of(net, [sample.ids for sample in held])[:, TALK]))
        labels = np.stack([sample.targets[TALK] for sample in held])
        return f"28 labels, macro-F1 {talk.macro_f1(chances, labels, talk.marks_of(chances, labels)):.3f}"

    return say
