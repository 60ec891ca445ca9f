"""What the conversation needs from the desk of handoffs, so that it never imports it."""

from __future__ import annotations

from typing import Protocol

from handoff_service.conversations.models import Conversation, HandoffRequest, Place, Ticket
from handoff_service.db import Tx


class HandoffDesk(Protocol):
    """Implemented by handoffs.service; every call runs in the caller's transaction, on a conversation locked by it."""

    async def open(self, tx: Tx, conversation: Conversation, request: HandoffRequest) -> Ticket:
        """Open a handoff and move the conversation to its queue (owner `queue`), or return the one that is open.

        A request above the open one's level raises it. Where an agent owns the conversation the handoff is flagged
        with the new level and reason, and stays with the agent.
        """

    async def end(self, tx: Tx, conversation: Conversation, *, outcome: str) -> None:
        """End the open handoff, if any, without moving the conversation (the caller does that)."""

    async def current(self, tx: Tx, conversation_id: str) -> Ticket | None:
        """The open handoff of a conversation, if there is one."""

    async def place(self, tx: Tx, conversation_id: str) -> Place | None:
        """Where the customer stands in the queue; None if nobody waits."""

    async def holder(self, tx: Tx, conversation_id: str) -> str | None:
        """The name of the agent who owns the conversation; None if no agent does."""

    async def anybody_present(self, tx: Tx) -> bool:
        """Whether any agent is at work now, so that the customer is told the truth."""
