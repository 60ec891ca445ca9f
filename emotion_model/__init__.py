"""The ear of the house: reads emotion, intensity and disclosures in one message, about 1 ms on one thread."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from emotion_model.network import WeightsMissing, load_network
from emotion_model.reader import Reader, Thresholds
from emotion_model.rules.cues import matcher
from empathy.ports import EmotionModel

WEIGHTS = Path(__file__).parent / "weights"

__all__ = ["WEIGHTS", "Reader", "WeightsMissing", "load"]


@lru_cache(maxsize=4)
def load(directory: Path | None = None) -> EmotionModel:
    """The reader, ready to answer; weights are read once a process. Importing spaCy takes it about two seconds.

    `directory` holds weights.npz, ngrams.json and thresholds.json (default: those shipped). Raises WeightsMissing.
    """
    place = directory or WEIGHTS
    network = load_network(place)
    thresholds = json.loads((place / "thresholds.json").read_text(encoding="utf-8"))
    matcher()
    return Reader(network, Thresholds(low=float(thresholds["low"])))
