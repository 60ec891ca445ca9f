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

from bot.policies.certain import is_certain
from bot.policies.hidden import without_hidden
from bot.policies.shortcuts import Ending, candidates, ending_of, feature_text, index_of, unpacked

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
        """Predict as RulePolicy would had the hidden actions not run; abstain where empathy is certain."""
        if is_certain(tracker):
            return self._prediction(self._default_predictions(domain))
        return super().predict_action_probabilities(
            without_hidden(tracker), domain, rule_only_data=rule_only_data, **kwargs
        )

    def _get_possible_keys(self, lookup: dict[str, str], states: list[Any]) -> set[str]:
        """Find the rules that fit as the stock policy does, without trying those that end otherwise."""
        if not states:
            return set(lookup)
        indexes: dict[int, Any] = self.__dict__.setdefault("_heard_indexes", {})
        kept = indexes.get(id(lookup))
        if kept is None or kept[0] is not lookup or kept[1] != len(lookup):
            states_of = self._rule_key_to_state
            kept = indexes[id(lookup)] = (
                lookup,
                len(lookup),
                index_of({key: states_of(key) for key in lookup}),
            )
        likely = {key: lookup[key] for key in candidates(kept[2], states[-1])}
        found: set[str] = super()._get_possible_keys(likely, states)
        return found


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
        """Predict as the stock policy would had the hidden actions not run; abstain where empathy is certain."""
        if is_certain(tracker):
            return self._prediction(self._default_predictions(domain))
        return super().predict_action_probabilities(
            without_hidden(tracker), domain, rule_only_data=rule_only_data, **kwargs
        )

    def recall(
        self,
        states: list[Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None,
    ) -> str | None:
        """Recall as the stock policy does, at once None where no story ends as the conversation does now.

        The stock policy replays the conversation once for each shorter past, on every prediction: a third of a turn
        where rules do most of the work. A shorter past changes slots and loops, never the last intent and action.
        """
        if states and ending_of(feature_text(states[-1:])) not in self._endings():
            return None
        found: str | None = super().recall(states, tracker, domain, rule_only_data)
        return found

    def _endings(self) -> frozenset[Ending]:
        kept: tuple[Any, frozenset[Ending]] | None = getattr(self, "_heard_endings", None)
        if kept is None or kept[0] is not self.lookup:
            packed = self.config["enable_feature_string_compression"]
            texts = (unpacked(key) if packed else key for key in self.lookup)
            kept = self._heard_endings = (self.lookup, frozenset(ending_of(text) for text in texts))
        return kept[1]
