"""Turns cases and queues into what the pages show: plain values, so that templates decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from empathy.correction import counted
from empathy.emotion import Reading
from handoff_service.agents.models import Agent
from handoff_service.console import text_words, words
from handoff_service.console.corrections import MadeView, made_views
from handoff_service.console.marking import Piece, marked, whole
from handoff_service.conversations.links_store import OtherConversation
from handoff_service.conversations.models import Message
from handoff_service.handoffs.models import HeldLine, QueueLine
from handoff_service.handoffs.reading import Case


@dataclass(frozen=True)
class RailView:
    """The side list: who waits, the agent's conversations, the open one; `badge` is for the tab's title."""

    waiting: int
    mine: tuple[HeldView, ...]
    current: str
    badge: int


@dataclass(frozen=True)
class HeldView:
    """One of the agent's conversations; `due` says that it is the agent's turn."""

    conversation: str
    name: str
    due: bool


@dataclass(frozen=True)
class QueueView:
    """One who waits."""

    handoff: str
    conversation: str
    name: str
    channel: str
    language: str
    level: str
    tier: int
    reason: str
    since: datetime
    note: str | None
    note_by: str | None


@dataclass(frozen=True)
class LineView:
    """One message of the transcript; `pieces` mark the words from which a disclosure was read.

    `reading` says what the message was read as and `made` what agents made of it; `address` is where.
    """

    number: int
    author: str
    by: str
    at: datetime
    pieces: tuple[Piece, ...]
    purpose: str
    disclosure: str
    reading: str
    address: str
    made: tuple[MadeView, ...]


@dataclass(frozen=True)
class CaseView:
    """Head and foot of a conversation's page: standing, and what this agent may do now."""

    conversation: str
    handoff: str | None
    name: str
    channel: str
    language: str
    level: str
    tier: int
    standing: str
    parked: str
    waiting_since: datetime | None
    actions: tuple[str, ...]
    epoch: int
    ends_in: str = ""
    troubles: tuple[str, ...] = ()
    others: tuple[OtherConversation, ...] = ()

    @property
    def called(self) -> str:
        """The customer within a sentence."""
        return "the customer" if self.name == words.NAMELESS else self.name

    @property
    def key(self) -> str:
        """What must change for the composer to be made anew."""
        return f"{self.epoch}-{'-'.join(self.actions)}"


def rail(waiting: int, held: Sequence[HeldLine], *, current: str) -> RailView:
    """The side list of one agent."""
    mine = tuple(HeldView(line.conversation, line.name or words.NAMELESS, line.due) for line in held)
    return RailView(waiting, mine, current, waiting + sum(line.due for line in mine))


def queue(lines: Sequence[QueueLine]) -> tuple[QueueView, ...]:
    """The queue, in the order given."""
    return tuple(
        QueueView(
            handoff=line.handoff,
            conversation=line.conversation,
            name=line.name or words.NAMELESS,
            channel=line.channel,
            language=words.language(line.language),
            level=line.level,
            tier=line.tier,
            reason=words.reason(line.reason),
            since=line.since,
            note=line.note,
            note_by=line.note_by,
        )
        for line in lines
    )


def case(found: Case, agent: Agent) -> CaseView:
    """The page's head and foot for this agent."""
    conversation, handoff = found.conversation, found.handoff
    waits = handoff is not None and handoff.waits and handoff.ended_at is None
    return CaseView(
        conversation=conversation.id,
        handoff=handoff.id if handoff else None,
        name=conversation.name or words.NAMELESS,
        channel=conversation.channel,
        language=words.language(conversation.language),
        level=handoff.level if handoff and handoff.ended_at is None else "none",
        tier=conversation.tier,
        standing=standing(found, agent),
        parked=parked(found),
        waiting_since=handoff.requested_at if handoff is not None and waits else None,
        actions=actions(found, agent),
        epoch=conversation.epoch,
        ends_in=found.texting.ends_in if found.texting else "",
        troubles=tuple(text_words.trouble(one) for one in found.texting.troubles) if found.texting else (),
        others=found.others,
    )


def actions(found: Case, agent: Agent) -> tuple[str, ...]:
    """What this agent may do now; the services check it again."""
    handoff = found.handoff
    if handoff is not None and handoff.ended_at is None and handoff.waits:
        return ("accept",)
    if found.conversation.owner == "agent" and handoff is not None and handoff.agent_id == agent.id:
        return ("call", "hand_back") if stopped(found) else ("reply", "hand_back")
    return ("leave",)


def standing(found: Case, agent: Agent) -> str:
    """Who has the conversation, in a few words."""
    owner = found.conversation.owner
    if found.conversation.state == "closed":
        return "Closed"
    if owner == "agent":
        mine = found.handoff is not None and found.handoff.agent_id == agent.id
        return "With you" if mine else f"With {found.holder}"
    return "Waiting for a person" if owner == "queue" else "With the bot"


def parked(found: Case) -> str:
    """Why there is no box to write in."""
    owner = found.conversation.owner
    if found.conversation.state == "closed":
        return "This conversation is closed. If the customer writes again, it opens again."
    if stopped(found):
        return stopped(found)
    if owner == "agent":
        return f"{found.holder} is answering."
    return "Nobody is answering yet." if owner == "queue" else "The bot is answering now."


def stopped(found: Case) -> str:
    """Why this customer cannot be texted; empty for everybody who can."""
    return text_words.stopped(found.texting.standing) if found.texting else ""


def lines(messages: Sequence[Message], agent: Agent) -> tuple[LineView, ...]:
    """The transcript, as this agent sees it."""
    return tuple(line(message, agent) for message in messages)


def line(message: Message, agent: Agent) -> LineView:
    """One message; a correction that counts marks its disclosure as a reading does."""
    reading = message.reading
    counts = counted(reading, message.corrections) if reading else None
    told = counts.disclosure if counts else None
    place = f"/console/conversations/{message.conversation_id}/messages/{message.number}/reading"
    return LineView(
        number=message.number,
        author=message.author,
        by=by(message),
        at=message.at,
        pieces=marked(message.text, told.evidence) if told else whole(message.text),
        purpose="" if message.author in ("customer", "agent") else words.PURPOSES.get(message.purpose, ""),
        disclosure=words.DISCLOSURES.get(told.kind, "") if told else "",
        reading=read_as(reading),
        address=place if reading else "",
        made=made_views(reading, message.corrections, agent) if reading else (),
    )


def read_as(reading: Reading | None) -> str:
    """What the program read, in two or three words; empty where nothing was read."""
    if reading is None:
        return ""
    return f"Read as {reading.emotion}{words.doubts(reading.doubts)}" if reading.toned else "Tone not read"


def by(message: Message) -> str:
    """Who said it."""
    named = {"customer": message.name or words.NAMELESS, "agent": message.name or "Agent"}
    return named.get(message.author) or {"bot": "Bot", "system": "Heard"}.get(message.author, message.author)
