"""Brings together what the reader learns from: our own corpus first, public sets as weak company."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from emotion_model import corpus
from emotion_model.corpus import Line
from emotion_model.rules.cues import Mark, find
from emotion_model.tokens import Text, cut
from emotion_model.training import talk
from empathy.emotion import EMOTIONS

# GoEmotions -> ours (mapping v2): in a service chat a question is not an emotion.
_GOEMOTIONS = {
    "frustration": "anger annoyance disapproval disgust",
    "confusion": "confusion",
    "anxiety": "fear nervousness",
    "sadness": "sadness grief",
    "shame": "embarrassment remorse",
    "disappointment": "disappointment",
    "relief": "relief gratitude joy admiration love excitement amusement pride",
    "neutral": "neutral curiosity approval realization caring desire optimism surprise",
}
OURS = {theirs: ours for ours, names in _GOEMOTIONS.items() for theirs in names.split()}


# Weights of a public example beside one of our own (1.0).
TALK, REQUEST, DESIGNED_REQUEST = 0.05, 0.08, 0.5
DESIGNED = Path("data/nlu")
_TELLING = ("report_bereavement", "financial_hardship")  # intents whose examples do tell of a disclosure
# In other intents, too, some example tells of real trouble; nobody labelled them, so they are left out.
_CLOSE = re.compile(
    r"medic|mugg|robbed|my ex |newborn|alone|dying|stroke|hospital|my late|funeral|\bill and|difunt|falleci"
)
# A public comment with one of these may tell of a disclosure that no rule hears; it is not taken as free of one.
_GRAVE = re.compile(
    r"suicid|kill|murder|\bdie[ds]?\b|dying|dead|death|funeral|griev|mourn|miscarr|passed away|lost (?:my|his|her|our)|"
    r"rape|abus|assault|attack|violen|threat|stalk|beat|hurt|harm|stab|\bshot\b|\bgun\b|punch|police|restraining|"
    r"scared|afraid|terrif|hospital|ambulance|cancer|breath|overdos|depress|lonely|alone|hopeless|therap|crying|"
    r"homeless|evict|afford|starv|hungry|debt|laid off|unemploy",
    re.IGNORECASE,
)
_INTENT = re.compile(r"\s*- intent: (\S+)")
_EXAMPLE = re.compile(r"\s{4,}- (.+)")
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Example(NamedTuple):
    """One thing to learn from: a cut text with labels (None: says nothing about that head) and its weight."""

    text: Text
    marks: Sequence[Mark]
    emotion: str | None
    intensity: float | None
    disclosure: str | None
    weight: float
    line: Line | None = None


def own(split: str, *extra: Path) -> list[Example]:
    """The examples of one split of our corpus; of those spoken at length, each sentence stays within the whole."""
    return [
        Example(
            text,
            find(text).marks,
            line.emotion,
            line.intensity,
            line.disclosure,
            1.0,
            line,
        )
        for line in corpus.lines(*extra)
        if line.split == split
        for text in (cut(line.text),)
    ]


def goemotions(data: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    """(text, our labels) of one official split."""
    labels = talk.label_names(data)
    for text, told in talk.rows(data, name):
        yield text, sorted({OURS[labels[place]] for place in told.nonzero()[0]})


def requests(data: Path, name: str) -> Iterator[str]:
    """Ordinary requests of one official split (train or test): Banking77, CLINC150 and, for training, Bitext."""
    with (data / f"banking77/{name}.csv").open(encoding="utf-8") as stream:
        yield from (row["text"] for row in csv.DictReader(stream))
    table = json.loads((data / "clinc150/data_full.json").read_text(encoding="utf-8"))
    yield from (text for part in (name, f"oos_{name}") for text, _ in table[part])
    if name == "train":
        path = data / "bitext_customer_service_8k/Bitext_Sample_Customer_Service_Training_Dataset.csv"
        with path.open(encoding="utf-8-sig") as stream:
            yield from (row["utterance"] for row in csv.DictReader(stream))


def tweets(data: Path, name: str) -> list[tuple[str, bool]]:
    """(tweet, whether its own author called it sarcastic) of iSarcasmEval, English: train or test."""
    files = {"train": ("train.En.csv", "tweet"), "test": ("task_A_En_test.csv", "text")}
    file, column = files[name]
    with (data / "isarcasm_eval_en" / file).open(encoding="utf-8") as stream:
        return [(row[column], row["sarcastic"] == "1") for row in csv.DictReader(stream) if row[column]]


def untroubled(text: str) -> bool:
    """Whether a public text may be taken as free of disclosures: no rule hears one and it holds no grave word."""
    return not _GRAVE.search(text) and not find(cut(text)).cues


def designed(folder: Path = DESIGNED) -> Iterator[str]:
    """What the demo company's designers expect customers to type, entity marks taken off: short answers to a bot above all."""
    for path in sorted(folder.glob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if named := _INTENT.match(line):
                intent = named.group(1)
            elif (example := _EXAMPLE.match(line)) and intent not in _TELLING:
                text = _ENTITY.sub(r"\1", example.group(1)).strip("\"'")
                if not _CLOSE.search(text.lower()):
                    yield text


def weak(data: Path, *, seed: int, most: int) -> list[Example]:
    """Weak examples from the public train parts; whatever sets off a cue is left out, for nobody labelled it."""
    comments = sorted(goemotions(data, "train"))
    random.Random(seed).shuffle(comments)
    examples: list[Example] = []
    for text, names in _balanced(comments, most):
        message = cut(text.replace("[NAME]", "").replace("[RELIGION]", ""))
        found = find(message)
        quiet = None if found.cues else "none"
        examples.extend(
            Example(message, found.marks, name, None, quiet, TALK / len(names))
            for name in names
            if name in EMOTIONS
        )
    for text in asked(data, seed)[: most // 2]:
        message = cut(text)
        found = find(message)
        if not found.cues:
            examples.append(Example(message, found.marks, "neutral", 0.08, "none", REQUEST))
    return examples + [
        Example(message, found.marks, None, None, "none", DESIGNED_REQUEST)
        for message in map(cut, sorted(set(designed())))
        if not (found := find(message)).cues
    ]


def unasked(data: Path, *, seed: int, most: int) -> list[str]:
    """The requests of the train parts that `weak` left out: for setting thresholds."""
    return asked(data, seed)[most // 2 :]


def asked(data: Path, seed: int) -> list[str]:
    """The ordinary requests of the public train parts, in a seeded order."""
    asked = sorted(set(requests(data, "train")))
    random.Random(seed).shuffle(asked)
    return asked


def _balanced(comments: Sequence[tuple[str, list[str]]], most: int) -> Iterator[tuple[str, list[str]]]:
    """At most an eighth of the whole for each label, so that neutral chatter does not drown the rest."""
    taken: dict[str, int] = {}
    for text, names in comments:
        if all(taken.get(name, 0) < most // 8 for name in names):
            for name in names:
                taken[name] = taken.get(name, 0) + 1
            yield text, names
