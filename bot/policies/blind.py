"""Rasa's own policies, looking at the conversation without the turns that empathy added.

So designers write "intent -> solution" and need no rule for the acknowledgement that may come in between.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.hidden import without_hidden

_NO_END_TO_END = DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT


@DefaultV1Recipe.register(_NO_END_TO_END, is_trainable=True)
class EmpathicRulePolicy(RulePolicy):
    """RulePolicy, blind to acknowledgements, safety words and the watch over the conversation."""

    # Rasa checks these annotations when it builds the graph: *args and **kwargs alone are refused.
    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict as RulePolicy would had the hidden actions not run."""
        return super().predict_action_probabilities(
            without_hidden(tracker), domain, rule_only_data=rule_only_data, **kwargs
        )


@DefaultV1Recipe.register(_NO_END_TO_END, is_trainable=True)
class EmpathicMemoizationPolicy(AugmentedMemoizationPolicy):
    """AugmentedMemoizationPolicy, blind to hidden actions.

    Augmented and with a short history (`max_history: 6`), because a greeting before a complaint would otherwise make
    the whole story unknown.
    """

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict as the stock policy would had the hidden actions not run."""
        return super().predict_action_probabilities(
            without_hidden(tracker), domain, rule_only_data=rule_only_data, **kwargs
        )
