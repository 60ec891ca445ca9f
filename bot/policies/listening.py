"""Folds what a tracker's events tell of the customer into the memory of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered

from bot.nlu.emotion import KEY
from bot.policies.memory import SLOT, Memory, Turn
from bot.policies.names import (
    ACKNOWLEDGE,
    AFTER_CRISIS,
    CRISIS,
    FALLBACK,
    INSULT,
    LIMIT,
    LIMIT_PERSON,
    LISTEN,
    REPEATS,
)
from empathy.acknowledge import Moment, explain, names_something
from empathy.behaviour import Signals, TurnFact, observe, person_due
from empathy.course import fold
from empathy.emotion import LEVELS, Reading
from empathy.errors import Malformed
from empathy.rules import EmpathyRules
from empathy.tiers import next_tier

#: Texts that are no words of the customer: a button's payload, an event from outside.
COMMANDS = ("/", "EXTERNAL: ")
_BARE_ANSWERS = frozenset({"affirm", "deny", "inform", "greet", "goodbye", "thank"})
#: A "yes" with more words than this around it is no bare answer any more.
_BARE_WORDS = 4
_SIGNS = ("repeats", "rephrasings", "fallbacks", "restarts", "shouting")

ReadingOf = Callable[[UserUttered], Reading]


@dataclass(frozen=True)
class Heard:
    """The memory with the turn at hand, the actions that ran in it, and whether the memory is stored already."""

    memory: Memory
    done: tuple[str, ...]
    stored: bool


def heard(events: Sequence[Event], reading_of: ReadingOf, *, rules: EmpathyRules) -> Heard | None:
    """The turn at hand, or None before the customer's first message.

    Only what happened since the memory was last stored is folded: the work does not grow with the conversation.
    """
    spoken = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    if not spoken:
        return None
    kept = _last_memory(events)
    memory = _memory_in(events[kept]) if kept >= 0 else Memory()
    for at in range(kept + 1, len(events)):
        event = events[at]
        if isinstance(event, UserUttered):
            if event.metadata.get(AFTER_CRISIS):
                memory = memory.with_unseen_crisis()
            facts = _facts(events[: at + 1])
            memory = _after_message(memory, facts, reading=reading_of(event), rules=rules)
        else:
            memory = _after_event(memory, event)
    done = tuple(e.action_name or "" for e in events[spoken[-1] + 1 :] if isinstance(e, ActionExecuted))
    return Heard(memory, done, stored=kept > spoken[-1])


def is_words(event: UserUttered) -> bool:
    """Whether the customer typed this, rather than pressed a button or an event came from outside."""
    return bool(event.text) and not event.text.startswith(COMMANDS)


def _last_memory(events: Sequence[Event]) -> int:
    for at in range(len(events) - 1, -1, -1):
        event = events[at]
        if isinstance(event, SlotSet) and event.key == SLOT and event.value:
            return at
        if isinstance(event, Restarted):
            # Whatever was known before a restart was forgotten with it.
            return at
    return -1


def _memory_in(event: Event) -> Memory:
    if not isinstance(event, SlotSet):
        return Memory()
    try:
        return Memory.from_dict(event.value)
    except Malformed:
        # Written by another version: what it knew is lost, the conversation goes on.
        return Memory()


def _after_message(
    memory: Memory, facts: Sequence[TurnFact], *, reading: Reading, rules: EmpathyRules
) -> Memory:
    course = fold(memory.course, reading, rules=rules.course)
    tier = next_tier(memory.tier, course, rules=rules.tiers)
    signals = observe(facts)
    due = person_due(signals, tier=tier, rules=rules.behaviour)
    grown = _grown(observe(facts[:-1]), signals) or LEVELS.index(due) > LEVELS.index(memory.due)
    later = replace(memory, turns=memory.turns + 1, course=course, tier=tier, due=due)
    answer = explain(_moment(later, reading, facts[-1]))
    turn = Turn(
        intent=facts[-1].intent,
        emotion=reading.emotion,
        level=reading.level,
        disclosure=reading.disclosure.kind if reading.disclosure else "",
        event=answer.event,
        words=answer.words or "",
        watch=grown,
        why=answer.reason,
    )
    if names_something(turn.intent):
        later = replace(later, topic=turn.event, topic_turn=later.turns)
    return replace(later, now=turn)


def _moment(memory: Memory, reading: Reading, fact: TurnFact) -> Moment:
    return Moment(
        reading=reading,
        tier=memory.tier,
        intent=fact.intent,
        events_acknowledged=frozenset(memory.events),
        last_turn_acknowledged=memory.turns > 1 and memory.acknowledged == memory.turns - 1,
        after_crisis=memory.after_crisis,
        trivial=_trivial(fact),
        topic=memory.topic_now,
    )


def _trivial(fact: TurnFact) -> bool:
    # An insult is met with a limit: nothing happened in it that could be named.
    bare = fact.intent in _BARE_ANSWERS and len(fact.text.split()) <= _BARE_WORDS
    return bare or fact.intent == INSULT


def _grown(before: Signals, now: Signals) -> bool:
    return any(getattr(now, sign) > getattr(before, sign) for sign in _SIGNS)


def _after_event(memory: Memory, event: Event) -> Memory:
    if isinstance(event, Restarted):
        return Memory()
    name = event.action_name if isinstance(event, ActionExecuted) else None
    if not name:
        return memory
    if name.startswith(CRISIS):
        return memory.with_help(name.removeprefix(CRISIS))
    if name in (LIMIT, LIMIT_PERSON):
        return replace(memory, limits=memory.limits + 1)
    if not name.startswith(ACKNOWLEDGE):
        return memory
    offered = memory.turns if name == REPEATS else memory.offered
    return replace(memory.with_acknowledgement(), offered=offered)


def _facts(events: Sequence[Event]) -> list[TurnFact]:
    """One fact per message of the customer, with the seconds from the message to the end of our turn."""
    facts: list[TurnFact] = []
    asked_at: Any = None
    for event in events:
        if isinstance(event, UserUttered):
            intent = str(event.intent_name or "")
            text = (event.text or "") if is_words(event) else ""
            toned = not _declined(event)
            facts.append(TurnFact(text=text, intent=intent, fallback=intent == FALLBACK, toned=toned))
            asked_at = event.timestamp
        elif isinstance(event, ActionExecuted) and event.action_name == LISTEN and asked_at is not None:
            facts[-1] = replace(facts[-1], waited_s=max(0.0, event.timestamp - asked_at))
            asked_at = None
    return facts


def _declined(event: UserUttered) -> bool:
    """Whether the customer declined the reading of tone when this was written."""
    read = (event.parse_data or {}).get(KEY)
    return isinstance(read, Mapping) and read.get("toned") is False
