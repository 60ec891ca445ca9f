"""Listens with both networks at once: the encoder knows meaning, its n-gram twin knows spelling; they err differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from emotion_model.encoder import Encoder
from emotion_model.heads import DISCLOSURE, EMOTION, INTENSITY, KINDS, PERSON, SARCASM, Floats
from emotion_model.network import Network
from emotion_model.rules.cues import Mark
from emotion_model.tokens import Text
from empathy.emotion import EMOTIONS


class Heard(NamedTuple):
    """What the networks heard: a share for each emotion and each kind of disclosure ("none" too), intensity, and
    how likely the distress is somebody else's and how likely the words are sarcastic (all 0..1)."""

    emotions: Mapping[str, float]
    kinds: Mapping[str, float]
    intensity: float
    third: float
    sarcasm: float

    @property
    def any(self) -> float:
        """The chance of any disclosure."""
        return 1.0 - self.kinds["none"]


@dataclass(frozen=True)
class Mixing:
    """How the two are joined, found on the dev split: the encoder's part 0..1 in each head, temperatures, and how far
    a cue of the rules moves the odds of its kind (`cue`, in logarithms of odds for a cue of strength 1)."""

    emotion: float
    disclosure: float
    intensity: float
    emotion_heat: float
    disclosure_heat: float
    cue: float


@dataclass(frozen=True)
class Listener:
    """Both networks and how they are joined."""

    encoder: Encoder
    twin: Network
    mixing: Mixing

    def listen(self, message: Text, marks: Sequence[Mark]) -> Heard:
        """What is heard in a message; of a long one, a disclosure is heard where it is loudest."""
        return mixed(self.encoder.rows(message), self.twin_rows(message, marks), self.mixing)

    def twin_rows(self, message: Text, marks: Sequence[Mark]) -> list[Floats]:
        """The twin's scores of the whole message, then of each of its sentences."""
        spans = [(0, len(message.tokens))]
        spans += message.sentences if len(message.sentences) > 1 else []
        return [self.twin.score(message, marks, span) for span in spans]


def with_cues(kinds: Mapping[str, float], strengths: Mapping[str, float], cue: float) -> dict[str, float]:
    """The shares of the kinds after the rules had their say: each cue multiplies the odds of its kind."""
    grown = {kind: share * float(np.exp(cue * strengths.get(kind, 0.0))) for kind, share in kinds.items()}
    total = sum(grown.values())
    return {kind: share / total for kind, share in grown.items()}


def mixed(encoded: Sequence[Floats], counted: Sequence[Floats], mixing: Mixing) -> Heard:
    """The scores of both networks, whole message first -> what they heard together (a mean of their logarithms)."""
    emotions = _joined(encoded[0][EMOTION], counted[0][EMOTION], mixing.emotion, mixing.emotion_heat)
    kinds = _joined(_loudest(encoded), _loudest(counted), mixing.disclosure, mixing.disclosure_heat)
    felt = mixing.intensity * _felt([_share(row[INTENSITY]) for row in encoded])
    felt += (1.0 - mixing.intensity) * _felt([float(row[INTENSITY]) for row in counted])
    return Heard(
        emotions=dict(zip(EMOTIONS, emotions, strict=True)),
        kinds=dict(zip(KINDS, kinds, strict=True)),
        intensity=max(0.0, min(1.0, felt)),
        third=_share(encoded[0][PERSON]),
        sarcasm=_share(encoded[0][SARCASM]),
    )


def _logged(scores: Floats) -> Floats:
    high = scores.max()
    logged: Floats = scores - (high + np.log(np.exp(scores - high).sum()))
    return logged


def _joined(first: Floats, second: Floats, part: float, heat: float) -> list[float]:
    logged = (part * _logged(first) + (1.0 - part) * _logged(second)).astype(np.float64) / heat
    grown = np.exp(logged - logged.max())
    return [float(value) for value in grown / grown.sum()]


def _loudest(rows: Sequence[Floats]) -> Floats:
    """The row in which "none" is least likely."""
    return min((row[DISCLOSURE] for row in rows), key=lambda scores: float(_logged(scores)[0]))


def _felt(read: Sequence[float]) -> float:
    return max(read[0], 0.5 * read[0] + 0.5 * max(read))


def _share(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))
