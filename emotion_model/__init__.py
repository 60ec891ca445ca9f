"""The ear of the house: reads emotion, intensity and disclosures in one message, about 1 ms on one thread."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from emotion_model.encoder import load_encoder
from emotion_model.listener import Listener, Mixing
from emotion_model.network import WeightsMissing, load_network
from emotion_model.reader import Reader, Thresholds
from emotion_model.rules.cues import matcher
from empathy.ports import EmotionModel

WEIGHTS = Path(__file__).parent / "weights"
SETTINGS = "settings.json"

__all__ = ["WEIGHTS", "Reader", "WeightsMissing", "load"]


@lru_cache(maxsize=4)
def load(directory: Path | None = None) -> EmotionModel:
    """The reader, ready to answer; weights are read once a process. Importing spaCy takes it about two seconds.

    `directory` holds the weights as `make train-emotion` writes them (default: those shipped). Raises WeightsMissing.
    """
    place = directory or WEIGHTS
    try:
        settings = json.loads((place / SETTINGS).read_text(encoding="utf-8"))
        encoder = load_encoder(place)
    except FileNotFoundError as fault:
        raise WeightsMissing(f"{fault.filename} is missing: run `make train-emotion`") from fault
    listener = Listener(encoder, load_network(place), Mixing(**settings["mixing"]))
    matcher()
    return Reader(listener, Thresholds(**settings["thresholds"]))
