"""TED, blind to the turns that empathy added; for the opt-in configuration `config.diet.yml`."""

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.ted_policy import TEDPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.hidden import without_hidden


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITH_END_TO_END_SUPPORT, is_trainable=True)
class EmpathicTEDPolicy(TEDPolicy):
    """TEDPolicy as it would predict had the hidden actions not run."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: MessageContainerForCoreFeaturization | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict from the visible turns."""
        return super().predict_action_probabilities(
            without_hidden(tracker),
            domain,
            rule_only_data=rule_only_data,
            precomputations=precomputations,
            **kwargs,
        )
