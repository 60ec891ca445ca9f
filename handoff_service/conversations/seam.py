"""Hears what a customer splits over two messages: "I want to kill", and then "myself"."""

from __future__ import annotations

from datetime import datetime, timedelta

from empathy.emotion import Reading, across
from empathy.ports import EmotionModel
from handoff_service.conversations import prepared_store as prepared
from handoff_service.conversations.models import Conversation
from handoff_service.db import Tx

#: Words further apart than this are no longer one sentence.
TOGETHER = timedelta(minutes=3)


async def heard_across(
    tx: Tx, reader: EmotionModel, conversation: Conversation, *, text: str, reading: Reading, at: datetime
) -> Reading:
    """The reading of a message, with a disclosure that only it and the words just before it make together.

    Nothing is added where either says it alone: it was heard then. Carriers may swap the parts of a long text message,
    so by text both orders are read.
    """
    if reading.disclosure is not None:
        return reading
    row = (await tx.execute(prepared.LAST_READ, {"talk": conversation.id})).first()
    if row is None or row.at < at - TOGETHER or Reading.from_dict(row.body).disclosure is not None:
        return reading
    together = across(reading, reader.read(f"{row.text} {text}", toned=False))
    if together.disclosure is not None or conversation.channel != "sms":
        return together
    return across(reading, reader.read(f"{text} {row.text}", toned=False))
