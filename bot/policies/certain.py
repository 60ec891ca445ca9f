"""Tells the policies that are asked later that the next action is certain, so that nobody works out what cannot count."""

from __future__ import annotations

from rasa.shared.core.trackers import DialogueStateTracker

_CERTAIN = "heard_certain"


def be_certain(tracker: DialogueStateTracker) -> None:
    """Note that the next action of this conversation, as it stands now, is decided."""
    setattr(tracker, _CERTAIN, len(tracker.events))


def is_certain(tracker: DialogueStateTracker) -> bool:
    """Whether the next action is decided already; nothing is lost where the deciding policy was not asked yet."""
    return bool(getattr(tracker, _CERTAIN, -1) == len(tracker.events))
