"""What agents may see: the queue in its order, their conversations, and one of them with its brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from empathy.errors import NotAllowed, NotFound
from empathy.queueing import order
from handoff_service.agents.models import READERS, Agent
from handoff_service.conversations import deliveries_store, links_store, numbers_store, standing_store
from handoff_service.conversations import store as conversations
from handoff_service.conversations.deliveries_store import Trouble
from handoff_service.conversations.links_store import OtherConversation
from handoff_service.conversations.models import Conversation, Message
from handoff_service.conversations.standing_store import Standing
from handoff_service.db import Database, Tx
from handoff_service.handoffs import review_store, store
from handoff_service.handoffs.briefs import Why, brief_of
from handoff_service.handoffs.desk import Desk, as_waiting
from handoff_service.handoffs.models import Handoff, HeldLine, QueueLine
from handoff_service.handoffs.review_store import ReviewPage
from handoff_service.ledger import store as ledger
from handoff_service.numbers import Numbers, masked

REVIEWED_AT_ONCE = 10


@dataclass(frozen=True)
class Case:
    """One conversation as an agent sees it; `holder` is the name of the agent who has it."""

    conversation: Conversation
    handoff: Handoff | None
    holder: str | None
    transcript: tuple[Message, ...]
    brief: Mapping[str, Any] | None
    texting: Texting | None = None
    others: tuple[OtherConversation, ...] = ()


@dataclass(frozen=True)
class Texting:
    """What an agent must know of a customer who texts: whether texts are welcome, what did not arrive, the last digits."""

    standing: Standing
    troubles: tuple[Trouble, ...]
    ends_in: str


@dataclass(frozen=True)
class DeskReader:
    """Reads for agents; whoever opens a conversation is written down, for feelings are sensitive data."""

    db: Database
    desk: Desk
    numbers: Numbers

    async def queue(self) -> list[QueueLine]:
        """Everybody who waits, in the core's order: distress, then age."""
        async with self.db.view() as tx:
            lines = {line.handoff: line for line in await store.waiting(tx)}
        now = self.desk.now()
        return [lines[one.id] for one in order(as_waiting(line, now) for line in lines.values())]

    async def mine(self, agent_id: str) -> list[HeldLine]:
        """The conversations that an agent has now."""
        async with self.db.view() as tx:
            return await store.held_by(tx, agent_id)

    async def open_case(self, conversation_id: str, agent: Agent) -> Case:
        """The case for an agent who opens its page; noted in the ledger. Raises NotFound, NotAllowed."""
        async with self.db.unit_of_work() as tx:
            case = await self._case(tx, conversation_id, agent)
            handoff, at = case.handoff, self.desk.now()
            facts = {"agent": agent.id, "handoff": handoff.id if handoff else None}
            await ledger.append(tx, kind="conversation.read", subject=conversation_id, body=facts, at=at)
            if handoff is not None and handoff.agent_id == agent.id and handoff.brief_seen_at is None:
                await store.change(tx, handoff.id, brief_seen_at=at)
        return case

    async def case(self, conversation_id: str, agent: Agent) -> Case:
        """The case as it is now, for a page already open; the right to see it is checked each time."""
        async with self.db.view() as tx:
            return await self._case(tx, conversation_id, agent)

    async def review(self, agent: Agent, *, page: int) -> ReviewPage:
        """A page of the review list; whose words were shown is noted in the ledger. Raises NotAllowed."""
        if agent.role not in READERS:
            raise NotAllowed("Readings are not yours to review.", remedy="Ask a supervisor.")
        async with self.db.unit_of_work() as tx:
            reader = None if agent.supervises else agent.id
            found = await review_store.page(tx, reader_id=reader, number=page, size=REVIEWED_AT_ONCE)
            facts = {"messages": [message.id for message in found.messages]}
            await ledger.append(tx, kind="readings.read", subject=agent.id, body=facts, at=self.desk.now())
        return found

    async def _case(self, tx: Tx, conversation_id: str, agent: Agent) -> Case:
        conversation = await conversations.get(tx, conversation_id)
        handoff, holder = await check_reader(tx, agent, conversation_id)
        transcript = await conversations.transcript(tx, conversation_id)
        brief = brief_in(conversation, transcript, handoff)
        texting = await self._texting(tx, conversation) if conversation.channel == "sms" else None
        others = await links_store.others(tx, conversation.customer_id)
        return Case(conversation, handoff, holder, tuple(transcript), brief, texting, others)

    async def _texting(self, tx: Tx, conversation: Conversation) -> Texting:
        number = await self._number(tx, conversation.id)
        standing = await standing_store.of(tx, conversation.id)
        troubles = await deliveries_store.troubles(tx, conversation.id)
        return Texting(standing, troubles, masked(number) if number else "")

    async def _number(self, tx: Tx, conversation_id: str) -> str | None:
        sealed = await numbers_store.of(tx, conversation_id)
        return None if sealed is None else self.numbers.open(sealed.text, address=sealed.address)

    async def number(self, conversation_id: str, agent: Agent) -> str:
        """The whole telephone number, for whoever has the customer or supervises; noted in the ledger.

        Raises NotAllowed for everybody else, NotFound where there is no number.
        """
        async with self.db.unit_of_work() as tx:
            handoff, _ = await check_reader(tx, agent, conversation_id)
            holds = handoff is not None and handoff.ended_at is None and handoff.agent_id == agent.id
            if not (holds or agent.supervises):
                raise NotAllowed("The number is shown to whoever has the customer.", remedy="Accept first.")
            number = await self._number(tx, conversation_id)
            if number is None:
                raise NotFound("This customer gave no number.", remedy="Write here.")
            facts, at = {"agent": agent.id}, self.desk.now()
            await ledger.append(tx, kind="number.read", subject=conversation_id, body=facts, at=at)
        return number


async def check_reader(tx: Tx, agent: Agent, conversation_id: str) -> tuple[Handoff | None, str | None]:
    """The newest handoff and its holder's name, for an agent who may read the conversation; raises NotAllowed."""
    handoff = await store.latest(tx, conversation_id)
    holder = await store.agent_name(tx, handoff.agent_id) if handoff and handoff.agent_id else None
    refuse_strangers(agent, handoff, holder)
    return handoff, holder


def refuse_strangers(agent: Agent, handoff: Handoff | None, holder: str | None) -> None:
    """Raises NotAllowed unless the agent supervises, the customer waits, or the agent has or had it last."""
    if agent.supervises or (handoff is not None and handoff.agent_id == agent.id and agent.role in READERS):
        return
    if agent.role not in READERS or handoff is None:
        raise NotAllowed("This conversation is not yours to read.", remedy="Choose one from the queue.")
    if handoff.waits and handoff.ended_at is None:
        return
    raise NotAllowed(f"{holder or 'The bot'} has this conversation.", remedy="Choose one from the queue.")


def brief_in(
    conversation: Conversation, transcript: list[Message], handoff: Handoff | None
) -> Mapping[str, Any] | None:
    """The brief as the conversation stands; the one that was kept, once the handoff has ended."""
    if handoff is None:
        return None
    if handoff.ended_at is not None:
        return handoff.brief
    return brief_of(conversation, transcript, Why(handoff.reason, handoff.level, handoff.request))
