"""What agents do with a handoff: each step is one transaction of state, words, ledger and wake-up."""

from __future__ import annotations

from dataclasses import replace

from empathy.emotion import highest
from empathy.errors import Conflict, Malformed, NotAllowed, NotFound
from empathy.normalise import plain
from handoff_service.conversations import standing_store, turns_store
from handoff_service.conversations import store as conversations
from handoff_service.conversations.models import Conversation, NewMessage
from handoff_service.conversations.speaking import Saying, Speaker
from handoff_service.conversations.turns_store import new_turn
from handoff_service.db import Database, Tx, wake_after_commit
from handoff_service.handoffs import store
from handoff_service.handoffs.desk import Desk
from handoff_service.handoffs.models import OUTCOMES, Handoff, Reply, Step
from handoff_service.ledger import store as ledger
from handoff_service.signals import QUEUE, conversation_topic

LOOK_AGAIN = "The page shows the present state; decide again."
TAKE_ANOTHER = "Choose another from the queue."


class HandoffService:
    """The desk's verbs. Each takes effect once, or refuses with a typed reason; two never speak at once."""

    def __init__(self, db: Database, *, desk: Desk, speaker: Speaker) -> None:
        self.db, self.desk, self.speaker = db, desk, speaker
        self.now, self.new_id = desk.now, desk.new_id

    async def accept(self, handoff_id: str, *, agent_id: str, agent_name: str) -> Handoff:
        """Take a waiting customer: exactly one wins. Raises Conflict, naming who was first, or NotFound.

        Accepting what one has already is no fault (a double click).
        """
        async with self.db.unit_of_work() as tx:
            conversation, handoff = await self._locked(tx, handoff_id)
            if handoff.agent_id == agent_id and handoff.state == "with_agent":
                return handoff
            at = self.now()
            mine = {"state": "with_agent", "agent_id": agent_id, "accepted_at": at, "offer_expires_at": None}
            if not await store.claim(tx, handoff_id, states=("queued", "offered"), values=mine):
                raise await self._too_late(tx, handoff)
            moved = await conversations.move(tx, conversation, "accept", at=at)
            brief = await self.desk.refreshed(tx, moved, handoff)
            await store.change(tx, handoff_id, brief=brief)
            await self.speaker.say(
                tx, moved, Saying("utter_status_agent_joined", {"agent": agent_name}), at=at
            )
            await self._note(tx, "handoff.accepted", moved, handoff_id, agent=agent_id, epoch=moved.epoch)
            taken = await store.get(tx, handoff_id)
        assert taken is not None
        return taken

    async def reply(self, reply: Reply) -> int:
        """The agent's words to the customer; returns their number. A form sent twice is one message."""
        text = plain(reply.text)
        async with self.db.unit_of_work() as tx:
            conversation = await conversations.lock(tx, reply.conversation)
            client_id = f"form:{reply.form_id}"
            sent = await conversations.message_by_client_id(tx, conversation.id, client_id)
            if sent is not None and sent.agent_id == reply.agent_id:
                return sent.number
            await self._owned(tx, conversation, agent_id=reply.agent_id, epoch=reply.epoch)
            await refuse_unwelcome(tx, conversation)
            number = await self._speak(tx, conversation, reply, text=text, client_id=client_id)
            await conversations.save(tx, conversation, first_reply_due=None, next_reply_due=None)
        return number

    async def hand_back(self, step: Step, *, last_line: str = "") -> None:
        """Give the conversation back to the bot, which goes on; `last_line` is the agent's, or nothing."""
        async with self.db.unit_of_work() as tx:
            conversation, handoff = await self._in_hand(tx, step)
            if last_line.strip():
                words = Reply(
                    conversation.id, step.agent_id, step.agent_name, last_line, handoff.id, step.epoch
                )
                await self._speak(
                    tx, conversation, words, text=plain(last_line), client_id=f"back:{handoff.id}"
                )
            await store.change(tx, handoff.id, state="returned", ended_at=self.now(), outcome="handed_back")
            at = self.now()
            moved = await conversations.move(tx, conversation, "hand_back", at=at)
            told = Saying("utter_status_handed_back", {"agent": step.agent_name})
            number = await self.speaker.say(tx, moved, told, at=at)
            turn = new_turn(self.new_id(), conversation_id=moved.id, number=number, at=at)
            await turns_store.enqueue(tx, replace(turn, kind="handback"))
            await self._note(
                tx, "handoff.handed_back", moved, handoff.id, agent=step.agent_id, epoch=moved.epoch
            )

    async def requeue(self, step: Step, *, note: str = "") -> None:
        """Give the customer back to the queue, at its front; `note` is for the next agent's eyes alone."""
        async with self.db.unit_of_work() as tx:
            conversation, handoff = await self._in_hand(tx, step)
            at = self.now()
            moved = await conversations.move(tx, conversation, "request", at=at)
            moved = await conversations.move(tx, moved, "enqueue", at=at)
            level = highest((handoff.level, "priority"))
            request = {**handoff.request, "note_by": step.agent_name}
            brief = await self.desk.refreshed(tx, moved, handoff)
            back = {"state": "queued", "queued_at": at, "agent_id": None, "accepted_at": None, "level": level}
            await store.change(
                tx, handoff.id, **back, note=note.strip() or None, request=request, brief=brief
            )
            await self.speaker.say(
                tx, moved, Saying("utter_status_agent_left", {"agent": step.agent_name}), at=at
            )
            await self._note(
                tx, "handoff.requeued", moved, handoff.id, agent=step.agent_id, epoch=moved.epoch
            )

    async def close(self, step: Step, *, outcome: str) -> None:
        """Close the conversation with one of OUTCOMES; raises Malformed for another word."""
        if outcome not in OUTCOMES:
            raise Malformed("Say how the conversation ended.", remedy="Choose one of the four outcomes.")
        async with self.db.unit_of_work() as tx:
            conversation, handoff = await self._in_hand(tx, step)
            at = self.now()
            moved = await conversations.move(tx, conversation, "close", at=at)
            await conversations.save(
                tx, moved, first_reply_due=None, next_reply_due=None, resolution_due=None
            )
            await store.change(tx, handoff.id, state="closed", ended_at=at, outcome=outcome)
            await self.speaker.say(tx, moved, Saying("utter_status_closed"), at=at)
            facts = {"agent": step.agent_id, "outcome": outcome}
            await self._note(tx, "handoff.closed", moved, handoff.id, **facts)

    async def _locked(self, tx: Tx, handoff_id: str) -> tuple[Conversation, Handoff]:
        """Conversation first, then handoff, always in this order: no two steps wait for one another."""
        found = await store.get(tx, handoff_id)
        if found is None:
            raise NotFound("There is no such handoff.", remedy="Go back to the queue.")
        conversation = await conversations.lock(tx, found.conversation_id)
        fresh = await store.get(tx, handoff_id)
        assert fresh is not None
        return conversation, fresh

    async def _in_hand(self, tx: Tx, step: Step) -> tuple[Conversation, Handoff]:
        conversation, handoff = await self._locked(tx, step.handoff)
        await self._owned(tx, conversation, agent_id=step.agent_id, epoch=step.epoch)
        return conversation, handoff

    async def _owned(self, tx: Tx, conversation: Conversation, *, agent_id: str, epoch: int) -> None:
        """Raises NotAllowed where another agent holds the conversation, Conflict where the page is stale."""
        handoff = await store.open_one(tx, conversation.id)
        if conversation.owner != "agent" or handoff is None:
            raise Conflict("This conversation is no longer with you.", remedy=LOOK_AGAIN)
        if handoff.agent_id != agent_id:
            name = await store.agent_name(tx, str(handoff.agent_id))
            raise NotAllowed(
                f"{name} has this conversation.", remedy="Ask for it, or take another from the queue."
            )
        if epoch != conversation.epoch:
            raise Conflict("This conversation changed hands since the page was made.", remedy=LOOK_AGAIN)

    async def _too_late(self, tx: Tx, handoff: Handoff) -> Conflict:
        if handoff.ended_at is not None:
            return Conflict("Nobody waits here any longer.", remedy=TAKE_ANOTHER)
        name = await store.agent_name(tx, str(handoff.agent_id))
        return Conflict(f"{name} was a moment faster and has this conversation.", remedy=TAKE_ANOTHER)

    async def _speak(
        self, tx: Tx, conversation: Conversation, reply: Reply, *, text: str, client_id: str
    ) -> int:
        message = NewMessage(
            id=self.new_id(),
            conversation_id=conversation.id,
            author="agent",
            purpose="answer",
            text=text,
            epoch=conversation.epoch,
            at=self.now(),
            client_id=client_id,
            agent_id=reply.agent_id,
            name=reply.agent_name,
        )
        return await conversations.append_message(tx, message)

    async def _note(
        self, tx: Tx, kind: str, conversation: Conversation, handoff_id: str, **facts: object
    ) -> None:
        body = {"conversation": conversation.id, **facts}
        await ledger.append(tx, kind=kind, subject=handoff_id, body=body, at=self.now())
        wake_after_commit(tx, QUEUE, conversation_topic(conversation.id))


async def refuse_unwelcome(tx: Tx, conversation: Conversation) -> None:
    """Raises Conflict where the customer wants no texts: words that cannot leave must not look as if they had."""
    if conversation.channel == "sms" and (await standing_store.of(tx, conversation.id)).stopped:
        raise Conflict("This customer wants no text messages.", remedy="Call instead, or wait for a START.")
