"""Lets empathy speak first in Rasa: acknowledgement, safety, a person; all else is left to the designers."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction, confidence_scores_for
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu import reader
from bot.nlu.emotion import KEY
from bot.policies.certain import be_certain
from bot.policies.decide import Scene, next_action
from bot.policies.hidden import let_forms_look_past_hidden_turns
from bot.policies.listening import Heard, heard, is_words
from bot.policies.memory import SLOT
from bot.policies.untrained import UntrainedPolicy
from bot.rules import designers_rules
from empathy.emotion import UNREAD, Reading
from empathy.errors import Malformed


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EmpathyPolicy(UntrainedPolicy):
    """Keeps the slots of emotion current on every turn and predicts an action only where empathy is due.

    It sets `emotion`, `tier` ("0".."3"), `disclosure`, `event`, `person_due` and `empathy_memory`, those of them
    that the domain has.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> None:
        """Read the designers' marks; raises RuleError for a file that cannot be followed."""
        super().__init__(config, model_storage, resource, execution_context, **kwargs)
        self._rules = designers_rules()
        let_forms_look_past_hidden_turns()

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`priority` above Rasa's own policies (at most 6), which win ties otherwise; `reader` as in EmotionReader."""
        return {"priority": 100, "max_history": None, "reader": reader.DEFAULT}

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the action that empathy calls for with certainty, or abstain; set the slots in both cases."""
        turn = heard(list(tracker.events), self._reading_of, rules=self._rules)
        if turn is None:
            return self._prediction(self._default_predictions(domain))
        action = next_action(turn, self._scene(turn, tracker, domain))
        events = [] if turn.stored else slots_of(turn, tracker)
        if action is None:
            return self._prediction(self._default_predictions(domain), events=events)
        # An active form predicts without regard to the user's message and beats all that do not do the same.
        be_certain(tracker)
        certain = confidence_scores_for(action, 1.0, domain)
        return self._prediction(certain, events=events, is_no_user_prediction=True)

    def _scene(self, turn: Heard, tracker: DialogueStateTracker, domain: Domain) -> Scene:
        due = tracker.get_slot("person_due") if turn.stored else person_due_of(turn)
        return Scene(
            actions=domain.action_names_or_texts,
            handed_over="handed_over" in tracker.slots and bool(tracker.get_slot("handed_over")),
            person_due=str(due or "none"),
            distress_told=bool(told_in(turn, tracker) or turn.memory.crisis),
            form=tracker.active_loop_name,
        )

    def _reading_of(self, event: UserUttered) -> Reading:
        sent = event.parse_data.get(KEY) if event.parse_data else None
        if isinstance(sent, dict):
            try:
                return Reading.from_dict(sent)
            except Malformed:
                return UNREAD
        # `rasa test` drops what it does not know from a message, so the words are read again there.
        return reader.read(event.text, path=self.config["reader"]) if is_words(event) else UNREAD


def person_due_of(turn: Heard) -> str:
    """The level of handoff that this turn's behaviour calls for: none unless the strain grew in it."""
    return turn.memory.due if turn.memory.now.watch else "none"


def told_in(turn: Heard, tracker: DialogueStateTracker) -> str | None:
    """The distress told in this message, else the one told before; None if there was none."""
    kept = tracker.get_slot("disclosure") if "disclosure" in tracker.slots else None
    return turn.memory.now.disclosure or kept


def slots_of(turn: Heard, tracker: DialogueStateTracker) -> list[Event]:
    """The slots that must change so that words, rules and actions see how the customer feels now."""
    memory = turn.memory
    wanted: dict[str, Any] = {
        "emotion": memory.now.emotion,
        "tier": str(memory.tier),
        # Distress that was told once stays in mind: it changes the tone of all that follows.
        "disclosure": told_in(turn, tracker),
        "event": memory.now.event,
        "person_due": person_due_of(turn),
        SLOT: memory.to_dict(),
    }
    return [
        SlotSet(name, value)
        for name, value in wanted.items()
        if name in tracker.slots and tracker.slots[name].value != value
    ]
