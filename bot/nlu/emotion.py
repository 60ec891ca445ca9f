"""Puts the reading of each message where the whole of Rasa can see it: `parse_data["emotion"]`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import reader
from empathy.emotion import Reading
from empathy.errors import Malformed

KEY = "emotion"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class EmotionReader(GraphComponent):
    """Takes the reading that the service sent with the message; reads for itself where none was sent.

    So `rasa shell`, `rasa test` and `rasa interactive` know emotion without the service.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`reader`: dotted path of a callable that returns an `empathy.ports.EmotionModel`."""
        return {"reader": reader.DEFAULT}

    def __init__(self, config: dict[str, Any]) -> None:
        """Load the reader now, so that a missing one stops the start and not a customer's message."""
        self._path = str(config["reader"])
        reader.reader(self._path)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EmotionReader:
        """Build the component; raises StartRefused if the reader cannot be loaded."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `emotion` (a Reading's JSON form) on each message."""
        for message in messages:
            message.set(KEY, self._reading(message).to_dict(), add_to_output=True)
        return messages

    def _reading(self, message: Message) -> Reading:
        sent = (message.get("metadata") or {}).get("reading")
        if isinstance(sent, dict):
            try:
                return Reading.from_dict(sent)
            except Malformed:
                # Not the wire's shape: better to read once more than to answer blindly.
                pass
        return reader.read(str(message.get("text") or ""), path=self._path)
