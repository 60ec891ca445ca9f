"""Decides which wording of an experiment a customer hears: one pure answer for bot, service, preview and report."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from empathy import fields
from empathy.emotion import CRISES
from empathy.words import TRIAL, WITHHELD, Variant, variant_id

#: Under this key the service tells the bot, in a turn's context, which trials the customer is part of.
TRIALS = "trials"
_CRISIS = tuple(f"utter_crisis_{kind}" for kind in CRISES)


@dataclass(frozen=True)
class Arm:
    """One way of saying it: a share (0..1) of customers hears it; `variants` are ids, for each language and channel."""

    id: str
    share: float
    variants: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """What designers want to know about one response.

    It runs from the day `first` to the day `last`, both included (UTC), unless a `decision` ended it. Without
    `languages` or `channels` it runs in all. `measure` is the one measure (`empathy.outcomes.MEASURES`) that decides.
    """

    id: str
    response: str
    arms: tuple[Arm, ...]
    first: date
    last: date
    hypothesis: str
    measure: str
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True)
class Occasion:
    """When and to whom something is said: the day (UTC), the language ("en") and the channel ("web", "sms")."""

    on: date
    language: str
    channel: str


@dataclass(frozen=True)
class Trial:
    """A customer's part in one experiment: ids of the variants to speak, and of those that other customers hear."""

    experiment: str
    arm: str
    speaks: tuple[str, ...]
    withholds: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, the fields by their names."""
        return {name: list(value) if name in _LISTS else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Trial:
        """The trial in a decoded JSON object; raises `Malformed` for a wrong field."""
        return cls(
            experiment=fields.text(d, "experiment"),
            arm=fields.text(d, "arm"),
            speaks=fields.texts(d, "speaks"),
            withholds=fields.texts(d, "withholds"),
        )


_LISTS = ("speaks", "withholds")


@dataclass(frozen=True)
class Explanation:
    """Why one experiment does or does not decide about a response; `because` is "" where it does."""

    experiment: str
    arm: str
    draw: float
    because: str


def unit_of(key: str, *, customer: str | None, conversation: str) -> str:
    """Who is assigned, as 64 hex digits from which nobody is found again without `key`.

    The customer where one is known, so that all their conversations sound alike; else the conversation.
    """
    who = f"customer:{customer}" if customer else f"conversation:{conversation}"
    return hmac.new(key.encode(), who.encode(), hashlib.sha256).hexdigest()


def draw(experiment: str, unit: str) -> float:
    """Where `unit` falls in 0 <= x < 1, evenly; nothing but this experiment's id and the unit has a say in it."""
    digest = hashlib.sha256(f"{experiment}:{unit}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def arm_of(experiment: Experiment, unit: str) -> Arm:
    """The arm whose part of the line from 0 to 1 the unit falls in; parts lie in the order of the arms."""
    place, end = draw(experiment.id, unit), 0.0
    for arm in experiment.arms[:-1]:
        end += arm.share
        if place < end:
            return arm
    # The last arm takes the rest, so that shares that miss 1 by a rounding leave nobody out.
    return experiment.arms[-1]


def why_not(experiment: Experiment, occasion: Occasion) -> str:
    """Why the experiment does not run on this occasion, as a sentence's end; "" if it runs."""
    if experiment.response.startswith(_CRISIS):
        return "words of help are never tried out"
    if experiment.decision:
        return f"it is decided: {experiment.decision}"
    if occasion.on < experiment.first:
        return f"it begins on {experiment.first}"
    if occasion.on > experiment.last:
        return f"it ended on {experiment.last}"
    if experiment.languages and occasion.language not in experiment.languages:
        return f"it does not run in {occasion.language}"
    if experiment.channels and occasion.channel not in experiment.channels:
        return f"it does not run on {occasion.channel}"
    return ""


def trial_of(experiment: Experiment, unit: str) -> Trial:
    """The unit's part in an experiment that runs."""
    mine = arm_of(experiment, unit)
    others = (name for arm in experiment.arms for name in arm.variants if name not in mine.variants)
    return Trial(experiment.id, mine.id, mine.variants, tuple(others))


def trials_of(experiments: Iterable[Experiment], unit: str, occasion: Occasion) -> dict[str, Trial]:
    """The unit's trials on this occasion, by response; two experiments on one response: the first that runs."""
    found: dict[str, Trial] = {}
    for one in experiments:
        if not why_not(one, occasion):
            found.setdefault(one.response, trial_of(one, unit))
    return found


def explain(
    experiments: Iterable[Experiment], response: str, *, unit: str, occasion: Occasion
) -> tuple[Explanation, ...]:
    """For each experiment on `response`: the unit's arm and draw, and why it does not decide, where it does not."""
    found: list[Explanation] = []
    for one in experiments:
        if one.response != response:
            continue
        first = next((told for told in found if not told.because), None)
        because = why_not(one, occasion) or (f"{first.experiment} runs on the same words" if first else "")
        found.append(Explanation(one.id, arm_of(one, unit).id, draw(one.id, unit), because))
    return tuple(found)


def trials_in(context: Mapping[str, Any]) -> dict[str, Trial]:
    """The trials that a turn's context (or a message's metadata) tells; raises `Malformed`."""
    held = fields.record_of(context, TRIALS)
    return {name: Trial.from_dict(fields.record_of(held, name)) for name in held}


def told(trials: Mapping[str, Trial]) -> dict[str, Any]:
    """What to add to a turn's context; nothing where there are no trials."""
    return {TRIALS: {name: trial.to_dict() for name, trial in trials.items()}} if trials else {}


def on_trial(variants: Sequence[Variant], trial: Trial | None) -> Sequence[Variant]:
    """The variants as `choose_response` weighs them in a trial: the arm's wins among equals, others' come last.

    Others' words are not removed: where the arm has none for a language, hearing them beats hearing nothing.
    """
    return variants if trial is None else [_marked(one, trial) for one in variants]


def _marked(variant: Variant, trial: Trial) -> Variant:
    name = variant_id(variant)
    if name in trial.speaks:
        return {**variant, TRIAL: {"experiment": trial.experiment, "arm": trial.arm}}
    return {**variant, WITHHELD: True} if name in trial.withholds else variant


def part_of(variant: Variant) -> tuple[str | None, str | None]:
    """(experiment, arm) of words that were spoken in a trial; (None, None) of all others."""
    trial = variant.get(TRIAL) or {}
    return trial.get("experiment"), trial.get("arm")
