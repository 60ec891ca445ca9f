"""Meets a false alarm kindly: the bot answers again, while the handoff stays open for a person to look in."""

from __future__ import annotations

from datetime import datetime

from empathy.denial import denies
from empathy.emotion import CRISES, Reading
from handoff_service.conversations import store
from handoff_service.conversations.models import Conversation, Message
from handoff_service.conversations.ports import HandoffDesk
from handoff_service.db import Tx


async def taken_back(tx: Tx, desk: HandoffDesk, conversation: Conversation, message: Message) -> bool:
    """Whether a customer who waits because of danger says in clear words that there is none.

    The flag and the level stay as they are: only a person clears them.
    """
    if conversation.owner != "queue" or tells_of_danger(message.reading) or not denies(message.text):
        return False
    return await in_danger(tx, desk, conversation)


async def in_danger(tx: Tx, desk: HandoffDesk, conversation: Conversation) -> bool:
    """Whether the open handoff, if any, was opened or raised because of danger."""
    ticket = await desk.current(tx, conversation.id)
    return ticket is not None and ticket.level == "immediate"


def tells_of_danger(reading: Reading | None) -> bool:
    """Whether danger was read, however faintly; a message that was not read may hold some."""
    if reading is None:
        return True
    return reading.disclosure is not None and reading.disclosure.kind in CRISES


async def back_to_bot(tx: Tx, conversation: Conversation, *, at: datetime) -> Conversation:
    """Let the bot own a waiting conversation again; its handoff is the caller's to end or to leave open."""
    conversation = await store.move(tx, conversation, "hand_back", at=at)
    return await store.move(tx, conversation, "resume", at=at)
