"""Turns a dead action into an honest sentence: stock Rasa goes on, and has announced successes that never were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.policies.policy import PolicyPrediction, confidence_scores_for
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.failures import failed_actions, harmful, this_turn
from bot.policies.names import HANDOFF, HANDOFF_WORDS, LISTEN, TECHNICAL_PROBLEM
from bot.policies.untrained import UntrainedPolicy


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class FailSafePolicy(UntrainedPolicy):
    """Speaks `utter_technical_problem` and listens once an action, form or response of this turn came to nothing.

    A dead handoff is different: `utter_handoff_requested` is spoken here, and the service, which sees the failure
    in the `done` line, opens the handoff itself. So the sentence is true all the same.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`priority` above EmpathyPolicy: nothing is built on top of a failure."""
        return {"priority": 200, "max_history": None}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the honest sentence, then silence; abstain while nothing failed."""
        # `rasa test` and training run no actions, so nothing that they show can have failed.
        turn = this_turn(list(tracker.events)) if tracker.model_id else []
        failed = harmful(failed_actions(turn, remote_of(domain)))
        if not failed:
            return self._prediction(self._default_predictions(domain))
        action = _next(turn, failed, domain)
        # Only now, after the words: events right behind the dead action would make it look alive.
        events = _suspended(tracker) if action == LISTEN and HANDOFF in failed else []
        certain = confidence_scores_for(action, 1.0, domain)
        return self._prediction(certain, events=events, is_no_user_prediction=True)


def _next(turn: Sequence[Event], failed: Sequence[str], domain: Domain) -> str:
    words = HANDOFF_WORDS if HANDOFF in failed else TECHNICAL_PROBLEM
    spoken = {event.action_name for event in turn if isinstance(event, ActionExecuted)}
    return LISTEN if words in spoken or words not in domain.action_names_or_texts else words


def remote_of(domain: Domain) -> Sequence[str]:
    """Names of the actions that need the action server, and of the forms, whose validation may need it."""
    return [*(name for name in domain.user_actions if not name.startswith("utter_")), *domain.form_names]


def _suspended(tracker: DialogueStateTracker) -> list[Event]:
    """What the dead handoff would have set: the form rests, the bot is silent until it is handed back."""
    resting: list[Event] = (
        [ActiveLoop(None), SlotSet("requested_slot", None)] if tracker.active_loop_name else []
    )
    return [*resting, SlotSet("handed_over", True)] if "handed_over" in tracker.slots else resting
