"""Admits a customer's message: number, reading, course, due times, help and handoff, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from empathy import course as courses
from empathy import service_levels, tiers
from empathy.denial import asks_beside
from empathy.emotion import Reading, danger_of, highest
from empathy.optout import Wish
from empathy.ports import EmotionModel, NewId
from empathy.rules import EmpathyRules
from empathy.service_levels import ServiceLevelRules
from handoff_service.conversations import standing_store, store, turns_store
from handoff_service.conversations.false_alarm import back_to_bot, taken_back
from handoff_service.conversations.helping import help_with
from handoff_service.conversations.models import Accepted, Conversation, HandoffRequest, Message, NewMessage
from handoff_service.conversations.ports import HandoffDesk
from handoff_service.conversations.seam import heard_across
from handoff_service.conversations.speaking import Saying, Speaker
from handoff_service.conversations.telling import Telling, tell_queued
from handoff_service.conversations.wishes import Wishes
from handoff_service.db import Tx


@dataclass(frozen=True)
class Inbound:
    """What a customer sent: words, or a button of ours with the intent behind it (`payload`).

    `wish` is what the words say of texting as such; `quiet` marks what is kept and not for the bot to answer.
    """

    client_id: str
    text: str
    payload: str | None = None
    wish: Wish | None = None
    quiet: bool = False

    @property
    def speaks(self) -> bool:
        """Whether there is tone to read: a carrier's keyword and a note of an attachment have none."""
        return not self.quiet and (self.wish is None or self.wish.by == "words")


@dataclass(frozen=True)
class Rules:
    """The designers' rules of empathy and the service levels."""

    empathy: EmpathyRules = field(default_factory=EmpathyRules)
    service_levels: ServiceLevelRules = field(default_factory=ServiceLevelRules)


