"""Lays out readings and what agents made of them: sentences beside a message, a form's values, the review list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from empathy.correction import (
    NO_DISCLOSURE,
    Correction,
    Judgement,
    as_read,
    changes,
    intensity_of,
    standing,
    undone,
)
from empathy.emotion import CRISIS_SURE, Reading
from handoff_service.agents.models import Agent
from handoff_service.console import words
from handoff_service.console.marking import Piece, marked
from handoff_service.conversations.models import Message


@dataclass(frozen=True)
class MadeView:
    """One record of the history: what was done, by whom, when; `counts` unless something newer does."""

    id: int
    done: str
    by: str
    at: datetime
    what: str
    counts: bool
    may_take_back: bool


@dataclass(frozen=True)
class ReadingView:
    """What the program read in a message, in the words of the screen."""

    emotion: str
    percent: int
    sure: int
    disclosure: str
    toned: bool
    doubts: str


@dataclass(frozen=True)
class FormView:
    """The values that the form of a correction opens with."""

    emotion: str
    intensity: str
    disclosure: str
    person: str


@dataclass(frozen=True)
class MessageView:
    """A message with its reading and its history: an item of the review list, and the page of a correction."""

    conversation: str
    number: int
    name: str
    at: datetime
    pieces: tuple[Piece, ...]
    why: str
    reading: ReadingView
    made: tuple[MadeView, ...]

    @property
    def address(self) -> str:
        """The page on which the reading is corrected."""
        return f"/console/conversations/{self.conversation}/messages/{self.number}/reading"


def message_view(message: Message, agent: Agent) -> MessageView:
    """A message that was read, as this agent sees it."""
    reading = message.reading
    assert reading is not None
    told = reading.disclosure
    return MessageView(
        conversation=message.conversation_id,
        number=message.number,
        name=message.name or words.NAMELESS,
        at=message.at,
        pieces=marked(message.text, {*reading.evidence, *(told.evidence if told else ())}),
        why=why(reading, message.corrections),
        reading=reading_view(reading),
        made=made_views(reading, message.corrections, agent),
    )


def reading_view(reading: Reading) -> ReadingView:
    """The reading itself, which no correction changes."""
    told = reading.disclosure
    return ReadingView(
        emotion=reading.emotion,
        percent=round(reading.intensity * 100),
        sure=round(reading.confidence * 100),
        disclosure=words.disclosure(told.kind, told.person, told.confidence) if told else "",
        toned=reading.toned,
        doubts=words.doubts(reading.doubts),
    )


def why(reading: Reading, made: Sequence[Correction]) -> str:
    """Why the message stands where it does in the review list."""
    counts = standing(made)
    if counts is not None and counts.act == "correct":
        return f"{counts.by} reads it otherwise"
    if reading.disclosure is not None and reading.disclosure.confidence < CRISIS_SURE:
        return "A disclosure was read, but not surely"
    return f"{round(reading.confidence * 100)} % sure" if reading.toned else "Tone not read"


def made_views(reading: Reading, made: Sequence[Correction], agent: Agent) -> tuple[MadeView, ...]:
    """The history of a message's reading, oldest first."""
    counts, gone = standing(made), undone(made)
    return tuple(
        MadeView(
            id=one.id,
            done=words.ACTS[one.act],
            by=one.by,
            at=one.at,
            what=otherwise(reading, one.judgement) if one.act == "correct" and one.judgement else "",
            counts=one.judgement is None or one == counts,
            may_take_back=bool(one.judgement)
            and one.id not in gone
            and (one.agent_id == agent.id or agent.supervises),
        )
        for one in made
    )


def otherwise(reading: Reading, judgement: Judgement) -> str:
    """What a judgement sees otherwise: "anxiety instead of frustration; missed: thoughts of suicide"."""
    seen = changes(reading, judgement)
    said = []
    if "emotion" in seen:
        said.append(f"{judgement.emotion} instead of {reading.emotion}")
    if "intensity" in seen:
        strength, read = round(intensity_of(reading, judgement) * 100), round(reading.intensity * 100)
        said.append(f"strength {strength} % instead of {read} %")
    if "disclosure" in seen or "person" in seen:
        said.append(told_otherwise(as_read(reading), judgement))
    return "; ".join(said)


def told_otherwise(read: Judgement, judgement: Judgement) -> str:
    """The same for the disclosure alone."""
    if judgement.disclosure == NO_DISCLOSURE:
        return f"not {words.disclosure(read.disclosure).lower()} (the flag stays)"
    judged = words.disclosure(judgement.disclosure, judgement.person).lower()
    if read.disclosure == NO_DISCLOSURE:
        return f"missed: {judged}"
    return f"{judged} instead of {words.disclosure(read.disclosure, read.person).lower()}"


def form_view(message: Message) -> FormView:
    """The form as it opens: with the correction that counts, or else with the reading."""
    reading, counts = message.reading, standing(message.corrections)
    assert reading is not None
    judged = counts.judgement if counts and counts.judgement else as_read(reading)
    strength = "" if judged.intensity is None else f"{judged.intensity:.1f}"
    return FormView(judged.emotion, strength, judged.disclosure, judged.person)
