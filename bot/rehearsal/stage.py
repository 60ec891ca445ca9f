"""Plays customers to the trained bot inside this process: its own policies, rules, forms and words, no server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot import lean
from bot.channels.lines import LineOutput
from bot.channels.turns import CHANNEL, hand_back, wake, work_out
from bot.nlg import EmpatheticResponses
from bot.policies.names import LISTEN
from bot.rehearsal.cast import Cast, Customer, Move, parsed
from bot.rehearsal.exchange import Exchange, Line
from bot.rehearsal.understudy import Understudy
from empathy.emotion import UNREAD

#: Rasa's own intents, which no customer can reach through the service.
STOCK = ("back", "restart", "session_start")


@dataclass
class Stage:
    """A trained model with its own words and an action server that does as the customer's fate has it."""

    processor: Any
    actions: Understudy
    seed: int = 0
    played: int = field(default=0, init=False)

    def cast(self, *, without: Sequence[str] = ()) -> Cast:
        """Customers who want whatever this bot knows."""
        domain = self.processor.domain
        intents = [name for name in domain.intents if name not in (*STOCK, *without)]
        return Cast(self.seed, intents=intents, entities=domain.entities)

    async def play(self, customer: Customer) -> list[Exchange]:
        """One conversation from its beginning, as the service would have led it, and all that was said."""
        self.actions.health = customer.health
        self.played += 1
        tracker = DialogueStateTracker(f"rehearsal-{self.played}", self.processor.domain.slots)
        tracker.model_id = self.processor.model_metadata.model_id
        tracker.update(ActionExecuted(LISTEN))
        for name, value in (("language", customer.language), ("channel_kind", customer.channel)):
            tracker.update(SlotSet(name, value))
        return [await self._exchange(tracker, move, customer.channel) for move in customer.moves]

    async def _exchange(self, tracker: DialogueStateTracker, move: Move, channel: str) -> Exchange:
        said: list[str] = []
        out = LineOutput(channel, said.append)
        if move.kind == "handback":
            await hand_back(self.processor, tracker, out)
            return Exchange("handback", "", "", UNREAD, lines_of(said))
        if not move.asleep:
            wake(self.processor, tracker)
        owned = bool(tracker.get_slot("handed_over"))
        message = UserMessage(
            move.text, out, tracker.sender_id, parse_data=parsed(move), input_channel=CHANNEL
        )
        await work_out(self.processor, tracker, message)
        return Exchange(move.kind, move.text, move.intent, move.reading, lines_of(said), owned)


def lines_of(said: Sequence[str]) -> tuple[Line, ...]:
    """The lines of the wire as the contract sees them; a request for a person is words of handoff."""
    found = [json.loads(line) for line in said]
    return tuple(Line(one.get("purpose") or "handoff", one.get("response") or "") for one in found)


def stage(model: Path, *, seed: int, words: NaturalLanguageGenerator | None = None) -> Stage:
    """A stage for the trained model at `model`; `words` instead of the designers' chooser, to measure without it."""
    lean.install()
    actions = Understudy(seed)
    agent = Agent(generator=words or EmpatheticResponses(), action_endpoint=actions)
    agent.load_model(model)
    return Stage(agent.processor, actions, seed)
