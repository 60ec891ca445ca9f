"""What a customer can do in a conversation: begin, write, ask for a person, decide, look, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from empathy.course import Course
from empathy.errors import NotAllowed
from empathy.ports import Clock, NewId
from handoff_service.conversations import standing_store, store
from handoff_service.conversations.admission import Admission, Inbound, Read
from handoff_service.conversations.false_alarm import back_to_bot, in_danger
from handoff_service.conversations.models import Accepted, Conversation, Message, Place
from handoff_service.conversations.speaking import Saying, Voice, listener_of
from handoff_service.db import Database


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """How a customer begins. `tone` is the consent to its reading; `context` what the bot is told besides.

    `address` finds a customer who texts again, `sealed_number` is where to answer.
    """

    channel: str = "web"
    locale: str = "en-US"
    name: str | None = None
    tone: bool = True
    customer_id: str | None = None
    address: str | None = None
    sealed_number: str | None = None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """A conversation as its customer may see it."""

    conversation: Conversation
    place: Place | None
    agent: str | None


@dataclass(frozen=True)
class Conversations:
    """The customer's side of every conversation; each method is one transaction."""

    database: Database
    admission: Admission
    now: Clock
    new_id: NewId

    async def begin(self, beginning: Beginning) -> Conversation:
        """Create a conversation, owned by the bot."""
        conversation = self.fresh(beginning)
        async with self.database.unit_of_work() as tx:
            await store.create(
                tx, conversation, address=beginning.address, sealed_number=beginning.sealed_number
            )
        return conversation

    async def known_at(self, channel: str, address: str) -> Conversation | None:
        """The conversation with whoever is reached at this address, if there is one."""
        async with self.database.view() as tx:
            customer_id = await store.customer_at(tx, channel=channel, address=address)
            return await store.latest(tx, customer_id) if customer_id else None

    async def meet(self, beginning: Beginning, *, greeting: str | None) -> Conversation:
        """The one conversation with an address, begun now (with a greeting) if nobody was faster."""
        address, fresh = str(beginning.address), self.fresh(beginning)
        try:
            async with self.database.unit_of_work() as tx:
                customer_id = await store.customer_at(tx, channel=beginning.channel, address=address)
                if customer_id and (known := await store.latest(tx, customer_id)):
                    return known
                fresh = replace(fresh, customer_id=customer_id or fresh.customer_id)
                await store.create(tx, fresh, address=address, sealed_number=beginning.sealed_number)
                if greeting:
                    await self.admission.speaker.say(tx, fresh, Saying(greeting), at=fresh.created_at)
        except IntegrityError:
            faster = await self.known_at(beginning.channel, address)
            if faster is None:
                raise
            return faster
        return fresh

    async def answer_once(self, conversation_id: str, saying: Saying, *, answers: str) -> None:
        """Say something about what came under the id `answers` and cannot be a message; never twice."""
        speaker = self.admission.speaker
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            if not await store.reply_exists(tx, answers, 0):
                spoken = speaker.words.pick(saying.name, listener_of(conversation), values=saying.values)
                voice = Voice(saying.author, self.now(), answers)
                await speaker.append(tx, conversation, spoken, message=voice)

    async def stopped(self, conversation_id: str) -> bool:
        """Whether the customer wants no texts."""
        async with self.database.view() as tx:
            return (await standing_store.of(tx, conversation_id)).stopped

    async def choices(self, conversation_id: str) -> Sequence[Mapping[str, str]]:
        """The buttons that a reply of a number alone may mean."""
        async with self.database.view() as tx:
            return await store.choices(tx, conversation_id)

    def fresh(self, beginning: Beginning) -> Conversation:
        """A conversation in which nothing was said yet."""
        now, language = self.now(), beginning.locale.split("-")[0].lower()
        return Conversation(
            id=self.new_id(),
            customer_id=beginning.customer_id or self.new_id(),
            channel=beginning.channel,
            language=self.admission.speaker.words.served(language),
            locale=beginning.locale,
            name=beginning.name,
            tone_consent=beginning.tone,
            state="bot",
            owner="bot",
            epoch=1,
            last_number=0,
            tier=0,
            level="none",
            course=Course(),
            context=beginning.context,
            stale_dropped=0,
            told_down=False,
            first_reply_due=None,
            next_reply_due=None,
            resolution_due=None,
            created_at=now,
            updated_at=now,
            closed_at=None,
        )

    async def get(self, conversation_id: str) -> Conversation:
        """The conversation as it is now; raises NotFound."""
        async with self.database.view() as tx:
            return await store.get(tx, conversation_id)

    async def admit(self, seen: Conversation, inbound: Inbound) -> Accepted:
        """Accept a normalised message; durable once this returns. The same client id gets the same answer.

        `seen` is the conversation as read a moment ago: its consent holds for reading before the transaction.
        """
        reader, now = self.admission.reader, self.now()
        toned = seen.tone_consent and inbound.speaks
        reading = None if inbound.payload else reader.read(inbound.text, toned=toned)
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, seen.id)
            if reading is not None and reading.toned and not conversation.tone_consent:
                reading = reader.read(inbound.text, toned=False)
            return await self.admission.admit(tx, conversation, inbound, read=Read(reading, now))

    async def ask_for_person(self, conversation_id: str) -> None:
        """Queue the customer for a person; asking again changes nothing."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            now = self.now()
            conversation = await self.admission.reopened(tx, conversation, at=now)
            if conversation.owner == "bot":
                await self.admission.to_person(tx, conversation, key=self.new_id(), at=now)

    async def choose_tone(self, conversation_id: str, *, tone: bool) -> None:
        """Switch the reading of tone on or off, and say so; danger is always read."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            if conversation.tone_consent != tone:
                await store.save(tx, conversation, tone_consent=tone)
                name = "utter_status_consent_given" if tone else "utter_status_consent_declined"
                await self.admission.speaker.say(tx, conversation, Saying(name), at=self.now())

    async def close(self, conversation_id: str) -> None:
        """End the conversation, as its customer wishes; closing again changes nothing."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            if conversation.state == "closed":
                return
            now = self.now()
            await self.admission.desk.end(tx, conversation, outcome="customer_closed")
            conversation = await store.move(tx, conversation, "close", at=now)
            await self.admission.speaker.say(tx, conversation, Saying("utter_status_closed"), at=now)

    async def stay_with_bot(self, conversation_id: str) -> None:
        """Go on with the bot; after danger the handoff stays open. Raises NotAllowed once a person has joined."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            if conversation.owner == "agent":
                raise NotAllowed("A person has joined already.", remedy="Tell the person what you need.")
            if conversation.owner != "queue":
                return
            now = self.now()
            watched = await in_danger(tx, self.admission.desk, conversation)
            if not watched:
                await self.admission.desk.end(tx, conversation, outcome="customer_left_queue")
            conversation = await back_to_bot(tx, conversation, at=now)
            said = Saying("utter_status_false_alarm" if watched else "utter_status_back_to_bot")
            await self.admission.speaker.say(tx, conversation, said, at=now)

    async def snapshot(self, conversation_id: str) -> Snapshot:
        """The conversation, its place in the queue and the agent's name, at one instant."""
        desk = self.admission.desk
        async with self.database.view() as tx:
            conversation = await store.get(tx, conversation_id)
            place = await desk.place(tx, conversation_id) if conversation.owner == "queue" else None
            agent = await desk.holder(tx, conversation_id) if conversation.owner == "agent" else None
        return Snapshot(conversation, place, agent)

    async def messages_after(self, conversation_id: str, number: int) -> list[Message]:
        """Messages numbered above `number`, in order, at most 500."""
        async with self.database.view() as tx:
            return await store.messages_after(tx, conversation_id, number)
