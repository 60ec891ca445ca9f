"""Decides which action empathy puts before the designers' own, or none: pure, tabled, in order of weight."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.policies.listening import Heard
from bot.policies.names import (
    ACKNOWLEDGE,
    ASK_FOR_PERSON,
    CRISIS,
    CRISIS_AGAIN,
    FALLBACK,
    HANDOFF,
    INSULT,
    LIMIT,
    LIMIT_PERSON,
    LISTEN,
    REPEATS,
    WATCH,
    is_hidden,
)
from empathy.emotion import danger_of


@dataclass(frozen=True)
class Scene:
    """What the decision looks at beside the turn: the actions the domain knows, three slots, and the open form, if any."""

    actions: Collection[str]
    handed_over: bool = False
    person_due: str = "none"
    distress_told: bool = False
    form: str | None = None


def next_action(heard: Heard, scene: Scene) -> str | None:
    """The action that empathy calls for now, or None to leave the turn to the designers' rules and stories."""
    if scene.handed_over or HANDOFF in heard.done:
        return LISTEN
    if heard.memory.now.level == "immediate":
        return _safety(heard, scene)
    if _watch_first(heard, scene):
        return WATCH
    words = _words(heard, scene)
    if words is not None:
        return words
    return HANDOFF if _person_now(heard, scene) else _limit(heard, scene)


def _safety(heard: Heard, scene: Scene) -> str:
    kind = danger_of(heard.memory.now.disclosure)
    again = kind in heard.memory.helped and CRISIS_AGAIN in scene.actions
    words = CRISIS_AGAIN if again else CRISIS + kind
    said = any(action.startswith(CRISIS) for action in heard.done)
    return words if words in scene.actions and not said else _known(HANDOFF, scene)


def _known(action: str, scene: Scene) -> str:
    # A domain without a handoff still must not solve anything on top of a disclosure.
    return action if action in scene.actions else LISTEN


def _watch_first(heard: Heard, scene: Scene) -> bool:
    return heard.memory.now.watch and not heard.done and WATCH in scene.actions


def _words(heard: Heard, scene: Scene) -> str | None:
    spoken = any(action.startswith(ACKNOWLEDGE) for action in heard.done)
    if spoken or not all(is_hidden(action) for action in heard.done):
        return None
    if _offer_now(heard, scene):
        return REPEATS
    words = heard.memory.now.words
    return words if words and words in scene.actions else None


def _offer_now(heard: Heard, scene: Scene) -> bool:
    # The designers' second fallback offers a person by itself; two offers in one turn would nag.
    wanted = heard.memory.now.watch and scene.person_due == "offer"
    return (
        wanted
        and REPEATS in scene.actions
        and heard.memory.now.intent not in (FALLBACK, ASK_FOR_PERSON, INSULT)
        and not (heard.memory.offered_lately or heard.memory.after_crisis)
    )


def _person_now(heard: Heard, scene: Scene) -> bool:
    turn = heard.memory.now
    called_for = turn.intent == ASK_FOR_PERSON or turn.level == "priority"
    pressed = turn.watch and scene.person_due == "priority"
    return (called_for or pressed) and HANDOFF in scene.actions


def _limit(heard: Heard, scene: Scene) -> str | None:
    """What an insult is met with: one calm limit, after that a person is offered; then an open form's question again."""
    if heard.memory.now.intent != INSULT or not {LIMIT, LIMIT_PERSON} <= set(scene.actions):
        return None
    done = [action for action in heard.done if not is_hidden(action)]
    if not done:
        # Whoever told of distress is never called to order.
        return LIMIT_PERSON if heard.memory.limits or scene.distress_told else LIMIT
    return scene.form if scene.form and done[-1] in (LIMIT, LIMIT_PERSON) else LISTEN
