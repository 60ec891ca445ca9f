"""Turns the designers' dicts into typed rules; each error names the file, the key and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of
from datetime import timedelta
from typing import Any

from empathy.behaviour import BehaviourRules
from empathy.course import CourseRules
from empathy.emotion import EMOTIONS
from empathy.errors import RuleError
from empathy.service_levels import PROMISES, ServiceLevel, ServiceLevelRules
from empathy.tiers import MOST, TierRules

TIERS_FILE = "data/empathy/tiers.yml"
SERVICE_LEVELS_FILE = "data/empathy/service_levels.yml"

# Most marks are shares; a course that keeps everything would never forget.
_TOPS = {"keep": 0.98, "keep_after_relief": 0.98, "long_wait_s": 86400.0}
_YEAR_IN_MINUTES = 525600.0


@dataclass(frozen=True)
class EmpathyRules:
    """All that `data/empathy/tiers.yml` says: the marks of the tiers, of the course and of behaviour."""

    tiers: TierRules = field(default_factory=TierRules)
    course: CourseRules = field(default_factory=CourseRules)
    behaviour: BehaviourRules = field(default_factory=BehaviourRules)


def empathy_rules(data: Any, *, file: str = TIERS_FILE) -> EmpathyRules:
    """The rules in the decoded file (keys tiers, course, behaviour; missing ones keep their defaults).

    Raises `RuleError` for an unknown key, a value of the wrong kind or marks that contradict each other.
    """
    sections = _section({"": data or {}}, "", file, known=("tiers", "course", "behaviour"))
    return EmpathyRules(
        tiers=_tiers(sections, file),
        course=_course(sections, file),
        behaviour=_behaviour(sections, file),
    )


def service_level_rules(data: Any, *, file: str = SERVICE_LEVELS_FILE) -> ServiceLevelRules:
    """The service levels in the decoded file, {"tiers": {0: {"first_reply": 10, ...}}}, in minutes.

    What is missing keeps its default; a tier above 3 begins with the promises of the one below it.
    Raises `RuleError` as `empathy_rules` does.
    """
    top = _section({"": data or {}}, "", file, known=("tiers",))
    given = {str(key): value for key, value in _section(top, "tiers", file).items()}
    _refuse_unknown(given, "tiers", file, tuple(map(str, range(MOST + 1))))
    levels: list[ServiceLevel] = []
    defaults = ServiceLevelRules().tiers
    for tier in range(max([len(defaults), *(int(name) + 1 for name in given)])):
        begun = defaults[tier] if tier < len(defaults) else levels[-1]
        levels.append(_service_level(begun, given, f"{tier}", file))
    return ServiceLevelRules(tuple(levels))


def _fault(file: str, key: str, fault: str, remedy: str) -> RuleError:
    return RuleError(file, key or "(top)", fault, remedy)


def _refuse_unknown(given: Mapping[str, Any], key: str, file: str, known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            path = f"{key}.{name}".lstrip(".")
            raise _fault(file, path, "this key is not known", f"Use one of: {', '.join(known)}")


def _section(
    data: Mapping[str, Any], key: str, file: str, *, known: tuple[str, ...] | None = None
) -> Mapping[str, Any]:
    held = data.get(key.rpartition(".")[2])
    held = {} if held is None else held
    if not isinstance(held, Mapping):
        raise _fault(file, key, f"{held!r} is not a mapping", "Write the keys below it, indented")
    if known is not None:
        _refuse_unknown({str(name): value for name, value in held.items()}, key, file, known)
    return held


def _number(value: Any, *, key: str, file: str, top: float) -> float:
    right = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not right or not 0.0 <= value <= top:
        raise _fault(file, key, f"{value!r} is not a number from 0 to {top:g}", "Write such a number")
    return float(value)


def _marks(held: Mapping[str, Any], name: str, file: str, default: tuple[float, ...]) -> Any:
    marks = held.get(name, list(default))
    if not isinstance(marks, (list, tuple)):
        remedy = "Write one mark for each tier from 1"
        raise _fault(file, f"tiers.{name}", f"{marks!r} is not a list of marks", remedy)
    return tuple(_number(mark, key=f"tiers.{name}", file=file, top=1.0) for mark in marks)


def _tiers(sections: Mapping[str, Any], file: str) -> TierRules:
    held = _section(sections, "tiers", file, known=("enter", "leave"))
    default = TierRules()
    enter = _marks(held, "enter", file, default.enter)
    leave = _marks(held, "leave", file, default.leave)
    try:
        return TierRules(enter=enter, leave=leave)
    except RuleError as error:
        raise RuleError(file, error.key, error.fault, error.remedy) from error


def _numbers(held: Mapping[str, Any], key: str, file: str) -> dict[str, float]:
    return {
        name: _number(value, key=f"{key}.{name}", file=file, top=_TOPS.get(name, 1.0))
        for name, value in held.items()
    }


def _course(sections: Mapping[str, Any], file: str) -> CourseRules:
    default = CourseRules()
    numbers = ("keep", "keep_after_relief", "gain", "steady_band")
    held = _section(sections, "course", file, known=(*numbers, "weights"))
    given = _numbers({name: held[name] for name in numbers if name in held}, "course", file)
    weights = _numbers(_section(held, "course.weights", file, known=EMOTIONS), "course.weights", file)
    return replace(default, **given, weights={**default.weights, **weights})


def _behaviour(sections: Mapping[str, Any], file: str) -> BehaviourRules:
    names = tuple(one.name for one in fields_of(BehaviourRules))
    given = _numbers(_section(sections, "behaviour", file, known=names), "behaviour", file)
    rules = BehaviourRules(**given)
    if not 0.0 < rules.offer <= rules.priority or rules.long_wait_s <= 0.0:
        remedy = "Let offer lie below priority and long_wait_s above 0"
        raise _fault(file, "behaviour", "offer, priority and long_wait_s contradict each other", remedy)
    return rules


def _service_level(default: ServiceLevel, given: Mapping[str, Any], tier: str, file: str) -> ServiceLevel:
    held = _section(given, f"tiers.{tier}", file, known=PROMISES)
    minutes = {
        name: timedelta(minutes=_number(value, key=f"tiers.{tier}.{name}", file=file, top=_YEAR_IN_MINUTES))
        for name, value in held.items()
    }
    return replace(default, **minutes)
