"""Finds the actions of a turn that died: Rasa keeps their names and drops the fact that nothing came of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered

from bot.policies.names import WATCH


def this_turn(events: Sequence[Event]) -> list[Event]:
    """The events since the customer's last message, oldest first."""
    for at in range(len(events) - 1, -1, -1):
        if isinstance(events[at], UserUttered):
            return list(events[at + 1 :])
    return list(events)


def failed_actions(events: Sequence[Event], remote: Collection[str]) -> tuple[str, ...]:
    """Names of the actions in `events` (one turn) that came to nothing, in order.

    A remote action or form (`remote`) must leave at least one event, a response must leave its words: actions of
    ours always do, so nothing at all means that the action server is down, the action raised, or it was too slow.
    """
    failed = []
    for at, event in enumerate(events):
        name = event.action_name if isinstance(event, ActionExecuted) else None
        if not name:
            continue
        following = events[at + 1] if at + 1 < len(events) else None
        if name.startswith("utter_"):
            if not isinstance(following, BotUttered):
                failed.append(name)
        elif name in remote and (following is None or isinstance(following, ActionExecuted)):
            failed.append(name)
    return tuple(failed)


def harmful(failed: Sequence[str]) -> tuple[str, ...]:
    """The failures that a customer would notice: a watch that died took nothing from the turn."""
    return tuple(name for name in failed if name != WATCH)
