"""Scores a message with the trained weights, in plain numpy, so that both Pythons read the same."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from empathy.emotion import DISCLOSURES, EMOTIONS

from emotion_model.ngrams import char_grams, pieces, word_grams
from emotion_model.tokens import Text

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

KINDS: tuple[str, ...] = ("none", *(kind for kind in DISCLOSURES if kind != "none"))
EMOTION = slice(0, len(EMOTIONS))
DISCLOSURE = slice(len(EMOTIONS), len(EMOTIONS) + len(KINDS))
INTENSITY = len(EMOTIONS) + len(KINDS)
COLUMNS = INTENSITY + 1


class WeightsMissing(Exception):
    """The weights are not where they should be; `make train-emotion` makes them."""


@dataclass(frozen=True)
class Network:
    """Weights of the n-gram network: one row a known n-gram, one column a class (emotions, disclosures, intensity)."""

    words: dict[str, int]
    chars: dict[str, int]
    rarity: Floats
    rows: Floats
    bias: Floats
    heat: dict[str, float]

    def score(self, text: Text, first: int, stop: int) -> Floats:
        """Raw scores (COLUMNS,) of the tokens in [first, stop) of a message."""
        total = self.bias.copy()
        for ids, values in self.weighed(text, first, stop):
            total += values @ self.rows[ids]
        return total

    def weighed(self, text: Text, first: int, stop: int) -> Iterator[tuple[Ids, Floats]]:
        """The known n-grams of [first, stop) with their weights: words and pairs, then pieces, each of length 1."""
        for grams, known in ((word_grams, self.words), (char_grams, self.chars)):
            found = self._counted(grams(text.tokens, first, stop), known)
            if found:
                ids = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
                values = np.fromiter(found.values(), dtype=np.float32, count=len(found)) * self.rarity[ids]
                yield ids, values / np.sqrt((values * values).sum())

    @staticmethod
    def _counted(grams: Iterable[str], known: dict[str, int]) -> dict[int, float]:
        counts = Counter(place for gram in grams if (place := known.get(gram)) is not None)
        return {place: 1.0 + math.log(count) for place, count in counts.items()}

    def telling(self, text: Text, column: int, *, most: int = 3) -> tuple[str, ...]:
        """The customer's words that spoke most for a class, strongest first, as they were written."""
        worth: dict[str, float] = {}
        for place, token in enumerate(text.tokens):
            if token.kind not in ("word", "emoji"):
                continue
            weight = self._worth(token.norm, column)
            surface = text.span(place, place + 1)
            worth[surface] = max(weight, worth.get(surface, 0.0))
        best = sorted(((weight, word) for word, weight in worth.items() if weight > 0.25), reverse=True)
        return tuple(word for _, word in best[:most])

    def _worth(self, norm: str, column: int) -> float:
        place = self.words.get(norm)
        alone = 0.0 if place is None else float(self.rows[place, column] * self.rarity[place]) / 4.0
        ids = [self.chars[piece] for piece in pieces(norm) if piece in self.chars]
        parts = float((self.rows[ids, column] * self.rarity[ids]).sum()) / 40.0 if ids else 0.0
        return alone + parts


def chances(scores: Floats, heat: float) -> list[float]:
    """Raw scores of one head -> probabilities that sum to 1, cooled by the temperature found on the dev split."""
    cooled = scores.astype(np.float64) / heat
    grown = np.exp(cooled - cooled.max())
    return [float(value) for value in grown / grown.sum()]


def load_network(directory: Path) -> Network:
    """Reads `weights.npz` and `ngrams.json`; raises WeightsMissing where they are not there."""
    try:
        table = json.loads((directory / "ngrams.json").read_text(encoding="utf-8"))
        with np.load(directory / "weights.npz", allow_pickle=False) as arrays:
            rarity, rows, bias = (arrays[name].astype(np.float32) for name in ("rarity", "rows", "bias"))
    except FileNotFoundError as fault:
        raise WeightsMissing(f"{fault.filename} is missing: run `make train-emotion`") from fault
    words: Sequence[str] = table["words"]
    return Network(
        words={gram: place for place, gram in enumerate(words)},
        chars={gram: place + len(words) for place, gram in enumerate(table["chars"])},
        rarity=rarity,
        rows=rows,
        bias=bias,
        heat=table["heat"],
    )
