"""Offers a waiting customer to one agent for a while; an offer that is not taken goes back to the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from empathy.errors import Conflict, NotFound
from handoff_service.conversations import store as conversations
from handoff_service.db import Database, Tx
from handoff_service.handoffs import store
from handoff_service.handoffs.desk import Desk
from handoff_service.handoffs.models import Handoff
from handoff_service.ledger import store as ledger

NO_OFFER: dict[str, Any] = {"offered_to": None, "offered_at": None, "offer_expires_at": None}


@dataclass(frozen=True)
class Offers:
    """The three events of an offer. Who is offered what is decided elsewhere; any agent may still accept."""

    db: Database
    desk: Desk

    async def offer(self, handoff_id: str, *, agent_id: str, lasting: timedelta) -> None:
        """Put a waiting handoff before one agent; raises Conflict where it does not wait in the queue."""
        at = self.desk.now()
        held = {"offered_to": agent_id, "offered_at": at, "offer_expires_at": at + lasting}
        async with self.db.unit_of_work() as tx:
            await self._move(tx, await self._found(tx, handoff_id), event="offer", values=held)

    async def decline(self, handoff_id: str, *, agent_id: str) -> None:
        """The agent does not take the offer; it goes back to the queue, its place kept."""
        async with self.db.unit_of_work() as tx:
            handoff = await self._found(tx, handoff_id)
            if handoff.offered_to != agent_id:
                raise Conflict("This is not offered to you.", remedy="Choose one from the queue.")
            await self._move(tx, handoff, event="decline", values=NO_OFFER)

    async def expire(self) -> int:
        """Put offers back whose time is over; returns how many."""
        async with self.db.unit_of_work() as tx:
            late = await store.overdue_offers(tx, self.desk.now())
            for handoff in late:
                await self._move(tx, handoff, event="expire", values=NO_OFFER)
        return len(late)

    async def _found(self, tx: Tx, handoff_id: str) -> Handoff:
        handoff = await store.get(tx, handoff_id)
        if handoff is None:
            raise NotFound("There is no such handoff.", remedy="Go back to the queue.")
        return handoff

    async def _move(self, tx: Tx, handoff: Handoff, *, event: str, values: dict[str, Any]) -> None:
        before, after = ("queued", "offered") if event == "offer" else ("offered", "queued")
        conversation = await conversations.lock(tx, handoff.conversation_id)
        at = self.desk.now()
        if (
            conversation.owner == "queue"
        ):  # else the bot answers meanwhile: a false alarm that a person looks over
            conversation = await conversations.move(tx, conversation, event, at=at)
        if not await store.claim(tx, handoff.id, states=(before,), values={"state": after, **values}):
            raise Conflict("The handoff changed in the meantime.", remedy="Look at the queue again.")
        facts = {"conversation": conversation.id, "agent": values["offered_to"] or handoff.offered_to}
        await ledger.append(tx, kind=f"handoff.{event}", subject=handoff.id, body=facts, at=at)
