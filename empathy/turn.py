"""One turn as the service asks it of the bot: who, what, where, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from empathy import fields
from empathy.emotion import Reading

TURN_SCHEMA = "heard.turn/1"
KINDS = ("message", "button", "handback", "person")
CHANNELS = ("web", "sms")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class BotTurn:
    """One turn that the service asks of the bot (`heard.turn/1`); `epoch` is the conversation's epoch now.

    `explain` asks a bot that runs for designers to say why it chose its words; every other bot ignores it.
    """

    conversation: str
    message_id: str
    number: int
    kind: str
    text: str
    channel: str = "web"
    language: str = "en"
    payload: str | None = None
    reading: Reading | None = None
    epoch: int = 0
    context: Json = field(default_factory=dict)
    explain: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The JSON body of the request, schema included."""
        return {
            "schema": TURN_SCHEMA,
            **{
                name: getattr(self, name) for name in ("conversation", "message_id", "number", "kind", "text")
            },
            **{name: getattr(self, name) for name in ("channel", "language", "payload", "epoch")},
            "reading": self.reading.to_dict() if self.reading else None,
            "context": dict(self.context),
            **({"explain": True} if self.explain else {}),
        }

    @classmethod
    def from_dict(cls, d: Json) -> BotTurn:
        """The turn in a decoded JSON object; raises `Malformed` for another schema or a wrong field."""
        fields.one_of(d, "schema", (TURN_SCHEMA,))
        return cls(
            conversation=fields.text(d, "conversation"),
            message_id=fields.text(d, "message_id"),
            number=fields.whole(d, "number"),
            kind=fields.one_of(d, "kind", KINDS),
            text=fields.text(d, "text", ""),
            channel=fields.one_of(d, "channel", CHANNELS, "web"),
            language=fields.text(d, "language", "en"),
            payload=fields.optional_text(d, "payload"),
            reading=None if d.get("reading") is None else Reading.from_dict(fields.record_of(d, "reading")),
            epoch=fields.whole(d, "epoch", 0),
            context=fields.record_of(d, "context"),
            explain=fields.truth(d, "explain", False),
        )
