"""Builds Rasa's parts and trackers for tests that need no server and no training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from empathy.emotion import Reading
from tests.fakes.reader import NamedReader

READER = "tests.fakes.reader.load"
DOMAIN = Domain.load(str(Path(__file__).parent / "assistant" / "domain.yml"))


def policy(kind: type, folder: Path, **config: Any) -> Any:
    """A policy of `kind` as Rasa's graph would make it."""
    return kind.create(
        {**kind.get_default_config(), **config},
        LocalModelStorage(folder),
        Resource(kind.__name__),
        ExecutionContext(GraphSchema({}), model_id="a model"),
    )


def says(text: str, intent: str = "bill_too_high", *, reading: Reading | None = None) -> list[Event]:
    """The events of one message of the customer, read by the fake reader unless a reading is given."""
    seen = reading or NamedReader().read(text)
    named = {"name": intent, "confidence": 0.9}
    return [
        ActionExecuted("action_listen"),
        UserUttered(
            text,
            intent=named,
            parse_data={"text": text, "intent": named, "entities": [], "emotion": seen.to_dict()},
        ),
    ]


def tracker(*events: Event | list[Event], model: str | None = "a model") -> DialogueStateTracker:
    """A tracker that went through `events`; with a model id it looks like a real conversation."""
    flat = [one for part in events for one in (part if isinstance(part, list) else [part])]
    made = DialogueStateTracker.from_events("customer", flat, DOMAIN.slots)
    made.model_id = model
    return made


def predicted(prediction: Any) -> str | None:
    """The action that a policy predicts, None if it abstains."""
    if prediction.max_confidence == 0.0:
        return None
    return DOMAIN.action_names_or_texts[prediction.max_confidence_index]


def run(made: DialogueStateTracker, prediction: Any) -> str:
    """Do what Rasa would do with a prediction: apply its events, then the action's."""
    name = predicted(prediction)
    assert name is not None
    made.update_with_events(prediction.events, DOMAIN)
    made.update(ActionExecuted(name))
    return name