@dataclass(frozen=True)
class Admission:
    """Everything that admission needs; it runs in the caller's transaction."""

    reader: EmotionModel
    desk: HandoffDesk
    speaker: Speaker
    new_id: NewId
    rules: Rules
    wishes: Wishes

    async def admit(self, tx: Tx, conversation: Conversation, inbound: Inbound, *, read: Read) -> Accepted:
        """Keep one message of a locked conversation, with everything that follows from it.

        A client id that was accepted before gets the first answer and has no further effect.
        """
        known = await store.message_by_client_id(tx, conversation.id, inbound.client_id)
        if known is not None:
            return Accepted(known.id, known.number, inbound.client_id, fresh=False)
        conversation = await self.reopened(tx, conversation, at=read.at)
        if read.reading is not None:
            seam = await heard_across(
                tx, self.reader, conversation, text=inbound.text, reading=read.reading, at=read.at
            )
            read = replace(read, reading=seam)
        message = await self.keep(tx, conversation, inbound, read=read)
        conversation = await self.fold(tx, conversation, message)
        await self.hand_on(tx, conversation, message, inbound=inbound)
        return Accepted(message.id, message.number, inbound.client_id, fresh=True)

    async def reopened(self, tx: Tx, conversation: Conversation, *, at: datetime) -> Conversation:
        """A closed conversation opens again when its customer writes, where it ended."""
        if conversation.state != "closed":
            return conversation
        conversation = await store.move(tx, conversation, "write", at=at)
        await self.speaker.say(tx, conversation, Saying("utter_status_reopened"), at=at)
        return conversation

    async def keep(self, tx: Tx, conversation: Conversation, inbound: Inbound, *, read: Read) -> Message:
        """Number and keep the customer's own words."""
        new = NewMessage(
            id=self.new_id(),
            conversation_id=conversation.id,
            author="customer",
            purpose="message",
            text=inbound.text,
            epoch=conversation.epoch,
            at=read.at,
            client_id=inbound.client_id,
            name=conversation.name,
        )
        number = await store.append_message(tx, new)
        values = {name: getattr(new, name) for name in new.__dataclass_fields__}
        return Message(**values, number=number, reading=read.reading)

    async def fold(self, tx: Tx, conversation: Conversation, message: Message) -> Conversation:
        """Carry course, tier, level and due times on by what was read; a button moves nothing."""
        reading, course, tier = message.reading, conversation.course, conversation.tier
        if reading is not None:
            if reading.toned or reading.disclosure is not None:
                course = courses.fold(course, reading, rules=self.rules.empathy.course)
                tier = tiers.next_tier(tier, course, rules=self.rules.empathy.tiers)
            await store.keep_reading(tx, message, tier=tier, course=course)
        level = highest((conversation.level, reading.level if reading else "none"))
        due = self.due_times(conversation, tier=tier, at=message.at)
        await store.save(tx, conversation, course=course.to_dict(), tier=tier, level=level, **due)
        return replace(conversation, course=course, tier=tier, level=level, last_number=message.number)

    def due_times(self, conversation: Conversation, *, tier: int, at: datetime) -> dict[str, datetime]:
        """When a reply and the resolution are due; a promise that was made never moves later."""
        promised = service_levels.deadlines(tier, at, self.rules.service_levels)
        held = {f"{name}_due": getattr(conversation, f"{name}_due") for name in promised}
        fresh = {f"{name}_due": when for name, when in promised.items()}
        return {name: min(when, held[name] or when) for name, when in fresh.items()}

    async def hand_on(
        self, tx: Tx, conversation: Conversation, message: Message, *, inbound: Inbound
    ) -> None:
        """Bring help where somebody is in danger, whatever else is wished; then heed the wish, or let the bot answer."""
        endangered = message.reading is not None and message.reading.level == "immediate"
        if endangered:
            await self.help_at_once(tx, conversation, message)
            conversation = await store.get(tx, conversation.id)
        if inbound.wish is not None and (not endangered or inbound.wish.by == "carrier"):
            await self.heed(tx, conversation, message, wish=inbound.wish)
        elif endangered or inbound.quiet:
            return
        elif conversation.owner == "bot":
            await self.for_the_bot(tx, conversation, message, payload=inbound.payload)
        elif await taken_back(tx, self.desk, conversation, message):
            await self.all_clear(tx, conversation, message)

    async def for_the_bot(
        self, tx: Tx, conversation: Conversation, message: Message, *, payload: str | None
    ) -> None:
        """Let the bot answer, unless its answer could not leave or a person was asked for while it is down."""
        if payload == "/ask_for_person" and conversation.told_down:
            await self.to_person(tx, conversation, key=message.id, at=message.at)
        elif conversation.channel != "sms" or not (await standing_store.of(tx, conversation.id)).stopped:
            await ask_bot(tx, message, payload=payload)

    async def all_clear(self, tx: Tx, conversation: Conversation, message: Message) -> None:
        """Meet a false alarm kindly: the bot answers what was asked beside it, and a person still looks in."""
        conversation = await back_to_bot(tx, conversation, at=message.at)
        await self.speaker.say(tx, conversation, Saying("utter_status_false_alarm"), at=message.at)
        if asks_beside(message.text):
            await self.for_the_bot(tx, conversation, message, payload=None)

    async def heed(self, tx: Tx, conversation: Conversation, message: Message, *, wish: Wish) -> None:
        """Do as the customer wishes with texts; whoever asks for help in distress gets a person."""
        await self.wishes.heed(tx, conversation, wish, at=message.at)
        distressed = conversation.tier > 0 or conversation.level != "none"
        if wish.kind == "help" and distressed and conversation.owner == "bot":
            request = HandoffRequest(
                reason="help_in_distress", level="priority", trigger="customer", key=f"help:{message.id}"
            )
            await self.queued(tx, conversation, request, at=message.at)

    async def help_at_once(self, tx: Tx, conversation: Conversation, message: Message) -> None:
        """Words of help, whole or short as they are due, and a person ahead of everybody."""
        reading = message.reading
        assert reading is not None
        kind = danger_of(reading.disclosure.kind if reading.disclosure else "")
        await help_with(tx, self.speaker, conversation, kind, at=message.at)
        request = HandoffRequest(
            reason=kind,
            level="immediate",
            trigger="crisis",
            key=f"crisis:{message.id}",
            detail={"disclosure": kind, "message_number": message.number},
        )
        ticket = await self.desk.open(tx, conversation, request)
        if ticket.fresh:
            await tell_queued(tx, conversation.id, Telling(self.desk, self.speaker, message.at, urgent=True))
        if conversation.channel == "sms":
            await self.wishes.mind_danger(tx, conversation, cause=message.id, at=message.at)

    async def to_person(self, tx: Tx, conversation: Conversation, *, key: str, at: datetime) -> None:
        """Queue the customer for a person, who asked for one; a second wish changes nothing."""
        request = HandoffRequest(
            reason="asked_for_person", level="offer", trigger="customer", key=f"person:{key}"
        )
        await self.queued(tx, conversation, request, at=at)

    async def queued(
        self, tx: Tx, conversation: Conversation, request: HandoffRequest, *, at: datetime
    ) -> None:
        """Open a handoff, and say so if it is a new one."""
        ticket = await self.desk.open(tx, conversation, request)
        if ticket.fresh:
            conversation = await store.get(tx, conversation.id)
            await self.speaker.say(tx, conversation, Saying("utter_handoff_requested"), at=at)
            await tell_queued(tx, conversation.id, Telling(self.desk, self.speaker, at))


async def ask_bot(tx: Tx, message: Message, *, payload: str | None = None) -> None:
    """Put a message, or the button behind it, on the list of what the bot has to answer."""
    turn = turns_store.new_turn(
        message.id, conversation_id=message.conversation_id, number=message.number, at=message.at
    )
    await turns_store.enqueue(tx, replace(turn, kind="button", payload=payload) if payload else turn)


@dataclass(frozen=True)
class Read:
    """What was read in a message (None for a button), and when it came."""

    reading: Reading | None
    at: datetime
