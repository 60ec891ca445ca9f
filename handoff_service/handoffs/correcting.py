"""What agents do to a reading: correct, confirm, take back; each is one transaction of record, level and ledger."""

from __future__ import annotations

from dataclasses import replace

from empathy.correction import Judgement, as_read, corrected, level_called_for
from empathy.emotion import CRISES, highest
from empathy.errors import Conflict, NotFound
from handoff_service.conversations import corrections_store
from handoff_service.conversations import store as conversations
from handoff_service.conversations.corrections_store import NewCorrection
from handoff_service.conversations.helping import help_with
from handoff_service.conversations.models import Conversation, HandoffRequest
from handoff_service.conversations.speaking import Speaker
from handoff_service.conversations.telling import Telling, tell_queued
from handoff_service.db import Database, Tx, wake_after_commit
from handoff_service.handoffs import store
from handoff_service.handoffs.desk import Desk
from handoff_service.handoffs.reading import check_reader
from handoff_service.handoffs.verdicts import (
    Subject,
    Verdict,
    facts_of,
    key_of,
    own_record,
    refuse_idle,
    refuse_unconsented,
    request_of,
)
from handoff_service.ledger import store as ledger
from handoff_service.signals import QUEUE, conversation_topic

KEPT, RAISED, CLOSED = "corrected", "raised", "raised-closed"
UNREAD = "This message has no reading to correct."


class Corrections:
    """The desk's verbs on readings. A form sent twice has one effect; none ever lowers a level."""

    def __init__(self, db: Database, *, desk: Desk, speaker: Speaker) -> None:
        self.db, self.desk, self.speaker = db, desk, speaker

    async def correct(self, verdict: Verdict, judgement: Judgement) -> str:
        """Keep how the agent reads the message; what was missed raises level, handoff and brief.

        Returns KEPT, RAISED, or CLOSED where the level rose and nobody is there to be called.
        Raises Malformed where nothing differs from what counts, NotAllowed for an emotion without consent.
        """
        async with self.db.unit_of_work() as tx:
            subject = await self._subject(tx, verdict)
            if await sent_before(tx, verdict, "correct", judgement):
                return KEPT
            refuse_idle(subject, judgement, review=verdict.review)
            refuse_unconsented(subject, judgement)
            await self._keep(tx, verdict, subject, act="correct", judgement=judgement)
            return await self._raise(tx, verdict, subject, judgement=judgement)

    async def confirm(self, verdict: Verdict) -> None:
        """Keep that the reading is right as it is; an earlier correction counts no longer."""
        async with self.db.unit_of_work() as tx:
            subject = await self._subject(tx, verdict)
            judgement = as_read(subject.reading)
            if not await sent_before(tx, verdict, "confirm", judgement):
                await self._keep(tx, verdict, subject, act="confirm", judgement=judgement)

    async def take_back(self, verdict: Verdict, correction_id: int) -> None:
        """Let a record count no longer; it stays readable. Taking back twice changes nothing.

        Raises NotFound for a record of another message, NotAllowed for somebody else's unless one supervises.
        """
        async with self.db.unit_of_work() as tx:
            subject = await self._subject(tx, verdict)
            if any(one.undoes == correction_id for one in subject.made):
                return
            own_record(subject.made, correction_id, verdict.agent)
            await self._keep(tx, verdict, subject, act="take_back", undoes=correction_id)

    async def _subject(self, tx: Tx, verdict: Verdict) -> Subject:
        conversation = await conversations.lock(tx, verdict.conversation)
        await check_reader(tx, verdict.agent, conversation.id)
        message = await conversations.message_by_number(tx, conversation.id, verdict.number)
        if message is None or message.reading is None:
            raise NotFound(UNREAD, remedy="Choose a message of the customer.")
        made = await corrections_store.of_message(tx, message.id)
        return Subject(conversation, message, message.reading, made)

    async def _keep(
        self,
        tx: Tx,
        verdict: Verdict,
        subject: Subject,
        *,
        act: str,
        judgement: Judgement | None = None,
        undoes: int | None = None,
    ) -> None:
        at, message = self.desk.now(), subject.message
        new = NewCorrection(
            message_id=message.id,
            conversation_id=message.conversation_id,
            number=message.number,
            agent_id=verdict.agent.id,
            act=act,
            idempotency_key=f"take_back:{undoes}" if undoes else key_of(verdict, act),
            at=at,
            judgement=judgement,
            undoes=undoes,
            review=verdict.review,
        )
        record = await corrections_store.add(tx, new)
        facts = {"record": record, "undoes": undoes, **facts_of(verdict, subject, act, judgement)}
        await ledger.append(tx, kind="reading.corrected", subject=message.conversation_id, body=facts, at=at)
        wake_after_commit(tx, conversation_topic(message.conversation_id))

    async def _raise(self, tx: Tx, verdict: Verdict, subject: Subject, *, judgement: Judgement) -> str:
        """Let the level rise to what a person saw that nobody had seen before; it never falls here."""
        called = corrected(subject.reading, judgement).level
        before = level_called_for(subject.reading, [one.judgement for one in subject.made if one.judgement])
        if highest((called, before)) == before:
            return KEPT
        level = highest((subject.conversation.level, called))
        await conversations.save(tx, subject.conversation, level=level)
        conversation = replace(subject.conversation, level=level)
        wake_after_commit(tx, QUEUE, conversation_topic(conversation.id))
        if conversation.state == "closed":
            return CLOSED
        if called == "immediate" or await self.desk.current(tx, conversation.id) is not None:
            await self._hand_over(tx, conversation, request_of(verdict, subject, judgement, called))
        return RAISED

    async def _hand_over(self, tx: Tx, conversation: Conversation, request: HandoffRequest) -> None:
        """Raise the open handoff, or take the conversation from the bot as a reading of danger would have.

        Only in the second case does the customer hear anything: the words of help, and that a person comes.
        """
        at = self.desk.now()
        if conversation.owner == "bot" and request.reason in CRISES:
            await help_with(tx, self.speaker, conversation, request.reason, at=at)
        ticket = await self.desk.open(tx, conversation, request)
        if ticket.fresh:
            telling = Telling(self.desk, self.speaker, at, urgent=True)
            await tell_queued(tx, conversation.id, telling)
        elif (handoff := await store.get(tx, ticket.id)) is not None:
            await store.change(tx, handoff.id, brief=await self.desk.refreshed(tx, conversation, handoff))


async def sent_before(tx: Tx, verdict: Verdict, act: str, judgement: Judgement) -> bool:
    """Whether this very form was kept already; raises Conflict where it was kept with something else in it."""
    known = await corrections_store.by_key(tx, key_of(verdict, act))
    if known is not None and known.judgement != judgement:
        raise Conflict(
            "This form was kept already, with other values.", remedy="Reload the page, then choose anew."
        )
    return known is not None
