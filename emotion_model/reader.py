"""Reads one message: both networks and the cue rules together, recall first where a life may depend on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from emotion_model import heat
from emotion_model.heads import DISCLOSURE, KINDS
from emotion_model.listener import Heard, Listener, with_cues
from emotion_model.rules.cues import Cue, Findings, find
from emotion_model.tokens import Text, cut
from empathy.emotion import CRISES, CRISIS_SURE, DISCLOSURE_HEARD, EMOTIONS, Disclosure, Reading, level_of

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
_CRISIS_AHEAD = 0.15
_UNSURE = 0.59  # just under CRISIS_SURE
# A cue of the first strength is told whatever the networks hear, and is sure once they lean to it; one of the last is sure
# whatever they hear: the wish to die in so many words, in Spanish, of which the networks know less.
_EXPLICIT, _AGREED, _SAID = 0.9, 0.5, 0.99
_THIRD = 0.2  # from here to its mirror image the encoder doubts whose distress it is
_MOST_EVIDENCE = 3
_UNCERTAIN = 0.5  # an emotion that is less likely right than wrong, for confidence is calibrated
_QUIETED = 0.4  # how much of its intensity a surely neutral message loses


@dataclass(frozen=True)
class Thresholds:
    """Found on the dev split: from which chance of any disclosure it is told (`low`), and from which automation stops
    (`sure`); between the two a person is offered. From the chance `sarcasm` on, the words are said to be perhaps ironic."""

    low: float
    sure: float
    sarcasm: float


class Reader:
    """Reads emotion, intensity and disclosures; safe to share between threads, keeps nothing of what it read."""

    def __init__(self, listener: Listener, thresholds: Thresholds) -> None:
        self._listener = listener
        self._thresholds = thresholds

    def read(self, text: str, *, toned: bool = True) -> Reading:
        """Any text -> its Reading; never raises, in time linear in the text's length.

        With `toned=False` (consent declined) only disclosures are read: emotion neutral, no scores, intensity 0.
        """
        message = cut(text)
        findings = find(message)
        heard = self._listener.listen(message, findings.marks)
        return self.judge(message, findings, heard, toned=toned)

    def judge(self, message: Text, findings: Findings, heard: Heard, *, toned: bool = True) -> Reading:
        """What the rules found and the networks heard -> the Reading."""
        disclosure = self._disclosure(message, findings, heard)
        if not toned:
            return _untoned(disclosure, findings)
        return self._toned(message, findings, heard, disclosure)

    def _toned(
        self, message: Text, findings: Findings, heard: Heard, disclosure: Disclosure | None
    ) -> Reading:
        scores = _scores(heard, disclosure) if message.sentences else dict(CALM)
        emotion = max(scores, key=lambda name: scores[name])
        intensity = _intensity(message, heard, calm=scores["neutral"], disclosure=disclosure)
        telling = (
            self._listener.twin.telling(message, EMOTIONS.index(emotion)) if emotion != "neutral" else ()
        )
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
            doubts=self._doubts(heard, scores[emotion]) if message.sentences else (),
        )

    def _doubts(self, heard: Heard, sure: float) -> tuple[str, ...]:
        ironic = heard.sarcasm >= self._thresholds.sarcasm
        return (*(("sarcasm",) if ironic else ()), *(("unsure",) if sure < _UNCERTAIN else ()))

    def _disclosure(self, message: Text, findings: Findings, heard: Heard) -> Disclosure | None:
        strengths = findings.strengths
        kinds = with_cues(heard.kinds, strengths, self._listener.mixing.cue)
        told = 1.0 - kinds["none"]
        plainest = max(strengths.values(), default=0.0)
        explicit = plainest >= _EXPLICIT
        if told < self._thresholds.low and not explicit:
            return None
        said = [name for name, strength in strengths.items() if strength >= _SAID]
        kind = max(said or KINDS[1:], key=lambda name: kinds[name] + _CRISIS_AHEAD * told * (name in CRISES))
        cues = sorted((cue for cue in findings.cues if cue.kind == kind), key=lambda cue: -cue.strength)
        evidence = tuple(dict.fromkeys(cue.evidence for cue in cues))[:_MOST_EVIDENCE]
        if not evidence:
            evidence = self._listener.twin.telling(message, DISCLOSURE.start + KINDS.index(kind))
        return Disclosure(
            kind=kind,
            confidence=round(self._confidence(told, findings, plainest), 4),
            evidence=evidence,
            person=_whose(cues, heard),
        )

    def _confidence(self, told: float, findings: Findings, plainest: float) -> float:
        """The chance of a disclosure, kept on its side of the mark from which a crisis stops automation.

        Where a rule hears it in so many words the networks need only agree; where all that speaks for it was denied,
        a person is offered and automation goes on.
        """
        denied_alone = findings.denied and not findings.cues
        needed = 0.0 if plainest >= _SAID else _AGREED if plainest >= _EXPLICIT else self._thresholds.sure
        if told >= needed and not denied_alone:
            return max(CRISIS_SURE, min(0.99, told))
        return max(DISCLOSURE_HEARD, min(told, _UNSURE))


def _scores(heard: Heard, disclosure: Disclosure | None) -> dict[str, float]:
    shares = dict(heard.emotions)
    if disclosure is None:
        return shares
    third = disclosure.person == "third" and disclosure.kind in CRISES
    brought = "anxiety" if third else _BRINGS[disclosure.kind][0]
    shares[brought] += 0.3 * disclosure.confidence
    shares["neutral"] *= 1.0 - disclosure.confidence
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def _intensity(message: Text, heard: Heard, *, calm: float, disclosure: Disclosure | None) -> float:
    if not message.sentences:
        return 0.0
    loud = heat.shift(message)
    moved = heard.intensity * (1.0 - _QUIETED * calm) + loud * (1.0 - 0.8 * calm)
    least = _BRINGS[disclosure.kind][1] * disclosure.confidence if disclosure else 0.0
    return max(0.0, least, min(1.0, moved))


def _whose(cues: Sequence[Cue], heard: Heard) -> str:
    """Whose distress it is: the encoder's word where it is sure, else that of the cues."""
    if cues and _THIRD < heard.third < 1.0 - _THIRD:
        return "first" if any(cue.person == "first" for cue in cues) else "third"
    return "third" if heard.third >= 0.5 else "first"


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
