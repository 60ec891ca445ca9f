"""Turns our own messages and the public requests into samples for the encoder, roughened a little at every epoch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from emotion_model.corpus import Line
from emotion_model.heads import COLUMNS, DISCLOSURE, EMOTION, INTENSITY, KINDS, PERSON, SARCASM, TALK
from emotion_model.rules.cues import find
from emotion_model.tokens import cut
from emotion_model.training.data import untroubled
from emotion_model.training.fit import Sample, Weights
from emotion_model.training.talk import rows
from emotion_model.wordpiece import WordPiece, legible
from empathy.emotion import CRISES, EMOTIONS

# A missed danger costs more than a kind question too many.
CRISIS_WEIGHT, TOLD_WEIGHT, HARD_WEIGHT = 2.0, 1.5, 1.5
REQUEST_FEELING = 0.1  # a public request is calm as a rule, not always
TALK_TOLD = 0.7  # how much a comment counts in which nobody looked for disclosures
SMOOTH = 0.06
SARCASTIC_WEIGHT = 3.0  # sarcastic messages are few
MOST_TALK = 48  # pieces of a public comment; longer ones are few
# Up to which draw a line gets typos, loses its marks, stands amid chatter.
TYPOS, BARE, PADDED = 0.12, 0.22, 0.36


def ids_of(pieces: WordPiece, text: str, most: int = 128) -> list[int]:
    """A text as the encoder is given it, at most `most` pieces."""
    message = cut(text)
    found = pieces.ids(legible(message, 0, len(message.tokens)))
    return found if len(found) <= most else [*found[: most - 1], found[-1]]


def public(data: Path, name: str, pieces: WordPiece) -> list[Sample]:
    """An official split of GoEmotions as samples that speak to the head of 28 labels alone."""
    found = []
    for text, labels in rows(data, name):
        targets = np.zeros(COLUMNS, dtype=np.float32)
        targets[TALK] = labels
        found.append(Sample(ids_of(pieces, text, MOST_TALK), targets, (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)))
    return found


def own(lines: Sequence[Line], pieces: WordPiece, calm: Sequence[str], seed: int) -> list[Sample]:
    """Our messages as samples; about a third are roughened: typos, no marks, or padded with calm chatter."""
    rng = random.Random(seed)
    return [_sample(line, pieces, calm, rng) for line in lines]


def plain(lines: Sequence[Line], pieces: WordPiece) -> list[Sample]:
    """Our messages as they were written."""
    return [Sample(ids_of(pieces, line.text), _targets(line), _weights(line)) for line in lines]


def overheard(talk: Sequence[Sample], texts: Sequence[str]) -> list[Sample]:
    """Public comments that also teach what is no disclosure, where their texts may be taken as free of one."""
    return [_quiet(sample) if untroubled(text) else sample for sample, text in zip(talk, texts, strict=True)]


def _quiet(sample: Sample) -> Sample:
    targets = sample.targets.copy()
    targets[DISCLOSURE.start] = 1.0
    return sample._replace(targets=targets, weights=(1.0, 0.0, TALK_TOLD, 0.0, 0.0, 0.0))


def requests(texts: Sequence[str], pieces: WordPiece) -> list[Sample]:
    """Requests, in which nothing is disclosed unless a rule says so (then they are left out)."""
    targets = np.zeros(COLUMNS, dtype=np.float32)
    targets[EMOTION.start + EMOTIONS.index("neutral")] = 1.0
    targets[DISCLOSURE.start] = 1.0
    targets[INTENSITY] = 0.08
    weights = (0.0, REQUEST_FEELING, 1.0, REQUEST_FEELING, 0.0, REQUEST_FEELING)
    return [Sample(ids_of(pieces, text), targets, weights) for text in texts if not find(cut(text)).cues]


def tweets(pairs: Sequence[tuple[str, bool]], pieces: WordPiece) -> list[Sample]:
    """Tweets that their own authors called sarcastic or not, for the head of sarcasm alone."""
    found = []
    for text, sarcastic in pairs:
        targets = np.zeros(COLUMNS, dtype=np.float32)
        targets[SARCASM] = float(sarcastic)
        found.append(Sample(ids_of(pieces, text, MOST_TALK), targets, (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)))
    return found


def _sample(line: Line, pieces: WordPiece, calm: Sequence[str], rng: random.Random) -> Sample:
    draw, text, weights = rng.random(), line.text, _weights(line)
    if draw < TYPOS:
        text = misspelt(text, rng)
    elif draw < BARE:
        text = "".join(sign for sign in text.lower() if sign.isalnum() or sign.isspace())
    elif draw < PADDED and line.lang == "en":
        around = [rng.choice(calm) for _ in range(rng.randint(1, 3))]
        around.insert(rng.randint(0, len(around)), text)
        text = ". ".join(around)
        weights = (0.0, 0.0, weights[2], 0.0, weights[4], 0.0)  # chatter changes the tone, not the danger
    return Sample(ids_of(pieces, text), _targets(line), weights)


def misspelt(text: str, rng: random.Random) -> str:
    """A text with one or two letters swapped, dropped or doubled."""
    letters = list(text)
    for _ in range(rng.randint(1, 2)):
        places = [
            at for at in range(1, len(letters) - 1) if letters[at].isalpha() and letters[at + 1].isalpha()
        ]
        if not places:
            break
        at = rng.choice(places)
        kind = rng.randrange(3)
        if kind == 0:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters[at] = "" if kind == 1 else letters[at] * 2
        letters = list("".join(letters))
    return "".join(letters)


def _targets(line: Line) -> np.ndarray:
    targets = np.zeros(COLUMNS, dtype=np.float32)
    targets[EMOTION] = SMOOTH / len(EMOTIONS)
    targets[EMOTION.start + EMOTIONS.index(line.emotion)] += 1.0 - SMOOTH
    targets[DISCLOSURE.start + KINDS.index(line.disclosure)] = 1.0
    targets[INTENSITY] = line.intensity
    targets[PERSON] = float(line.person == "third")
    targets[SARCASM] = float("sarcasm" in line.style)
    return targets


def _weights(line: Line) -> Weights:
    told = TOLD_WEIGHT if line.disclosure != "none" else HARD_WEIGHT if "hard" in line.style else 1.0
    told = CRISIS_WEIGHT if line.disclosure in CRISES else told
    ironic = SARCASTIC_WEIGHT if "sarcasm" in line.style else 1.0
    return (0.0, 1.0, told, 1.0, float(line.disclosure != "none"), ironic)
