"""Says from the outside whether a conversation kept the contract of acknowledgement: judged by its words alone.

It shares no decision with the policy: a fault there must not hide itself here. Only course, tier and likeness of
texts are reckoned by the core, whose own tests hold them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.rehearsal.exchange import (
    ACKNOWLEDGEMENT,
    ALIKE,
    ANSWER,
    CRISIS,
    HANDOFF,
    NAMELESS,
    REPEATS,
    Exchange,
    Past,
    danger,
    event,
    loss,
    moved,
    purposes,
    small,
)
from empathy.behaviour import similarity
from empathy.course import fold
from empathy.rules import EmpathyRules
from empathy.tiers import next_tier


@dataclass(frozen=True)
class Violation:
    """A broken promise: which one, in which exchange (from 1) of which conversation, and what was said there."""

    promise: str
    exchange: int
    said: str
    conversation: int = 0


Promise = Callable[[Exchange, Past], bool]


def violations(exchanges: Sequence[Exchange], *, rules: EmpathyRules) -> tuple[list[Violation], Counter[str]]:
    """Every broken promise of one conversation, and how often each promise had something to say."""
    past, broken, seen = Past(), list[Violation](), Counter[str]()
    for number, now in enumerate(exchanges, start=1):
        if now.kind != "handback":
            past.course = fold(past.course, now.reading, rules=rules.course)
            past.tier = next_tier(past.tier, past.course, rules=rules.tiers)
        for name, (applies, kept) in PROMISES.items():
            if applies(now, past):
                seen[name] += 1
                if not kept(now, past):
                    said = " ".join(line.response or line.purpose for line in now.lines)
                    broken.append(Violation(name, number, f"{now.intent}: {said}"))
        _remember(past, now)
    return broken, seen


def _remember(past: Past, now: Exchange) -> None:
    if now.kind == "handback":
        return
    if purposes(now).count(ACKNOWLEDGEMENT):
        past.acknowledged.add(event(now, past))
    past.intents.append(now.intent)
    past.events.append("" if now.intent in NAMELESS else event(now, past))
    past.words.append(now.text)
    past.last = now.lines[-1].purpose if now.lines else past.last
    past.acknowledged_before = ACKNOWLEDGEMENT in purposes(now)
    past.crisis_before = CRISIS in purposes(now)


def due(now: Exchange, past: Past) -> bool:
    """Whether a solution must not be spoken here before the acknowledgement."""
    new = event(now, past) not in past.acknowledged
    heard = moved(now) and not small(now)
    return not now.owned and not danger(now) and past.tier >= 2 and new and heard and not past.crisis_before


def strained(now: Exchange, past: Past) -> bool:
    """Whether the customer showed by what they did that it goes in circles; `past` is what was before."""
    again = now.intent in past.intents or any(similarity(now.text, one) >= ALIKE for one in past.words)
    return again or now.intent in ("nlu_fallback", "repeat_complaint", "restart_over") or now.text.isupper()


def _own(now: Exchange) -> list[str]:
    """Responses that acknowledge a feeling or a loss (having to say it again is another event each time)."""
    return [one.response for one in now.lines if one.purpose == ACKNOWLEDGEMENT and one.response != REPEATS]


def _never_in_a_row(now: Exchange, past: Past) -> bool:
    said = [past.last, *purposes(now)]
    twice = any(said[at] == said[at + 1] == ACKNOWLEDGEMENT for at in range(len(said) - 1))
    mild = past.tier < 2 and past.acknowledged_before and bool(_own(now)) and loss(now) is None
    return not twice and not mild and purposes(now).count(ACKNOWLEDGEMENT) <= 1


def _first(now: Exchange, past: Past) -> bool:
    said = purposes(now)
    return ANSWER not in said or said[0] == ACKNOWLEDGEMENT


def _is_calm(now: Exchange, past: Past) -> bool:
    return now.kind != "handback" and loss(now) is None and not moved(now)


def _left_alone(now: Exchange, past: Past) -> bool:
    return not _own(now) and (ACKNOWLEDGEMENT not in purposes(now) or strained(now, past))


def _quiet_after_crisis(now: Exchange, past: Past) -> bool:
    # A loss that is told only then must be condoled: nothing may be solved on top of it.
    condoled = loss(now) is not None and CRISIS not in purposes(now)
    return ACKNOWLEDGEMENT not in purposes(now) or condoled


def _crisis_words_first(now: Exchange, past: Past) -> bool:
    said = purposes(now)
    return bool(said) and said[0] == CRISIS and set(said) <= {CRISIS, HANDOFF} and said.count(CRISIS) == 1


def _a_person_and_nothing_else(now: Exchange, past: Past) -> bool:
    said = purposes(now)
    return bool(said) and said[-1] == HANDOFF and set(said) <= {ACKNOWLEDGEMENT, HANDOFF}


def _never_mute(now: Exchange, past: Past) -> bool:
    return any(purpose != ACKNOWLEDGEMENT for purpose in purposes(now))


#: Promise -> (where it has something to say, whether it was kept).
PROMISES: dict[str, tuple[Promise, Promise]] = {
    "acknowledged before the solution": (due, _first),
    "no event twice": (lambda now, _: bool(_own(now)), lambda now, past: event(now, past) not in past.acknowledged),
    "never two in a row": (lambda now, _: ACKNOWLEDGEMENT in purposes(now), _never_in_a_row),
    "a calm message gets none": (_is_calm, _left_alone),
    "none after words of crisis": (
        lambda now, past: past.crisis_before or CRISIS in purposes(now),
        _quiet_after_crisis,
    ),
    "danger wins": (lambda now, _: danger(now) and not now.owned, _crisis_words_first),
    "a person wins": (
        lambda now, _: now.intent == "ask_for_person" and not (danger(now) or now.owned),
        _a_person_and_nothing_else,
    ),
    "silence wins": (lambda now, _: now.owned, lambda now, _: not now.lines),
    "nobody is left without an answer": (lambda now, _: not now.owned, _never_mute),
}  # fmt: skip
