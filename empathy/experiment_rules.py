"""Turns the designers' file of experiments into values, and names what in it would make a figure lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from empathy.errors import RuleError
from empathy.experiments import Arm, Experiment
from empathy.outcomes import MEASURES

FILE = "data/empathy/experiments.yml"
#: What must stand in an entry, as text.
_TEXTS = ("id", "response", "hypothesis", "measure")
_ROUNDING = 1e-6
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Fault:
    """What is wrong where: the dotted key in the file, the lint's rule, the fault and the remedy."""

    key: str
    rule: str
    fault: str
    remedy: str


def experiments(data: Any, *, file: str = FILE) -> tuple[Experiment, ...]:
    """The experiments in the decoded file, {"experiments": [...]}; () for an empty one.

    Raises `RuleError` for an entry without its shape and for the first of `faults`.
    """
    found = shaped(data, file=file)
    for fault in faults(found):
        raise RuleError(file, fault.key, fault.fault, fault.remedy)
    return found


def shaped(data: Any, *, file: str = FILE) -> tuple[Experiment, ...]:
    """The same, whatever `faults` there are in them: for the lint, which names every one."""
    listed = data.get("experiments") if isinstance(data, Mapping) else data
    if not isinstance(listed or [], list):
        raise RuleError(file, "experiments", "this is not a list", "Write one entry for each experiment")
    return tuple(_experiment(one, f"experiments.{index}", file) for index, one in enumerate(listed or ()))


def faults(found: tuple[Experiment, ...]) -> Iterator[Fault]:
    """Everything that makes experiments unfit to run, whatever the words say: shares, dates, overlaps, crisis."""
    for index, one in enumerate(found):
        yield from _faults_of(one, f"experiments.{index}")
    for (_, first), (index, second) in combinations(enumerate(found), 2):
        key = f"experiments.{index}"
        if first.id == second.id:
            yield Fault(f"{key}.id", "experiment-overlap", f"{second.id} is there twice", "Rename one")
        elif _meet(first, second):
            said = f"{first.id} and {second.id} run on {second.response} at the same time"
            remedy = "Let one end before the other begins, or give them different languages or channels"
            yield Fault(f"{key}.response", "experiment-overlap", said, remedy)


def _faults_of(one: Experiment, key: str) -> Iterator[Fault]:
    total = sum(arm.share for arm in one.arms)
    if abs(total - 1.0) > _ROUNDING:
        said = f"the shares add up to {total:g}"
        yield Fault(f"{key}.arms", "experiment-shares", said, "Let them add up to 1")
    if len({arm.id for arm in one.arms}) < max(2, len(one.arms)):
        said = "there are fewer than two arms, or two with one id"
        yield Fault(f"{key}.arms", "experiment-shares", said, "Compare two ways of saying it, or more")
    spoken = [name for arm in one.arms for name in arm.variants]
    if len(set(spoken)) < len(spoken):
        said = "some words are there twice, so that customers of both arms would hear them"
        yield Fault(f"{key}.arms", "experiment-overlap", said, "Name each variant once")
    if one.first > one.last:
        said = f"it ends on {one.last}, before it begins"
        yield Fault(f"{key}.to", "experiment-ended", said, "Let `to` lie after `from`")
    if one.response.startswith("utter_crisis_"):
        said = "words of help are never tried out on people in danger"
        yield Fault(f"{key}.response", "experiment-sensitive", said, "Choose a harmless response")


def _meet(first: Experiment, second: Experiment) -> bool:
    if first.response != second.response or first.decision or second.decision:
        return False
    days = first.first <= second.last and second.first <= first.last
    return days and _share(first.languages, second.languages) and _share(first.channels, second.channels)


def _share(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return not first or not second or bool(set(first) & set(second))


def _experiment(given: Any, key: str, file: str) -> Experiment:
    if not isinstance(given, Mapping):
        raise RuleError(file, key, f"{given!r} is no experiment", "Write id, response, arms, from, to ...")
    texts = {name: _text(given, name, key=key, file=file) for name in _TEXTS}
    _id(texts["id"], f"{key}.id", file)
    if texts["measure"] not in MEASURES:
        said = f"{texts['measure']!r} is not measured"
        raise RuleError(file, f"{key}.measure", said, f"Use one of: {', '.join(MEASURES)}")
    return Experiment(
        **texts,
        arms=tuple(
            _arm(one, f"{key}.arms.{index}", file)
            for index, one in enumerate(_list(given, "arms", key=key, file=file))
        ),
        first=_day(given, "from", key=key, file=file),
        last=_day(given, "to", key=key, file=file),
        languages=tuple(map(str, _list(given, "languages", key=key, file=file))),
        channels=tuple(map(str, _list(given, "channels", key=key, file=file))),
        decision=str(given.get("decision") or ""),
    )


def _arm(given: Any, key: str, file: str) -> Arm:
    share = given.get("share") if isinstance(given, Mapping) else None
    right = isinstance(share, (int, float)) and not isinstance(share, bool)
    if not isinstance(given, Mapping) or not right or not 0.0 < float(share or 0.0) <= 1.0:
        raise RuleError(
            file, key, f"{given!r} is no arm", "Write id, share (above 0, at most 1) and variants"
        )
    variants = tuple(map(str, _list(given, "variants", key=key, file=file)))
    name = _text(given, "id", key=key, file=file)
    return Arm(_id(name, f"{key}.id", file), float(share or 0.0), variants)


def _id(name: str, key: str, file: str) -> str:
    # Kept with every message in a column of this width.
    if not _ID.fullmatch(name):
        raise RuleError(file, key, f"{name!r} is no id", "Use small letters, digits and dashes, at most 64")
    return name


def _text(given: Mapping[str, Any], name: str, *, key: str, file: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RuleError(file, f"{key}.{name}", f"{value!r} is no text", f"Write `{name}:`")
    return value


def _list(given: Mapping[str, Any], name: str, *, key: str, file: str) -> list[Any]:
    value = given.get(name) or []
    if not isinstance(value, list):
        raise RuleError(file, f"{key}.{name}", f"{value!r} is no list", f"Write `{name}: [...]`")
    return value


def _day(given: Mapping[str, Any], name: str, *, key: str, file: str) -> date:
    value = given.get(name)
    try:
        return value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise RuleError(file, f"{key}.{name}", f"{value!r} is no day", "Write it as 2026-12-01") from None
