"""The wire between the service and the bot: what is asked, answered line by line, and how it is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from empathy import fields
from empathy.course import Course
from empathy.emotion import DISCLOSURES, EMOTIONS, LEVELS, Reading
from empathy.errors import Malformed
from empathy.signing import SIGNATURE_HEADER as SIGNATURE_HEADER
from empathy.signing import TIMESTAMP_HEADER as TIMESTAMP_HEADER
from empathy.signing import WINDOW_S as WINDOW_S
from empathy.signing import sign as sign
from empathy.signing import verify as verify

TURN_SCHEMA = "heard.turn/1"
KINDS = ("message", "button", "handback", "person")
PURPOSES = ("acknowledgement", "answer", "crisis", "handoff", "status")
CHANNELS = ("web", "sms")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class BotTurn:
    """One turn that the service asks of the bot (`heard.turn/1`); `epoch` is the conversation's epoch now."""

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
            reading=_reading(d),
            epoch=fields.whole(d, "epoch", 0),
            context=fields.record_of(d, "context"),
        )


def _reading(d: Json) -> Reading | None:
    return None if d.get("reading") is None else Reading.from_dict(fields.record_of(d, "reading"))


def _words(d: Json) -> dict[str, str | None]:
    return {name: fields.optional_text(d, name) for name in ("response", "variant", "experiment", "arm")}


@dataclass(frozen=True)
class Button:
    """What a customer may choose: the words on it and the payload (`/intent{...}`) it stands for."""

    title: str
    payload: str


@dataclass(frozen=True)
class BotReply:
    """One utterance of the bot; `response` and `variant` name the designers' words that were used.

    `experiment` and `arm` say in which trial they were spoken, if in one.
    """

    index: int
    purpose: str
    text: str
    response: str | None = None
    variant: str | None = None
    buttons: tuple[Button, ...] = ()
    experiment: str | None = None
    arm: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON line, type `reply`."""
        return {"type": "reply", **asdict(self), "buttons": [asdict(button) for button in self.buttons]}

    @classmethod
    def from_dict(cls, d: Json) -> BotReply:
        """The reply in a decoded JSON line; raises `Malformed` for a wrong field."""
        buttons = fields.records(d, "buttons")
        return cls(
            index=fields.whole(d, "index"),
            purpose=fields.one_of(d, "purpose", PURPOSES),
            text=fields.text(d, "text"),
            buttons=tuple(Button(fields.text(one, "title"), fields.text(one, "payload")) for one in buttons),
            **_words(d),
        )


@dataclass(frozen=True)
class BotHandoff:
    """The bot's request for a person and the words spoken with it.

    `request` holds reason, level, open_request {intent, form, slots}, tried and signals.
    """

    index: int
    text: str
    request: Json
    response: str | None = None
    variant: str | None = None
    experiment: str | None = None
    arm: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON line, type `handoff`."""
        return {"type": "handoff", **asdict(self)}

    @classmethod
    def from_dict(cls, d: Json) -> BotHandoff:
        """The request in a decoded JSON line; a level that is unknown or missing raises `Malformed`."""
        request = fields.record_of(d, "request")
        fields.one_of(request, "level", LEVELS)
        return cls(
            index=fields.whole(d, "index"),
            text=fields.text(d, "text"),
            request=request,
            **_words(d),
        )


@dataclass(frozen=True)
class BotDone:
    """The end of a turn: what the bot understood, where the conversation stands, what failed."""

    intent: str | None = None
    intent_confidence: float = 0.0
    tier: int = 0
    emotion: str = "neutral"
    disclosure: str | None = None
    course: Course = field(default_factory=Course)
    failed_actions: tuple[str, ...] = ()
    acknowledged: bool = False
    person_due: str = "none"

    def to_dict(self) -> dict[str, Any]:
        """The JSON line, type `done`."""
        return {
            "type": "done",
            "intent": {"name": self.intent, "confidence": self.intent_confidence},
            **{name: getattr(self, name) for name in ("tier", "emotion", "disclosure")},
            "course": self.course.to_dict(),
            "failed_actions": list(self.failed_actions),
            "acknowledged": self.acknowledged,
            "person_due": self.person_due,
        }

    @classmethod
    def from_dict(cls, d: Json) -> BotDone:
        """The end in a decoded JSON line; raises `Malformed` for a wrong field."""
        intent = fields.record_of(d, "intent")
        silent = d.get("disclosure") in (None, "none")
        return cls(
            intent=fields.optional_text(intent, "name"),
            intent_confidence=fields.share(intent, "confidence", 0.0),
            tier=fields.whole(d, "tier", 0),
            emotion=fields.one_of(d, "emotion", EMOTIONS, "neutral"),
            disclosure=None if silent else fields.one_of(d, "disclosure", DISCLOSURES),
            course=Course.from_dict(fields.record_of(d, "course")),
            failed_actions=fields.texts(d, "failed_actions"),
            acknowledged=fields.truth(d, "acknowledged", False),
            person_due=fields.one_of(d, "person_due", LEVELS, "none"),
        )


@dataclass(frozen=True)
class BotFault:
    """The bot broke off after its first line; no `done` follows."""

    code: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON line, type `fault`."""
        return {"type": "fault", "code": self.code}

    @classmethod
    def from_dict(cls, d: Json) -> BotFault:
        """The fault in a decoded JSON line."""
        return cls(code=fields.text(d, "code"))


BotLine = BotReply | BotHandoff | BotDone | BotFault


def line_from_dict(d: Json) -> BotLine:
    """The line of any type in a decoded JSON line; `Malformed` for a type that is not known."""
    kinds: dict[str, type[BotLine]] = {
        "reply": BotReply,
        "handoff": BotHandoff,
        "done": BotDone,
        "fault": BotFault,
    }
    kind = kinds.get(fields.text(d, "type"))
    if kind is None:
        raise Malformed(
            f"A line of type {d['type']!r} is not known.", remedy="Run the same version on both sides."
        )
    return kind.from_dict(d)
