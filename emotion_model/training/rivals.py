"""Reads the same messages with what people otherwise use, so that the figures of the model card have company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from nrclex import NRCLex
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from emotion_model.tokens import cut
from emotion_model.training.measures import CRITICAL, Read, false_alarms, interval, macro_f1, recall, spearman
from empathy.emotion import EMOTIONS, Disclosure, Reading

# What a keyword list holds that somebody writes in an afternoon.
_KEYWORDS = (
    *(
        "suicide",
        "suicidal",
        "kill myself",
        "end my life",
        "want to die",
        "self harm",
        "hurt myself",
        "cut myself",
    ),
    *(
        "overdose",
        "abuse",
        "abusive",
        "violent",
        "violence",
        "hits me",
        "beats me",
        "rape",
        "threatened",
        "stalking",
    ),
    *(
        "emergency",
        "ambulance",
        "chest pain",
        "can't breathe",
        "heart attack",
        "bleeding",
        "unconscious",
        "died",
    ),
    *(
        "death",
        "passed away",
        "funeral",
        "evicted",
        "eviction",
        "homeless",
        "starving",
        "lost my job",
        "can't afford",
    ),
)
_STRONGLY = -0.6  # a polarity under which VADER or TextBlob is taken to flag distress
_FELT = {
    "fear": "anxiety",
    "anger": "frustration",
    "sadness": "sadness",
    "disgust": "frustration",
    "joy": "relief",
}


class Rival(NamedTuple):
    """A way of reading: the emotion nearest to what it says, a strength 0..1, and whether it flags distress."""

    emotion: str
    strength: float
    flags: bool


def _polar(polarity: float) -> Rival:
    emotion = "frustration" if polarity < -0.05 else "relief" if polarity > 0.05 else "neutral"
    return Rival(emotion, abs(polarity), polarity < _STRONGLY)


def rivals() -> Mapping[str, Callable[[str], Rival]]:
    """Each rival by its name."""
    vader, lexicon = SentimentIntensityAnalyzer(), NRCLex()

    def nrc(text: str) -> Rival:
        lexicon.load_token_list([token.norm for token in cut(text).tokens])
        counts = Counter({name: n for name, n in lexicon.raw_emotion_scores.items() if name in _FELT})
        if not counts:
            return Rival("neutral", 0.0, flags=False)
        name, count = counts.most_common(1)[0]
        return Rival(_FELT[name], min(1.0, count / 5), flags=counts["fear"] + counts["sadness"] >= 3)

    def keywords(text: str) -> Rival:
        found = any(word in text.lower() for word in _KEYWORDS)
        return Rival("sadness" if found else "neutral", float(found), found)

    return {
        "VADER": lambda text: _polar(vader.polarity_scores(text)["compound"]),
        "TextBlob": lambda text: _polar(TextBlob(text).sentiment.polarity),
        "NRCLex": nrc,
        "keyword list": keywords,
    }


def _as_read(read: Read, said: Rival) -> Read:
    told = Disclosure("hardship", 1.0, ()) if said.flags else None
    scores = {name: float(name == said.emotion) for name in EMOTIONS}
    return Read(read.line, Reading(said.emotion, said.strength, scores, 1.0, (), told, "none"))


def report(reads: Sequence[Read]) -> list[str]:
    """One table: rivals and Heard on the same messages (which read English best; ours also reads Spanish)."""
    lines = [
        "### beside what people otherwise use (English messages of test)",
        "",
        "| reader | emotion, macro-F1 | intensity, Spearman | life-critical recall | false alarms, hard | false alarms, ordinary |",
        "|---|---|---|---|---|---|",
    ]
    english = [read for read in reads if read.line.lang == "en"]
    tables = {
        name: [_as_read(read, say(read.line.text)) for read in english] for name, say in rivals().items()
    }
    for name, table in {**tables, "**Heard**": english}.items():
        hard = [read for read in table if "hard" in read.line.style]
        ordinary = [read for read in table if "hard" not in read.line.style]
        critical = [read for read in table if read.line.disclosure in CRITICAL]
        parts = (
            (table, macro_f1),
            (table, spearman),
            (critical, recall),
            (hard, false_alarms),
            (ordinary, false_alarms),
        )
        found = [interval(part, measure) for part, measure in parts]
        lines.append(
            f"| {name} | "
            + " | ".join(f"{mid:.3f} ({low:.3f}-{high:.3f})" for mid, low, high in found)
            + " |"
        )
    return lines
