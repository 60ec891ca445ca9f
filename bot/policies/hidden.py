"""Shows the conversation as the designers wrote it: without the turns that empathy added."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.forms import FormAction
from rasa.shared.core.events import ActionExecuted, BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.names import is_hidden
from bot.version_guard import require_rasa

_KEPT = "heard_without_hidden"


def visible(events: list[Event]) -> list[Event]:
    """The events without hidden actions and the words they spoke; slots that were set along the way stay."""
    out: list[Event] = []
    hiding = False
    for event in events:
        if isinstance(event, ActionExecuted):
            hiding = is_hidden(event.action_name)
            if hiding:
                continue
        elif hiding and isinstance(event, BotUttered):
            continue
        out.append(event)
    return out


def without_hidden(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The tracker as if hidden actions had not happened; the tracker itself if there were none.

    Kept on the tracker until its next event, because several policies ask for the same view.
    """
    length = len(tracker.events)
    kept: Any = getattr(tracker, _KEPT, None)
    if kept is not None and kept[0] == length:
        return kept[1]
    events = list(tracker.events)
    shown = visible(events)
    view = tracker if len(shown) == len(events) else _replayed(tracker, shown)
    setattr(tracker, _KEPT, (length, view))
    return view


def _replayed(tracker: DialogueStateTracker, events: list[Event]) -> DialogueStateTracker:
    view = DialogueStateTracker(
        tracker.sender_id, tracker.slots.values(), tracker._max_event_history, tracker.sender_source
    )
    for event in events:
        view.update(event)
    view.followup_action = tracker.followup_action
    # Set last: on an update they would be written into every event again.
    view.model_id, view.assistant_id = tracker.model_id, tracker.assistant_id
    return view


def let_forms_look_past_hidden_turns() -> None:
    """Make forms check what the customer answered even if we acknowledged the feeling first.

    A stock form validates only if `action_listen` was the last action. After an acknowledgement it would take
    unchecked values, and never notice that the customer asked something else. Calling this again changes nothing.
    """
    require_rasa("bot/policies/hidden.py")
    if getattr(FormAction, "heard_looks_past_hidden", False):
        return
    stock_run = FormAction.run

    async def run(self: Any, output_channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Event]:
        events: list[Event] = await stock_run(self, output_channel, nlg, without_hidden(tracker), domain)
        return events

    FormAction.run = run
    FormAction.heard_looks_past_hidden = True
