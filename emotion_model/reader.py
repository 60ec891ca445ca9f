"""Reads one message: the n-gram network and the cue rules together, recall first where a life may depend on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emotion_model import heat
from emotion_model.network import (
    DISCLOSURE,
    EMOTION,
    INTENSITY,
    KINDS,
    Floats,
    Network,
    chances,
)
from emotion_model.rules.cues import Cue, Findings, find
from emotion_model.tokens import Text, cut
from empathy.emotion import EMOTIONS, Disclosure, Reading, level_of

CALM: Mapping[str, float] = {name: float(name == "neutral") for name in EMOTIONS}

# Feeling that a disclosure brings where the words themselves stay sober, and the intensity that it has at least.
_BRINGS: Mapping[str, tuple[str, float]] = {
    "suicide": ("sadness", 0.85),
    "self_harm": ("sadness", 0.8),
    "abuse_danger": ("anxiety", 0.8),
    "medical": ("anxiety", 0.75),
    "bereavement": ("sadness", 0.5),
    "hardship": ("anxiety", 0.5),
}
_CRISES = ("suicide", "self_harm", "abuse_danger", "medical")
_CRISIS_AHEAD = 0.15
_DOUBTED = 0.6  # what remains of the network's word where an idiom or a denial explains it
# The network alone asks for a kind question; automation stops for it only where it is all but certain.
_SURE_ALONE, _UNSURE = 0.9, 0.59
_MOST_EVIDENCE = 3
_QUIETED = 0.4  # how much of its intensity a surely neutral message loses


@dataclass(frozen=True)
class Thresholds:
    """From which chance of any disclosure on the network alone makes one; found on the dev split."""

    low: float


class Reader:
    """Reads emotion, intensity and disclosures; safe to share between threads, keeps nothing of what it read."""

    def __init__(self, network: Network, thresholds: Thresholds) -> None:
        self._network = network
        self._thresholds = thresholds

    def read(self, text: str, *, toned: bool = True) -> Reading:
        """Any text -> its Reading; never raises, in time linear in the text's length.

        With `toned=False` (consent declined) only disclosures are read: emotion neutral, no scores, intensity 0.
        """
        message = cut(text)
        findings = find(message)
        rows = self._rows(message, findings)
        disclosure = self._disclosure(message, findings, rows)
        if not toned:
            return _untoned(disclosure, findings)
        return self._toned(message, findings, rows, disclosure)

    def heard_in(self, text: str) -> dict[str, float]:
        """What the network alone hears in a text, by kind of disclosure (for setting thresholds)."""
        message = cut(text)
        return self.heard(self._rows(message, find(message)))

    def _rows(self, message: Text, findings: Findings) -> list[Floats]:
        """Scores of the whole message, then of each of its sentences: what is buried in the middle stays audible."""
        spans = [(0, len(message.tokens))]
        spans += message.sentences if len(message.sentences) > 1 else []
        return [self._network.score(message, findings.marks, span) for span in spans]

    def _toned(
        self,
        message: Text,
        findings: Findings,
        rows: Sequence[Floats],
        disclosure: Disclosure | None,
    ) -> Reading:
        scores = self._scores(rows[0], disclosure) if message.sentences else dict(CALM)
        emotion = max(scores, key=lambda name: scores[name])
        intensity = self._intensity(message, rows, calm=scores["neutral"], disclosure=disclosure)
        telling = self._network.telling(message, EMOTIONS.index(emotion)) if emotion != "neutral" else ()
        return Reading(
            emotion=emotion,
            intensity=round(intensity, 4),
            scores={name: round(share, 4) for name, share in scores.items()},
            confidence=round(scores[emotion], 4),
            evidence=telling,
            disclosure=disclosure,
            level=level_of(
                disclosure,
                emotion=emotion,
                intensity=intensity,
                asked_for_person=findings.asks_for_person,
            ),
        )

    def _scores(self, row: Floats, disclosure: Disclosure | None) -> dict[str, float]:
        shares = dict(
            zip(
                EMOTIONS,
                chances(row[EMOTION], self._network.heat["emotion"]),
                strict=False,
            )
        )
        if disclosure is None:
            return shares
        brought = (
            "anxiety"
            if disclosure.person == "third" and disclosure.kind in _CRISES
            else _BRINGS[disclosure.kind][0]
        )
        weight = 0.3 * disclosure.confidence
        shares[brought] += weight
        shares["neutral"] *= 1.0 - disclosure.confidence
        total = sum(shares.values())
        return {name: share / total for name, share in shares.items()}

    def _intensity(
        self,
        message: Text,
        rows: Sequence[Floats],
        *,
        calm: float,
        disclosure: Disclosure | None,
    ) -> float:
        if not message.sentences:
            return 0.0
        read = [float(row[INTENSITY]) for row in rows]
        base = max(read[0], 0.5 * read[0] + 0.5 * max(read))
        loud = heat.shift(message)
        moved = base * (1.0 - _QUIETED * calm) + loud * (1.0 - 0.8 * calm)
        least = _BRINGS[disclosure.kind][1] * disclosure.confidence if disclosure else 0.0
        return max(0.0, least, min(1.0, moved))

    def _disclosure(self, message: Text, findings: Findings, rows: Sequence[Floats]) -> Disclosure | None:
        told = self._told(findings, rows)
        if not told:
            return None
        kind = max(told, key=lambda name: told[name] + _CRISIS_AHEAD * (name in _CRISES))
        cues = sorted(
            (cue for cue in findings.cues if cue.kind == kind),
            key=lambda cue: -cue.strength,
        )
        evidence = tuple(dict.fromkeys(cue.evidence for cue in cues))[:_MOST_EVIDENCE]
        if not evidence:
            evidence = self._network.telling(message, DISCLOSURE.start + KINDS.index(kind))
        return Disclosure(
            kind=kind,
            confidence=round(told[kind], 4),
            evidence=evidence,
            person=_whose(cues, findings),
        )

    def _told(self, findings: Findings, rows: Sequence[Floats]) -> dict[str, float]:
        heard = self.heard(rows)
        any_told, likeliest = heard["any"], max(KINDS[1:], key=lambda kind: heard[kind])
        doubted = not findings.cues and (findings.framed or findings.denied)
        trust = _DOUBTED if doubted else 1.0
        told = {}
        for kind in KINDS[1:]:
            strength = max((cue.strength for cue in findings.cues if cue.kind == kind), default=0.0)
            ruled = strength * (0.7 + 0.3 * any_told)
            believed = kind == likeliest and any_told * trust >= self._thresholds.low
            alone = trust * (any_told if believed else heard[kind])
            if strength:
                told[kind] = min(0.99, 1.0 - (1.0 - ruled) * (1.0 - alone))
            elif believed:
                told[kind] = alone if alone >= _SURE_ALONE else min(alone, _UNSURE)
        return told

    def heard(self, rows: Sequence[Floats]) -> dict[str, float]:
        """What the network alone hears: the chance of "any" disclosure and of each kind, the highest over the rows."""
        table = [chances(row[DISCLOSURE], self._network.heat["disclosure"]) for row in rows]
        kinds = {kind: max(row[place] for row in table) for place, kind in enumerate(KINDS) if kind != "none"}
        return {"any": 1.0 - min(row[0] for row in table), **kinds}


def _whose(cues: Sequence[Cue], findings: Findings) -> str:
    if cues:
        return "first" if any(cue.person == "first" for cue in cues) else "third"
    return findings.person


def _untoned(disclosure: Disclosure | None, findings: Findings) -> Reading:
    return Reading(
        emotion="neutral",
        intensity=0.0,
        scores={},
        confidence=0.0,
        evidence=(),
        disclosure=disclosure,
        level=level_of(
            disclosure,
            emotion="neutral",
            intensity=0.0,
            asked_for_person=findings.asks_for_person,
        ),
        toned=False,
    )
