"""Sums up a turn for the service: what was understood, where feelings stand, what failed."""

from __future__ import annotations

import itertools
from typing import Any

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.failsafe import remote_of
from bot.policies.failures import failed_actions
from bot.policies.memory import SLOT, Memory
from bot.policies.names import ACKNOWLEDGE
from empathy.errors import Malformed
from empathy.wire import BotDone


def done_of(tracker: DialogueStateTracker, begun: int, domain: Any) -> BotDone:
    """The last line of a turn. `begun`: how many events the tracker had before it."""
    events = list(itertools.islice(tracker.events, begun, None))
    memory = _memory(tracker)
    spoken = [event for event in events if isinstance(event, UserUttered)]
    intent = dict(spoken[-1].intent or {}) if spoken else {}
    ran = [event.action_name or "" for event in events if isinstance(event, ActionExecuted)]
    return BotDone(
        intent=intent.get("name"),
        intent_confidence=min(max(float(intent.get("confidence") or 0.0), 0.0), 1.0),
        tier=memory.tier,
        emotion=memory.now.emotion,
        disclosure=memory.now.disclosure or None,
        course=memory.course,
        failed_actions=failed_actions(events, remote_of(domain)),
        acknowledged=any(name.startswith(ACKNOWLEDGE) for name in ran),
        person_due=_person_due(tracker) if spoken else "none",
        event=memory.now.event if spoken else "",
        due=memory.now.why if spoken else "",
    )


def _person_due(tracker: DialogueStateTracker) -> str:
    return str((tracker.get_slot("person_due") if "person_due" in tracker.slots else None) or "none")


def _memory(tracker: DialogueStateTracker) -> Memory:
    value = tracker.slots[SLOT].value if SLOT in tracker.slots else None
    try:
        return Memory.from_dict(value) if isinstance(value, dict) else Memory()
    except Malformed:
        return Memory()
