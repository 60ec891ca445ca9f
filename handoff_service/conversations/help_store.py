"""Looks up which words of help a customer has been given already."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from handoff_service.db import Tx
from handoff_service.schema import messages

_VOICES = ("bot", "agent")


@dataclass(frozen=True)
class Help:
    """Words of help that were spoken: the response's name, the message's number, and the epoch then."""

    response: str
    number: int
    epoch: int


async def spoken(tx: Tx, conversation_id: str) -> list[Help]:
    """The words of help since the conversation was last opened, in order."""
    talk = messages.c.conversation_id == conversation_id
    opened = select(func.coalesce(func.max(messages.c.number), 0)).where(
        talk, messages.c.response == "utter_status_reopened"
    )
    query = select(messages.c.response, messages.c.number, messages.c.epoch).where(
        talk, messages.c.purpose == "crisis", messages.c.number > opened.scalar_subquery()
    )
    return [
        Help(row.response, row.number, row.epoch)
        for row in await tx.execute(query.order_by(messages.c.number))
    ]


async def written_after(tx: Tx, conversation_id: str, number: int) -> int:
    """How many messages the customer has written after message `number`."""
    own = (messages.c.conversation_id == conversation_id) & (messages.c.author == "customer")
    query = select(func.count()).select_from(messages).where(own, messages.c.number > number)
    return int((await tx.execute(query)).scalar_one())


async def is_last_word(tx: Tx, conversation_id: str, *, before: int) -> bool:
    """Whether words of help are the last thing that bot or agent said before message `before`."""
    heard = (messages.c.conversation_id == conversation_id) & messages.c.author.in_(_VOICES)
    query = select(messages.c.purpose).where(heard, messages.c.number < before)
    last = (await tx.execute(query.order_by(messages.c.number.desc()).limit(1))).first()
    return last is not None and last.purpose == "crisis"
