"""Scores a message with the trained weights, in plain numpy, so that both Pythons read the same."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from emotion_model.heads import Floats
from emotion_model.ngrams import char_grams, pieces, signs, word_grams
from emotion_model.rules.cues import Mark
from emotion_model.tokens import Text

Ids = npt.NDArray[np.int64]

MARK = 0.5  # how much one mark of the rules weighs beside all words together (length 1)


def _token(mark: Mark) -> int:
    return mark.token


class WeightsMissing(Exception):
    """The weights are not where they should be; `make train-emotion` makes them."""


@dataclass(frozen=True)
class Network:
    """Weights of the n-gram network: one row a known n-gram, one column a class (emotions, disclosures, intensity)."""

    words: dict[str, int]
    chars: dict[str, int]
    marks: dict[str, int]
    rarity: Floats
    rows: Floats
    bias: Floats

    def score(self, text: Text, marks: Sequence[Mark], span: tuple[int, int]) -> Floats:
        """Raw scores (SHARED,) of the tokens in [first, stop) of a message with what the rules marked in it."""
        total = self.bias.copy()
        for ids, values in self.weighed(text, marks, span):
            total += values @ self.rows[ids]
        return total

    def weighed(
        self, text: Text, marks: Sequence[Mark], span: tuple[int, int]
    ) -> Iterator[tuple[Ids, Floats]]:
        """The known n-grams of a span with their weights: words and pairs, pieces (each of length 1), then marks."""
        first, stop = span
        for grams, known in ((word_grams, self.words), (char_grams, self.chars)):
            found = self._counted(grams(text.tokens, first, stop), known)
            if found:
                ids = np.fromiter(found.keys(), dtype=np.int64, count=len(found))
                values = np.fromiter(found.values(), dtype=np.float32, count=len(found)) * self.rarity[ids]
                yield ids, values / np.sqrt((values * values).sum())
        names = [
            mark.name
            for mark in marks[bisect_left(marks, first, key=_token) : bisect_left(marks, stop, key=_token)]
        ]
        found = self._counted([*names, *signs(text.tokens, first, stop)], self.marks)
        if found:
            weights = np.fromiter(found.values(), dtype=np.float32, count=len(found)) * np.float32(MARK)
            yield np.fromiter(found.keys(), dtype=np.int64, count=len(found)), weights

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
        best = sorted(
            ((weight, word) for word, weight in worth.items() if weight > 0.25),
            reverse=True,
        )
        return tuple(word for _, word in best[:most])

    def _worth(self, norm: str, column: int) -> float:
        place = self.words.get(norm)
        alone = 0.0 if place is None else float(self.rows[place, column] * self.rarity[place]) / 4.0
        ids = [self.chars[piece] for piece in pieces(norm) if piece in self.chars]
        parts = float((self.rows[ids, column] * self.rarity[ids]).sum()) / 40.0 if ids else 0.0
        return alone + parts


def load_network(directory: Path) -> Network:
    """Reads `weights.npz` and `ngrams.json`; raises WeightsMissing where they are not there."""
    try:
        table = json.loads((directory / "ngrams.json").read_text(encoding="utf-8"))
        with np.load(directory / "weights.npz", allow_pickle=False) as arrays:
            rarity, rows, bias = (arrays[name].astype(np.float32) for name in ("rarity", "rows", "bias"))
    except FileNotFoundError as fault:
        raise WeightsMissing(f"{fault.filename} is missing: run `make train-emotion`") from fault
    words, chars = table["words"], table["chars"]
    return Network(
        words={gram: place for place, gram in enumerate(words)},
        chars={gram: place + len(words) for place, gram in enumerate(chars)},
        marks={name: place + len(words) + len(chars) for place, name in enumerate(table["marks"])},
        rarity=rarity,
        rows=rows,
        bias=bias,
    )
