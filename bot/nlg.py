"""Speaks the designers' words: picks the variant that fits the customer, and says which one it was."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import rules, settings
from bot.policies.memory import SLOT
from bot.policies.names import CRISIS, CRISIS_AGAIN, purpose_of
from empathy.emotion import danger_of
from empathy.words import choose_response, filled, variant_id

#: Keys of a variant that are spoken and may hold placeholders.
_SPOKEN = ("text", "image", "attachment")


class EmpatheticResponses(TemplatedNaturalLanguageGenerator):
    """Rasa's response generator with our choice of variants; `endpoints.yml` names it under `nlg`.

    Each message carries `variant` (the designer's id) and `purpose`, which the channel passes on. It inherits from
    Rasa's own generator because Rasa hands the trained responses only to that class.
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
        facts = facts_of(tracker)
        channel = str(facts.get("channel_kind") or output_channel)
        said = said_in(tracker.events)
        chosen = choose_response(self.responses, utter_action, facts=facts, channel=channel, said=said)
        if chosen is None:
            return None
        values = {**facts, **self._safety(utter_action, facts, channel), **kwargs}
        return _message(chosen, utter_action, values)

    def _safety(self, name: str, facts: Mapping[str, Any], channel: str) -> dict[str, str]:
        if not name.startswith(CRISIS):
            return {}
        language = str(facts.get("language") or "en")
        again = name == CRISIS_AGAIN
        kind = danger_of(str(facts.get("disclosure"))) if again else name.removeprefix(CRISIS)
        return {"resources": rules.resources(self._country, kind, channel=channel, language=language)}


def facts_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots' values, with `turn` (how many messages so far) and the `intent` of the latest message."""
    slots = dict(tracker.current_slot_values())
    memory = slots.pop(SLOT, None) or {}
    latest = tracker.latest_message
    return {
        **slots,
        "turn": memory.get("turns", len(tracker.events)) if isinstance(memory, dict) else 0,
        "intent": latest.intent.get("name") if latest and latest.intent else None,
    }


def said_in(events: Iterable[Event]) -> set[str]:
    """Ids of the variants that were spoken in these events, so that we do not repeat ourselves."""
    spoken = (event.metadata.get("variant") for event in events if isinstance(event, BotUttered))
    return {str(variant) for variant in spoken if variant}


def _message(chosen: Mapping[str, Any], name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    message = {
        key: copy.deepcopy(value)
        for key, value in chosen.items()
        if key not in ("condition", "channel", "id")
    }
    for key in _SPOKEN:
        if message.get(key):
            message[key] = filled(str(message[key]), values)
    message["buttons"] = [
        {**button, "title": filled(str(button["title"]), values)} for button in message.get("buttons") or ()
    ]
    given = message.pop("metadata", None) or {}
    message["variant"] = variant_id(chosen)
    message["purpose"] = given.get("purpose") or purpose_of(name)
    return message
