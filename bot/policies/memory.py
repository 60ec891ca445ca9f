"""What the bot keeps of a conversation's feelings from turn to turn; one slot holds it, so it outlasts old events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from empathy import fields
from empathy.course import Course
from empathy.emotion import DISCLOSURES, EMOTIONS, LEVELS

SLOT = "empathy_memory"
#: Turns within which a person is offered once.
OFFER_PAUSE = 3
#: Turns for which what a message was about stays the topic of messages that name nothing.
TOPIC_HELD = 2
#: More events than this are never remembered in one conversation; the bound keeps the slot small.
EVENTS_KEPT = 50


@dataclass(frozen=True)
class Turn:
    """What was made of the latest message: `words` is the acknowledgement due, `watch` whether behaviour shows strain.

    `why` is the reason why an acknowledgement is due or not, as `empathy.acknowledge.explain` has it.
    """

    intent: str = ""
    emotion: str = "neutral"
    level: str = "none"
    disclosure: str = ""
    event: str = ""
    words: str = ""
    watch: bool = False
    why: str = ""

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Turn:
        """The turn in its JSON form; raises Malformed for anything else."""
        return cls(
            intent=fields.text(d, "intent", ""),
            emotion=fields.one_of(d, "emotion", EMOTIONS, "neutral"),
            level=fields.one_of(d, "level", LEVELS, "none"),
            disclosure=fields.one_of(d, "disclosure", ("", *DISCLOSURES), ""),
            event=fields.text(d, "event", ""),
            words=fields.text(d, "words", ""),
            watch=fields.truth(d, "watch", False),
            why=fields.text(d, "why", ""),
        )


@dataclass(frozen=True)
class Memory:
    """State after `turns` messages. `acknowledged`, `offered`, `crisis`: the turn in which it last happened, 0 never.

    `helped`: the kinds of danger for which words of help were spoken. `limits`: how often an insult was answered.
    `due` is the level of handoff that behaviour and tier called for in the latest turn.
    """

    turns: int = 0
    course: Course = field(default_factory=Course)
    tier: int = 0
    due: str = "none"
    events: tuple[str, ...] = ()
    acknowledged: int = 0
    offered: int = 0
    crisis: int = 0
    helped: tuple[str, ...] = ()
    limits: int = 0
    topic: str = ""
    topic_turn: int = 0
    now: Turn = field(default_factory=Turn)

    @property
    def offered_lately(self) -> bool:
        """Whether a person was offered within the last turns, so that the offer does not nag."""
        return self.offered > 0 and self.turns - self.offered < OFFER_PAUSE

    @property
    def topic_now(self) -> str:
        """The event that the last turns were about, "" where they were about nothing that has a name."""
        return self.topic if self.turns - self.topic_turn <= TOPIC_HELD else ""

    @property
    def after_crisis(self) -> bool:
        """Whether words of crisis were spoken in the turn before this one."""
        return self.crisis > 0 and self.crisis == self.turns - 1

    def with_acknowledgement(self) -> Memory:
        """The memory after this turn's event was acknowledged."""
        kept = (*(one for one in self.events if one != self.now.event), self.now.event)
        return replace(self, events=kept[-EVENTS_KEPT:], acknowledged=self.turns)

    def with_help(self, kind: str) -> Memory:
        """The memory after words of help for this kind of danger were spoken."""
        return replace(self, crisis=self.turns, helped=tuple(sorted({*self.helped, kind})))

    def with_unseen_crisis(self) -> Memory:
        """The memory after a turn of danger that the service met by itself, without asking us."""
        return replace(self, turns=self.turns + 1, crisis=self.turns + 1)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form that is kept in the slot."""
        return {**asdict(self), "events": list(self.events), "helped": list(self.helped)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Memory:
        """The memory in a slot's value; raises Malformed for a value that is none."""
        return cls(
            turns=fields.whole(d, "turns", 0),
            course=Course.from_dict(fields.record_of(d, "course")),
            tier=max(fields.whole(d, "tier", 0), 0),
            due=fields.one_of(d, "due", LEVELS, "none"),
            events=fields.texts(d, "events"),
            acknowledged=fields.whole(d, "acknowledged", 0),
            offered=fields.whole(d, "offered", 0),
            crisis=fields.whole(d, "crisis", 0),
            helped=fields.texts(d, "helped"),
            limits=fields.whole(d, "limits", 0),
            topic=fields.text(d, "topic", ""),
            topic_turn=fields.whole(d, "topic_turn", 0),
            now=Turn.from_dict(fields.record_of(d, "now")),
        )
