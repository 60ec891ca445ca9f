"""Finds on the dev split how the two networks are joined, how warm their confidence is, and from which marks they are believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

import numpy as np

from emotion_model.corpus import Line
from emotion_model.encoder import Encoder
from emotion_model.heads import Floats
from emotion_model.listener import Heard, Listener, Mixing, mixed, with_cues
from emotion_model.network import Network
from emotion_model.reader import Thresholds
from emotion_model.rules.cues import Findings, find
from emotion_model.tokens import Text, cut
from empathy.emotion import CRISIS_SURE

EVEN = Mixing(emotion=0.5, disclosure=0.5, intensity=0.5, emotion_heat=1.0, disclosure_heat=1.0, cue=0.0)
PARTS = [round(0.1 * step, 1) for step in range(2, 11)]
CUES = [round(0.5 * step, 1) for step in range(13)]
HEATS = [round(0.5 + 0.1 * step, 1) for step in range(26)]
MARKS = [round(0.04 + 0.02 * step, 2) for step in range(44)]
#: What the mark is chosen by: a disclosure that is missed costs as much as ten false alarms, and of a hundred messages one
#: tells of a disclosure (both are our assumptions); false alarms are counted on public requests, the nearest to real traffic.
MISS_COST, PRIOR = 10.0, 0.01
#: At most this share of our own messages without a disclosure may stop automation; they are far harder than real traffic.
SURE_FALSE = 0.04


class Scored(NamedTuple):
    """A message with what the rules found in it and both networks' rows."""

    message: Text
    findings: Findings
    encoded: list[Floats]
    counted: list[Floats]
    line: Line | None


def scored(encoder: Encoder, twin: Network, texts: Sequence[str | Line]) -> list[Scored]:
    """Texts or lines, scored once; joining them is cheap then."""
    listener, found = Listener(encoder, twin, EVEN), []
    for each in texts:
        message = cut(each if isinstance(each, str) else each.text)
        findings = find(message)
        rows = listener.twin_rows(message, findings.marks)
        found.append(
            Scored(message, findings, encoder.rows(message), rows, None if isinstance(each, str) else each)
        )
    return found


def best_mixing(dev: Sequence[Scored]) -> Mixing:
    """Parts and temperatures with the least loss on the dev split (log loss; squared error for intensity)."""
    lines = [each.line for each in dev if each.line]

    def loss(head: Callable[[Heard, Line], float], **changed: float) -> float:
        mixing = Mixing(**{**asdict(EVEN), **changed})
        heard = [mixed(each.encoded, each.counted, mixing) for each in dev]
        return sum(head(each, line) for each, line in zip(heard, lines, strict=True))

    def felt(heard: Heard, line: Line) -> float:
        return -float(np.log(max(1e-9, heard.emotions[line.emotion])))

    def told(heard: Heard, line: Line) -> float:
        return -float(np.log(max(1e-9, heard.kinds[line.disclosure])))

    def cued(cue: float) -> float:
        pairs = zip(dev, lines, strict=True)
        return sum(
            told(ruled(each, heard_so, cue), line)
            for (each, line), heard_so in zip(pairs, final, strict=True)
        )

    def strong(heard: Heard, line: Line) -> float:
        return (heard.intensity - line.intensity) ** 2

    pairs = [(part, heat) for part in PARTS for heat in HEATS[::2]]
    emotion = min(pairs, key=lambda pair: loss(felt, emotion=pair[0], emotion_heat=pair[1]))
    disclosure = min(pairs, key=lambda pair: loss(told, disclosure=pair[0], disclosure_heat=pair[1]))
    intensity = min(PARTS, key=lambda part: loss(strong, intensity=part))
    mixing = Mixing(emotion[0], disclosure[0], intensity, emotion[1], disclosure[1], cue=0.0)
    final = [mixed(each.encoded, each.counted, mixing) for each in dev]
    return replace(mixing, cue=min(CUES, key=cued))


def ruled(each: Scored, heard: Heard, cue: float) -> Heard:
    """What was heard, after the rules had their say."""
    return heard._replace(kinds=with_cues(heard.kinds, each.findings.strengths, cue))


def best_thresholds(listener: Listener, dev: Sequence[Scored], asked: Sequence[Scored]) -> Thresholds:
    """The mark at which misses (on the dev split) and false alarms (on public requests) together cost least."""
    cue = listener.mixing.cue
    heard = [mixed(each.encoded, each.counted, listener.mixing) for each in dev]
    chances = [ruled(each, so, cue).any for each, so in zip(dev, heard, strict=True)]
    told = [
        chance for chance, of in zip(chances, dev, strict=True) if of.line and of.line.disclosure != "none"
    ]
    calm = [ruled(each, mixed(each.encoded, each.counted, listener.mixing), cue).any for each in asked]

    def cost(low: float) -> float:
        missed = sum(chance < low for chance in told) / len(told)
        false = sum(chance >= low for chance in calm) / len(calm)
        return MISS_COST * PRIOR * missed + (1.0 - PRIOR) * false

    low = min(MARKS, key=cost)
    ironic = _ironic(
        [(so.sarcasm, "sarcasm" in of.line.style) for so, of in zip(heard, dev, strict=True) if of.line]
    )
    return Thresholds(low=low, sure=max(low, _sure(listener, dev, heard)), sarcasm=ironic)


def _ironic(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mark at which sarcasm is heard with the best F1; pairs of (chance, whether it is sarcastic)."""

    def f1(mark: float) -> float:
        heard = [meant for chance, meant in pairs if chance >= mark]
        return 2 * sum(heard) / (len(heard) + sum(meant for _, meant in pairs))

    return max(MARKS, key=f1)


def _sure(listener: Listener, dev: Sequence[Scored], heard: Sequence[Heard]) -> float:
    """The mark above which at most SURE_FALSE of the messages without a disclosure lie."""
    pairs = [
        (each, so)
        for each, so in zip(dev, heard, strict=True)
        if each.line and each.line.disclosure == "none"
    ]
    ranked = sorted((ruled(each, so, listener.mixing.cue).any for each, so in pairs), reverse=True)
    return round(min(0.97, max(CRISIS_SURE, ranked[int(SURE_FALSE * len(ranked))])), 3)


def settings_of(mixing: Mixing, thresholds: Thresholds) -> dict[str, Any]:
    """The form in which both are kept beside the weights."""
    return {"mixing": asdict(mixing), "thresholds": asdict(thresholds)}
