"""The life cycle of a conversation between bot and people, as one table from which the docs are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from empathy.errors import Conflict

STATES = ("bot", "requested", "queued", "offered", "with_agent", "returned", "closed")
EVENTS = (
    "request",
    "enqueue",
    "offer",
    "decline",
    "expire",
    "accept",
    "hand_back",
    "resume",
    "close",
    "write",
)

_OPEN = tuple(state for state in STATES if state != "closed")

TRANSITIONS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("bot", "request"): "requested",
        ("requested", "enqueue"): "queued",
        ("queued", "offer"): "offered",
        ("offered", "decline"): "queued",
        ("offered", "expire"): "queued",
        ("queued", "accept"): "with_agent",
        ("offered", "accept"): "with_agent",
        # After a false alarm the bot answers while the handoff stays open: a person may still step in.
        ("bot", "accept"): "with_agent",
        ("with_agent", "request"): "requested",
        ("with_agent", "hand_back"): "returned",
        ("requested", "hand_back"): "returned",
        ("queued", "hand_back"): "returned",
        ("offered", "hand_back"): "returned",
        ("returned", "resume"): "bot",
        ("returned", "request"): "requested",
        ("closed", "write"): "bot",
        **{(state, "close"): "closed" for state in _OPEN},
    }
)

OWNER: Mapping[str, str] = MappingProxyType(
    {
        "bot": "bot",
        "requested": "queue",
        "queued": "queue",
        "offered": "queue",
        "with_agent": "agent",
        "returned": "bot",
        "closed": "bot",
    }
)


def possible(state: str) -> tuple[str, ...]:
    """The events that can happen in `state`, in the order of `EVENTS`."""
    return tuple(event for event in EVENTS if (state, event) in TRANSITIONS)


def advance(state: str, event: str) -> str:
    """The state after `event`; raises `Conflict`, which names what is possible instead."""
    after = TRANSITIONS.get((state, event))
    if after is None:
        raise Conflict(
            f"A conversation that is {state!r} cannot {event!r}.",
            remedy=f"Look at it afresh; possible now: {', '.join(possible(state)) or 'nothing'}.",
        )
    return after


def diagram() -> str:
    """The life cycle as a Mermaid state diagram, events that lead the same way joined in one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, event), after in TRANSITIONS.items():
        arrows.setdefault((state, after), []).append(event)
    lines = [f"    {state} --> {after}: {' / '.join(events)}" for (state, after), events in arrows.items()]
    notes = [f"    note right of {state}: owner {OWNER[state]}" for state in STATES]
    return "\n".join(["stateDiagram-v2", "    [*] --> bot", *lines, *notes]) + "\n"
