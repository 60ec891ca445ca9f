"""Compares the arms of an experiment by what happened afterwards, and says so when that is too little to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from empathy.course import force
from empathy.emotion import Reading
from empathy.estimates import (
    RISK,
    Interval,
    Share,
    mean_difference,
    mean_interval,
    off_balance,
    share_difference,
    share_interval,
)
from empathy.experiments import Arm, Experiment

#: Measure -> whether less of it (-1) or more of it (1) is better for the customer.
MEASURES: Mapping[str, int] = MappingProxyType(
    {"emotion_change": -1, "repeat_contact": -1, "handoff": -1, "resolution": 1}
)
#: Fewer conversations than this say nothing about an arm; fewer than `FEWEST` could point at somebody.
ENOUGH = 30
FEWEST = 10


@dataclass(frozen=True)
class Evidence:
    """What happened in one conversation after it first heard the words of an arm; None where that is not known.

    `sent`: how often they were said; `change`: see `change_of`; `repeat`: whether the customer came back within
    seven days; `handoff`: whether a person was called; `resolved`: whether that person closed it as resolved.
    """

    arm: str
    customer: str
    sent: int
    change: float | None
    repeat: bool | None
    handoff: bool
    resolved: bool | None


@dataclass(frozen=True)
class Figure:
    """One measure with the number of conversations behind it; `why` says why there is no interval."""

    n: int | None
    interval: Interval | None
    why: str = ""


@dataclass(frozen=True)
class ArmReport:
    """What one arm brought; `figures` by measure."""

    arm: str
    share: float
    customers: int
    conversations: int
    sent: int
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Comparison:
    """An arm less the first arm, by measure; several arms share one risk (Bonferroni)."""

    arm: str
    against: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Look:
    """Under which circumstances the figures are looked at.

    The day, how many looks there were before, and how many conversations are left out for hearing two arms.
    """

    on: date
    earlier: int = 0
    mixed: int = 0


@dataclass(frozen=True)
class Report:
    """The arms, their comparison with the first one, what follows for the deciding measure, and what to beware of."""

    arms: tuple[ArmReport, ...]
    comparisons: tuple[Comparison, ...]
    verdict: str
    warnings: tuple[str, ...]


def change_of(before: Reading | None, after: Reading | None) -> float | None:
    """How much harder (above 0) or less hard (below 0) feelings press in the next message, -1..1.

    By the weighted intensities of both tones alone; None unless both were read with the customer's consent.
    """
    if before is None or after is None or not (before.toned and after.toned):
        return None
    was, now = (force(replace(one, disclosure=None)) for one in (before, after))
    return now - was


def report(experiment: Experiment, evidence: Sequence[Evidence], look: Look) -> Report:
    """What the evidence, one entry a conversation, says about the experiment."""
    by_arm = {arm.id: [one for one in evidence if one.arm == arm.id] for arm in experiment.arms}
    arms = tuple(_arm_report(arm, by_arm[arm.id]) for arm in experiment.arms)
    control = experiment.arms[0].id
    comparisons = tuple(
        Comparison(arm.id, control, _compared(by_arm[arm.id], by_arm[control], len(experiment.arms)))
        for arm in experiment.arms[1:]
    )
    skewed = off_balance([len(by_arm[arm.id]) for arm in experiment.arms], [a.share for a in experiment.arms])
    warnings = tuple(_warnings(experiment, look, skewed=skewed))
    return Report(arms, comparisons, _verdict(experiment, comparisons, look, skewed=skewed), warnings)


def _arm_report(arm: Arm, held: Sequence[Evidence]) -> ArmReport:
    return ArmReport(
        arm=arm.id,
        share=arm.share,
        customers=len({one.customer for one in held}),
        conversations=len(held),
        sent=sum(one.sent for one in held),
        figures={measure: _figure(measure, _values(held, measure)) for measure in MEASURES},
    )


def _values(held: Sequence[Evidence], measure: str) -> list[float]:
    name = {"emotion_change": "change", "repeat_contact": "repeat", "resolution": "resolved"}.get(
        measure, measure
    )
    return [float(value) for one in held if (value := getattr(one, name)) is not None]


def _too_few(*groups: Sequence[float]) -> Figure | None:
    n = min(len(group) for group in groups)
    if n < FEWEST:
        return Figure(None, None, f"fewer than {FEWEST} conversations")
    return Figure(n, None, f"not enough data: {n} of {ENOUGH} conversations") if n < ENOUGH else None


def _figure(measure: str, values: Sequence[float]) -> Figure:
    few = _too_few(values)
    if few is not None:
        return few
    mean = measure == "emotion_change"
    return Figure(len(values), mean_interval(values) if mean else share_interval(_share(values)))


def _compared(one: Sequence[Evidence], control: Sequence[Evidence], arms: int) -> Mapping[str, Figure]:
    return {
        measure: _difference(measure, _values(one, measure), _values(control, measure), RISK / (arms - 1))
        for measure in MEASURES
    }


def _difference(measure: str, one: Sequence[float], control: Sequence[float], risk: float) -> Figure:
    few = _too_few(one, control)
    if few is not None:
        return few
    if measure == "emotion_change":
        return Figure(min(len(one), len(control)), mean_difference(one, control, risk))
    return Figure(min(len(one), len(control)), share_difference(_share(one), _share(control), risk))


def _share(values: Sequence[float]) -> Share:
    return Share(int(sum(values)), len(values))


def _verdict(experiment: Experiment, comparisons: Sequence[Comparison], look: Look, *, skewed: bool) -> str:
    if experiment.decision:
        return f"Decided: {experiment.decision}"
    if look.on <= experiment.last:
        return f"It runs until {experiment.last}; there is no verdict before."
    if skewed:
        return "No verdict: the arms are out of balance."
    return " ".join(_judged(experiment.measure, one) for one in comparisons)


def _judged(measure: str, one: Comparison) -> str:
    interval = one.figures[measure].interval
    if interval is None:
        return f"{one.arm} against {one.against}: {one.figures[measure].why}."
    if interval.low <= 0.0 <= interval.high:
        return f"{one.arm} against {one.against}: no difference in {measure} was shown."
    better = (interval.value > 0) == (MEASURES[measure] > 0)
    return f"{one.arm} does {'better' if better else 'worse'} than {one.against} in {measure}."


def _warnings(experiment: Experiment, look: Look, *, skewed: bool) -> list[str]:
    said = []
    if look.on <= experiment.last and not experiment.decision:
        said.append(
            f"This is look {look.earlier + 1} at a running experiment. Whoever looks often and stops when a "
            f"difference shows finds one where there is none: decide after {experiment.last}."
        )
    if skewed:
        said.append(
            "The arms got other numbers of conversations than their shares say. Conversations are lost on the "
            "way, or shares were changed: find out before you trust a figure."
        )
    if look.mixed:
        said.append(
            f"{look.mixed} conversations heard two arms and are left out: arms were changed meanwhile."
        )
    said.append(f"Only {experiment.measure} decides; the other measures are there to be watched.")
    return said
