"""Keeps what Rasa must look at bounded: the latest turns as they were, all before them as the state they left.

Rasa replays a conversation's events several times a turn, so a reply would cost more the longer people talk
(17 to 29 times more at turn 300). Nothing is lost: the store keeps every event, only the replay is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.names import LISTEN

#: Turns that stay after a cut, and the number at which the next cut is made. Memoization looks back 6 states,
#: behaviour some turns, offers 3; the span between the two marks spares a cut on every turn.
TURNS_KEPT = 8
TURNS_AT_MOST = 12


def cut_of(events: Sequence[Event]) -> int:
    """Index of the first event that must stay, 0 if nothing needs to go yet.

    It is the `action_listen` before the oldest message that stays, so what remains begins as a conversation does.
    """
    spoken = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(spoken) <= TURNS_AT_MOST:
        return 0
    for at in range(spoken[-TURNS_KEPT] - 1, -1, -1):
        event = events[at]
        if isinstance(event, ActionExecuted) and event.action_name == LISTEN:
            return at
    return 0


def state_after(events: Iterable[Event], slots: Iterable[Slot]) -> dict[str, Any]:
    """What `events` leave behind, as JSON: the slots that differ from their start, and the active loop."""
    fresh = {slot.name: slot.value for slot in slots}
    tracker = DialogueStateTracker("", slots)
    for event in events:
        tracker.update(event)
    changed = {name: slot.value for name, slot in tracker.slots.items() if slot.value != fresh.get(name)}
    return {"slots": changed, "loop": tracker.active_loop_name}


def as_events(state: Mapping[str, Any], at: float) -> list[Event]:
    """The events that bring a fresh tracker to `state`, all timed `at` (unix seconds).

    They must be events, not values put into the tracker: Rasa copies a tracker by replaying its events.
    """
    sets: list[Event] = [SlotSet(name, value, timestamp=at) for name, value in state.get("slots", {}).items()]
    loop = state.get("loop")
    return [*sets, ActiveLoop(loop, timestamp=at)] if loop else sets
