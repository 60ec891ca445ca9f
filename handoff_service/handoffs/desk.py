"""Opens and ends handoffs in the asker's transaction, so that request, words and queue are one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from empathy.emotion import highest
from empathy.ports import Clock
from empathy.queueing import Waiting, ahead_of
from handoff_service.agents import store as agents
from handoff_service.conversations import store as conversations
from handoff_service.conversations.models import Conversation, HandoffRequest, Message, Place, Ticket
from handoff_service.db import Tx, wake_after_commit
from handoff_service.handoffs import store
from handoff_service.handoffs.briefs import Why, brief_of
from handoff_service.handoffs.models import Handoff, QueueLine
from handoff_service.ledger import store as ledger
from handoff_service.signals import QUEUE, conversation_topic

WAITS_COUNT_FOR = timedelta(hours=2)
FEWEST_WAITS = 3
PRESENT_WITHIN = timedelta(minutes=3)


class Desk:
    """The `HandoffDesk` of conversations.ports: all in the caller's transaction, on what it locked."""

    def __init__(self, *, now: Clock, new_id: Callable[[], str]) -> None:
        self.now, self.new_id = now, new_id

    async def open(self, tx: Tx, conversation: Conversation, request: HandoffRequest) -> Ticket:
        """Open a handoff and queue the conversation, or give back (and raise) the one that is open.

        The caller says the words for it in the same transaction: the bot's line, or status words. A customer
        whom the bot answers while a person is still to look in (a false alarm) waits again, under the same handoff.
        """
        known = await store.by_key(tx, request.key) or await store.open_one(tx, conversation.id)
        if known is not None:
            ticket = await self._raised(tx, known, request)
            if conversation.owner != "bot" or known.ended_at is not None:
                return ticket
            await self._enqueued(tx, conversation)
            await store.change(tx, known.id, state="queued", offered_to=None, offer_expires_at=None)
            return replace(ticket, state="queued", fresh=True)
        moved = await self._enqueued(tx, conversation)
        return ticket_of(await self._add(tx, moved, request), fresh=True)

    async def _enqueued(self, tx: Tx, conversation: Conversation) -> Conversation:
        at = self.now()
        moved = await conversations.move(tx, conversation, "request", at=at)
        moved = await conversations.move(tx, moved, "enqueue", at=at)
        wake_after_commit(tx, QUEUE, conversation_topic(moved.id))
        return moved

    async def _add(self, tx: Tx, conversation: Conversation, request: HandoffRequest) -> Handoff:
        at = self.now()
        transcript = await conversations.transcript(tx, conversation.id)
        detail = {"trigger_number": last_of_customer(transcript), **request.detail}
        why = Why(request.reason, request.level, detail)
        made: dict[str, Any] = {
            "id": self.new_id(),
            "conversation_id": conversation.id,
            "state": "queued",
            "level": request.level,
            "reason": request.reason[:80],
            "trigger": request.trigger,
            "idempotency_key": request.key,
            "brief": brief_of(conversation, transcript, why),
            "request": detail,
            "tier": conversation.tier,
            "language": conversation.language,
            "requested_at": at,
            "queued_at": at,
        }
        handoff = Handoff(**{**dict.fromkeys(Handoff.__dataclass_fields__), **made})
        await store.add(tx, handoff)
        facts = {"conversation": conversation.id, "level": request.level, "trigger": request.trigger}
        await ledger.append(tx, kind="handoff.requested", subject=handoff.id, body=facts, at=at)
        return handoff

    async def _raised(self, tx: Tx, known: Handoff, request: HandoffRequest) -> Ticket:
        """An open handoff only ever rises: a second, calmer request changes nothing."""
        level = highest((known.level, request.level))
        if level == known.level or known.ended_at is not None:
            return ticket_of(known, fresh=False)
        await store.change(tx, known.id, level=level, reason=request.reason)
        facts = {"conversation": known.conversation_id, "from": known.level, "to": level}
        await ledger.append(tx, kind="handoff.raised", subject=known.id, body=facts, at=self.now())
        wake_after_commit(tx, QUEUE, conversation_topic(known.conversation_id))
        return Ticket(known.id, known.state, level, fresh=False)

    async def end(self, tx: Tx, conversation: Conversation, *, outcome: str) -> None:
        """End the open handoff, if any, without moving the conversation (the caller does that)."""
        handoff = await store.open_one(tx, conversation.id)
        if handoff is None:
            return
        at = self.now()
        await store.change(tx, handoff.id, state="closed", ended_at=at, outcome=outcome)
        facts = {"conversation": conversation.id, "outcome": outcome}
        await ledger.append(tx, kind="handoff.ended", subject=handoff.id, body=facts, at=at)
        wake_after_commit(tx, QUEUE, conversation_topic(conversation.id))

    async def current(self, tx: Tx, conversation_id: str) -> Ticket | None:
        """The open handoff of a conversation, if there is one."""
        handoff = await store.open_one(tx, conversation_id)
        return None if handoff is None else ticket_of(handoff, fresh=False)

    async def place(self, tx: Tx, conversation_id: str) -> Place | None:
        """Where the customer stands, with minutes estimated from recent waits; None if nobody waits."""
        lines = await store.waiting(tx)
        mine = next((line for line in lines if line.conversation == conversation_id), None)
        if mine is None:
            return None
        at = self.now()
        waits = await store.recent_waits(tx, since=at - WAITS_COUNT_FOR)
        ahead = ahead_of(as_waiting(mine, at), [as_waiting(line, at) for line in lines])
        return Place(ahead, minutes_left(waits, waited_s=(at - mine.since).total_seconds()))

    async def holder(self, tx: Tx, conversation_id: str) -> str | None:
        """The name of the agent who owns the conversation; None if no agent does."""
        handoff = await store.open_one(tx, conversation_id)
        if handoff is None or handoff.state != "with_agent" or handoff.agent_id is None:
            return None
        return await store.agent_name(tx, handoff.agent_id)

    async def anybody_present(self, tx: Tx) -> bool:
        """Whether any agent has the console open now."""
        return await agents.anybody_present(tx, since=self.now() - PRESENT_WITHIN)

    async def refreshed(self, tx: Tx, conversation: Conversation, handoff: Handoff) -> dict[str, Any]:
        """The handoff's brief composed anew: what was written since the request belongs in it."""
        transcript = await conversations.transcript(tx, conversation.id)
        return brief_of(conversation, transcript, Why(handoff.reason, handoff.level, handoff.request))


def ticket_of(handoff: Handoff, *, fresh: bool) -> Ticket:
    """What the requester is told of a handoff."""
    return Ticket(handoff.id, handoff.state, handoff.level, fresh=fresh)


def last_of_customer(transcript: list[Message]) -> int | None:
    """The number of the customer's newest message."""
    return max((message.number for message in transcript if message.author == "customer"), default=None)


def as_waiting(line: QueueLine, now: datetime) -> Waiting:
    """A line of the queue as the core orders it."""
    return Waiting(line.handoff, line.level, line.tier, (now - line.since).total_seconds())


def minutes_left(waits: list[float], *, waited_s: float) -> tuple[int, int] | None:
    """Minutes still to wait: the middle half of recent waits, less what was waited; None if too few."""
    if len(waits) < FEWEST_WAITS:
        return None
    ranked = sorted(waits)
    low, high = ranked[len(ranked) // 4], ranked[(3 * len(ranked)) // 4]
    first = max(1, round((low - waited_s) / 60))
    return first, max(first + 1, round((high - waited_s) / 60))
