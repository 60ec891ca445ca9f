"""Invents customers who do everything at once: feel, repeat, interrupt, press, despair, come back; by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from empathy.emotion import DISCLOSURES, EMOTIONS, UNREAD, Disclosure, Reading, level_of

#: The share of conversations of each length, in messages.
LENGTHS = {1: 42, 2: 33, 3: 12, 4: 6, 6: 4, 9: 2, 14: 1}
HEALTH = ("well", "well", "flaky", "dead")
#: Values for entities that forms understand; anything else is as good as any.
VALUES = {"day": "monday", "amount": "18.00", "months_count": "3", "invoice_month": "June"}


@dataclass(frozen=True)
class Move:
    """One thing that a customer, or the service on their behalf, does.

    `kind`: message, button or handback. `asleep`: the message comes although a person holds the conversation, as
    only a bare bot without the service sees it.
    """

    kind: str
    text: str = ""
    intent: str = ""
    reading: Reading = UNREAD
    entities: tuple[tuple[str, str], ...] = ()
    asleep: bool = False


@dataclass(frozen=True)
class Customer:
    """A conversation to be played: channel, language, how healthy the action server is, and the moves."""

    channel: str
    language: str
    health: str
    moves: tuple[Move, ...]


class Cast:
    """Customers for one domain; the same seed gives the same customers."""

    def __init__(self, seed: int, *, intents: Sequence[str], entities: Sequence[str]) -> None:
        self.draw = random.Random(seed)
        self.intents = [*sorted(intents), *(["nlu_fallback", "ask_for_person"])]
        self.entities = sorted(entities)

    def customer(self) -> Customer:
        """The next customer."""
        count = self.draw.choices([*LENGTHS], [*LENGTHS.values()])[0]
        # Some cling to one or two wishes: only then events come back and forms stay open.
        few = self.draw.random() < 0.4
        topics = self.draw.sample(self.intents, k=min(2, len(self.intents))) if few else self.intents
        return Customer(
            channel=self.draw.choice(("web", "web", "sms")),
            language=self.draw.choice(("en", "en", "es")),
            health=self.draw.choice(HEALTH),
            moves=tuple(self.move(topics) for _ in range(count)),
        )

    def move(self, topics: Sequence[str]) -> Move:
        """One move: mostly words, now and then a button or an agent who hands back."""
        kind = self.draw.choices(("message", "button", "handback"), (88, 7, 5))[0]
        intent = self.draw.choice(topics)
        if kind == "handback":
            return Move(kind)
        if kind == "button":
            return Move(kind, f"/{intent}", intent)
        return Move(
            kind, self.text(intent), intent, self.reading(), self.named(), asleep=self.draw.random() < 0.1
        )

    def text(self, intent: str) -> str:
        """Words for an intent; few of them, so that customers repeat themselves."""
        words = self.draw.choice(
            ("ok", "{} again", "please see to my {} today", "that {} of mine, number {}")
        )
        text = words.format(intent.replace("_", " "), self.draw.randrange(3))
        return text.upper() if self.draw.random() < 0.06 else text

    def reading(self) -> Reading:
        """Any feeling of any strength; now and then distress, now and then with the reading of tone declined."""
        emotion, strength = self.draw.choice(EMOTIONS), round(self.draw.random(), 2)
        told = self.disclosure() if self.draw.random() < 0.09 else None
        if self.draw.random() < 0.08:
            emotion, strength, toned = "neutral", 0.0, False
        else:
            toned = True
        level = level_of(told, emotion=emotion, intensity=strength)
        return Reading(emotion, strength, {}, 0.9, (), told, level, toned)

    def disclosure(self) -> Disclosure:
        """Any distress, told surely or faintly, of oneself or of somebody else."""
        person = self.draw.choice(("first", "third"))
        return Disclosure(self.draw.choice(DISCLOSURES), round(self.draw.random(), 2), (), person)

    def named(self) -> tuple[tuple[str, str], ...]:
        """Entities in the message."""
        if not self.entities or self.draw.random() < 0.7:
            return ()
        name = self.draw.choice(self.entities)
        return ((name, VALUES.get(name, "something")),)


def parsed(move: Move) -> dict[str, Any]:
    """What Rasa's NLU makes of a move: a button carries no reading, as in the house."""
    read = {} if move.kind == "button" else {"emotion": move.reading.to_dict()}
    intent = {"name": move.intent, "confidence": 0.9}
    entities = [{"entity": name, "value": value} for name, value in move.entities]
    return {"text": move.text, "intent": intent, "intent_ranking": [intent], "entities": entities, **read}
