"""The SQL of one text message about to leave: the words, for whom, and whether they are welcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from handoff_service.conversations import numbers_store, standing_store, store
from handoff_service.conversations.numbers_store import SealedNumber
from handoff_service.conversations.standing_store import Standing
from handoff_service.conversations.texts import texts_of
from handoff_service.db import Tx
from handoff_service.schema import messages


@dataclass(frozen=True)
class Letter:
    """A text message about to leave. `heard_at` is when its customer wrote last."""

    number: SealedNumber
    text: str
    purpose: str
    response: str | None
    standing: Standing
    heard_at: datetime | None


async def letter(tx: Tx, payload: Mapping[str, Any]) -> Letter | None:
    """The letter that an effect stands for; None where the customer gave no number or the words are gone."""
    conversation = str(payload["conversation"])
    number, first = await numbers_store.of(tx, conversation), await store.message(tx, payload["message"])
    if number is None or first is None:
        return None
    words = [texts_of(first.text, first.buttons)[payload["part"]]]
    for joined in payload.get("joined", ()):
        message = await store.message(tx, joined)
        words += texts_of(message.text, message.buttons) if message else ()
    standing = await standing_store.of(tx, conversation)
    heard_at = await heard(tx, conversation)
    return Letter(number, "\n".join(words), first.purpose, first.response, standing, heard_at)


async def heard(tx: Tx, conversation_id: str) -> datetime | None:
    """When the customer wrote last."""
    own = (messages.c.conversation_id == conversation_id) & (messages.c.author == "customer")
    at: datetime | None = (await tx.execute(select(func.max(messages.c.at)).where(own))).scalar_one_or_none()
    return at
