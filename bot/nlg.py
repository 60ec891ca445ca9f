"""Speaks the designers' words: picks the variant that fits the customer, and says which one it was."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import rules, settings
from bot.policies.memory import SLOT
from bot.policies.names import CRISIS, CRISIS_AGAIN, HARDSHIP, purpose_of
from empathy.emotion import danger_of
from empathy.errors import Malformed
from empathy.experiments import Trial, on_trial, part_of, trials_in
from empathy.told import told_in
from empathy.words import TRIAL, WITHHELD, choose_response, filled, variant_id

#: Keys of a variant that are spoken and may hold placeholders.
_SPOKEN = ("text", "image", "attachment")
#: Keys that say when a variant is spoken, and are not spoken themselves.
_WEIGHED = ("condition", "channel", "id", TRIAL, WITHHELD)


class Choice(NamedTuple):
    """What words are chosen from and by: a response's variants with its trial applied, slots and facts, channel, said ids."""

    words: Sequence[Mapping[str, Any]]
    facts: dict[str, Any]
    channel: str
    said: set[str]


class EmpatheticResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's response generator with our choice of variants; `endpoints.yml` names it under `nlg`.

    Each message carries `variant` (the designer's id), `purpose`, and `experiment` and `arm` of words on trial, which
    the channel passes on. It inherits from Rasa's own generator because Rasa hands the trained responses only to
    that class.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Take the responses of `domain`; Rasa replaces them when a model is loaded."""
        super().__init__(domain.responses if domain else {})
        self._country = settings.read().country

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message for `utter_action`, or None if the designers wrote no variant for these facts.

        `kwargs` are values for placeholders. Raises RuleError where a placeholder has no value.
        """
        choice = self.choice(utter_action, tracker, output_channel)
        chosen = choose_response(
            {utter_action: choice.words},
            utter_action,
            facts=choice.facts,
            channel=choice.channel,
            said=choice.said,
        )
        if chosen is None:
            return None
        values = {**choice.facts, **self._safety(utter_action, choice.facts, choice.channel), **kwargs}
        return _message(chosen, utter_action, values)

    def choice(self, name: str, tracker: DialogueStateTracker, output_channel: str) -> Choice:
        """What the words of response `name` are chosen from and by, at this point of the conversation."""
        facts = facts_of(tracker)
        channel = str(facts.get("channel_kind") or output_channel)
        facts |= self._advice(name, facts, channel)
        words = on_trial(self.responses.get(name, ()), trials_of(tracker).get(name))
        return Choice(words, facts, channel, said_in(tracker.events))

    def _safety(self, name: str, facts: Mapping[str, Any], channel: str) -> dict[str, str]:
        if not name.startswith(CRISIS):
            return {}
        language = str(facts.get("language") or "en")
        again = name == CRISIS_AGAIN
        kind = danger_of(str(facts.get("disclosure"))) if again else name.removeprefix(CRISIS)
        return {"resources": rules.resources(self._country, kind, channel=channel, language=language)}

    def _advice(self, name: str, facts: Mapping[str, Any], channel: str) -> dict[str, str | None]:
        """Free advice about money as a fact: words that name it are spoken only where the country has some."""
        if name != HARDSHIP:
            return {}
        language = str(facts.get("language") or "en")
        found = rules.resources(self._country, "hardship", channel=channel, language=language)
        return {"resources": found or None}


def facts_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots' values, with `turn` (how many messages so far), and of the latest message `intent` and what it told."""
    slots = dict(tracker.current_slot_values())
    memory = slots.pop(SLOT, None) or {}
    latest = tracker.latest_message
    told = told_in(latest.text or "", latest.entities) if latest else {}
    return {
        **slots,
        **told,
        "turn": memory.get("turns", len(tracker.events)) if isinstance(memory, dict) else 0,
        "intent": latest.intent.get("name") if latest and latest.intent else None,
    }


def trials_of(tracker: DialogueStateTracker) -> dict[str, Trial]:
    """The trials that the service told with the customer's latest message, by response."""
    latest = tracker.latest_message
    try:
        return trials_in(latest.metadata if latest else {})
    except Malformed:
        # Told by another version: the customer hears untried words, and the conversation goes on.
        return {}


def said_in(events: Iterable[Event]) -> set[str]:
    """Ids of the variants that were spoken in these events, so that we do not repeat ourselves."""
    spoken = (event.metadata.get("variant") for event in events if isinstance(event, BotUttered))
    return {str(variant) for variant in spoken if variant}


def _message(chosen: Mapping[str, Any], name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    message = {key: copy.deepcopy(value) for key, value in chosen.items() if key not in _WEIGHED}
    for key in _SPOKEN:
        if message.get(key):
            message[key] = filled(str(message[key]), values)
    message["buttons"] = [
        {**button, "title": filled(str(button["title"]), values)} for button in message.get("buttons") or ()
    ]
    given = message.pop("metadata", None) or {}
    message["variant"] = variant_id(chosen)
    message["experiment"], message["arm"] = part_of(chosen)
    message["purpose"] = given.get("purpose") or purpose_of(name)
    return message
