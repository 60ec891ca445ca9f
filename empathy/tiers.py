"""Turns the course into a tier from 0 (calm) to 3 (acute) or above, with hysteresis so that it never flaps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from empathy.course import Course
from empathy.errors import RuleError

FEWEST, MOST = 3, 9


@dataclass(frozen=True)
class TierRules:
    """The designers' marks, 0..1: a tier is entered at its `enter` mark and left below its `leave` mark.

    Tiers 1 to 3 always exist, because the contract speaks of them; designers may add more above (at most 9).
    Raises `RuleError` unless both lists rise, are of one length, and each `leave` mark lies below its `enter` mark.
    """

    enter: tuple[float, ...] = (0.2, 0.5, 0.75)
    leave: tuple[float, ...] = (0.12, 0.35, 0.55)

    def __post_init__(self) -> None:
        """Refuse marks that could flap."""
        for name, marks in (("enter", self.enter), ("leave", self.leave)):
            if not FEWEST <= len(marks) <= MOST or any(
                low >= high for low, high in pairwise((0.0, *marks, 1.01))
            ):
                raise _fault(name, f"{list(marks)} are not three or more rising marks between 0 and 1")
        if len(self.enter) != len(self.leave):
            raise _fault("leave", "there is not one mark to leave for each mark to enter")
        if any(low >= high for low, high in zip(self.leave, self.enter, strict=True)):
            raise _fault("leave", "a mark to leave does not lie below the mark to enter")


def _fault(name: str, fault: str) -> RuleError:
    remedy = (
        "Write rising numbers, one for each tier, such as enter [0.2, 0.5, 0.75], leave [0.12, 0.35, 0.55]"
    )
    return RuleError("data/empathy/tiers.yml", f"tiers.{name}", fault, remedy)


DEFAULT_RULES = TierRules()


@dataclass(frozen=True)
class TierMove:
    """A tier and why it is that one; `mark` is the mark (0..1) that decided, which the level is held against.

    `reason`: `reached` (at or above the tier's mark to enter), `held` (below it, yet not below its mark to leave),
    `eased` (below the mark to leave: one step down), `calm` (below the first mark).
    """

    tier: int
    reason: str
    mark: float


def next_tier(tier: int, course: Course, *, rules: TierRules = DEFAULT_RULES) -> int:
    """The tier after this course: up at once as far as the level reaches, down one step at a time."""
    return explain_tier(tier, course, rules=rules).tier


def explain_tier(tier: int, course: Course, *, rules: TierRules = DEFAULT_RULES) -> TierMove:
    """What `next_tier` decides and why."""
    tier = min(tier, len(rules.enter))  # a conversation may be older than the designers' last change
    reached = sum(course.level >= mark for mark in rules.enter)
    if reached >= max(tier, 1):
        return TierMove(reached, "reached", rules.enter[reached - 1])
    if tier == 0:
        return TierMove(0, "calm", rules.enter[0])
    leave = rules.leave[tier - 1]
    return TierMove(tier - 1, "eased", leave) if course.level < leave else TierMove(tier, "held", leave)
