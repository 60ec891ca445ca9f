"""Fits the n-gram twin of the encoder: linear heads on words, word pairs and pieces of words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression, Ridge

from emotion_model.heads import DISCLOSURE, EMOTION, INTENSITY, KINDS, SHARED, Floats
from emotion_model.network import Network
from emotion_model.ngrams import char_grams, signs, word_grams
from emotion_model.training.data import Example, own, weak
from empathy.emotion import EMOTIONS

SEED, MOST_PUBLIC = 20261, 16_000
MOST_WORDS, MOST_CHARS = 30_000, 45_000
# How much more a disclosure weighs than its absence: a miss costs more than a kind question too many.
DISCLOSURE_WEIGHT = 4.0


def _found(example: Example) -> tuple[list[str], list[str], list[str]]:
    tokens = example.text.tokens
    names = [mark.name for mark in example.marks] + signs(tokens, 0, len(tokens))
    return word_grams(tokens, 0, len(tokens)), char_grams(tokens, 0, len(tokens)), names


def _grams(examples: Sequence[Example], part: int, *, most: int, rare: tuple[int, float]) -> list[str]:
    """N-grams worth keeping: in `rare[0]` of our messages, or `rare[1]` summed over all; the commonest first."""
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for example in examples:
        (ours if example.line else theirs).update(set(_found(example)[part]))
    kept = {gram for gram, count in ours.items() if count >= rare[0]}
    kept |= {gram for gram, count in theirs.items() if count >= rare[1]}
    ranked = sorted(kept, key=lambda gram: (-(20 * ours[gram] + theirs[gram]), gram))
    return sorted(ranked[:most])


def _rarity(examples: Sequence[Example], words: Sequence[str], chars: Sequence[str], marks: int) -> Floats:
    seen: Counter[str] = Counter()
    for example in examples:
        found = _found(example)
        seen.update({f"w{gram}" for gram in found[0]} | {f"c{gram}" for gram in found[1]})
    names = [f"w{gram}" for gram in words] + [f"c{gram}" for gram in chars]
    counts = np.array([seen[name] for name in names], dtype=np.float64)
    rarity = np.log((1 + len(examples)) / (1 + counts)) + 1
    weights: Floats = np.concatenate([rarity, np.ones(marks)]).astype(np.float32)
    return weights


def _matrix(examples: Sequence[Example], network: Network) -> csr_matrix:
    """Rows as the network itself weighs them, one per example."""
    values: list[float] = []
    places: list[int] = []
    starts = [0]
    for example in examples:
        for ids, weights in network.weighed(example.text, example.marks, (0, len(example.text.tokens))):
            places.extend(ids.tolist())
            values.extend(weights.tolist())
        starts.append(len(places))
    return csr_matrix(
        (values, places, starts),
        shape=(len(examples), len(network.rarity)),
        dtype=np.float32,
    )


def _fit_classes(
    features: csr_matrix,
    labels: Sequence[str],
    names: Sequence[str],
    weights: Sequence[float],
) -> tuple[Floats, Floats]:
    model = LogisticRegression(C=4.0, max_iter=150, tol=1e-5)
    model.fit(features, [names.index(label) for label in labels], sample_weight=weights)
    rows = np.zeros((features.shape[1], len(names)), dtype=np.float32)
    bias = np.full(len(names), -20.0, dtype=np.float32)
    rows[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return rows, bias


def _balance(labels: Sequence[str], weights: Sequence[float]) -> list[float]:
    """Weights with the square root of each class's rarity laid on."""
    mass: Counter[str] = Counter()
    for label, weight in zip(labels, weights, strict=True):
        mass[label] += weight  # type: ignore[assignment]
    mean = sum(mass.values()) / len(mass)
    return [weight * (mean / mass[label]) ** 0.5 for label, weight in zip(labels, weights, strict=True)]


def _fit(examples: Sequence[Example], blank: Network, say: Callable[[str], None]) -> Network:
    features = _matrix(examples, blank)
    rows = np.zeros((features.shape[1], SHARED), dtype=np.float32)
    bias = np.zeros(SHARED, dtype=np.float32)
    heads: tuple[tuple[slice, tuple[str, ...], str], ...] = (
        (EMOTION, EMOTIONS, "emotion"),
        (DISCLOSURE, KINDS, "disclosure"),
    )
    for columns, names, head in heads:
        say(f"fitting {head} ...")
        chosen = [place for place, example in enumerate(examples) if getattr(example, head) is not None]
        labels = [str(getattr(examples[place], head)) for place in chosen]
        told = [DISCLOSURE_WEIGHT if head == "disclosure" and label != "none" else 1.0 for label in labels]
        weights = [examples[place].weight * extra for place, extra in zip(chosen, told, strict=True)]
        rows[:, columns], bias[columns] = _fit_classes(
            features[chosen],
            labels,
            names,
            weights if head == "disclosure" else _balance(labels, weights),
        )
    say("fitting intensity ...")
    chosen = [place for place, example in enumerate(examples) if example.intensity is not None]
    ridge = Ridge(alpha=1.0, solver="sparse_cg", tol=1e-4, random_state=SEED)
    ridge.fit(
        features[chosen],
        [example.intensity for example in examples if example.intensity is not None],
        sample_weight=[examples[place].weight for place in chosen],
    )
    rows[:, INTENSITY], bias[INTENSITY] = ridge.coef_, ridge.intercept_
    return Network(
        blank.words,
        blank.chars,
        blank.marks,
        blank.rarity,
        rows,
        bias,
    )


def write(network: Network, place: Path) -> None:
    """Keep a network in the form that `load_network` reads: no pickle."""
    place.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        place / "weights.npz",
        rarity=network.rarity.astype(np.float16),
        rows=network.rows.astype(np.float16),
        bias=network.bias,
    )
    table = {
        "words": list(network.words),
        "chars": list(network.chars),
        "marks": list(network.marks),
    }
    (place / "ngrams.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")


def _blank(examples: Sequence[Example]) -> Network:
    words = _grams(examples, 0, most=MOST_WORDS, rare=(2, 12))
    chars = _grams(examples, 1, most=MOST_CHARS, rare=(3, 40))
    marks = _grams(examples, 2, most=500, rare=(2, 30))
    rarity = _rarity(examples, words, chars, len(marks))
    return Network(
        words={gram: place for place, gram in enumerate(words)},
        chars={gram: place + len(words) for place, gram in enumerate(chars)},
        marks={name: place + len(words) + len(chars) for place, name in enumerate(marks)},
        rarity=rarity.astype(np.float16).astype(np.float32),
        rows=np.zeros((len(rarity), 0), dtype=np.float32),
        bias=np.zeros(0, dtype=np.float32),
    )


def train(data: Path, extra: Sequence[Path], say: Callable[[str], None]) -> Network:
    """Learns from the corpus and the public sets under `data`; seeded, about a minute on one thread."""
    examples = own("train", *extra) + weak(data, seed=SEED, most=MOST_PUBLIC)
    say(
        f"twin: {len(examples)} examples, {sum(example.line is not None for example in examples)} of them ours"
    )
    return _fit(examples, _blank(examples), say)
