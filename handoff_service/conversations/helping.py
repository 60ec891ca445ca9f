"""Speaks the words of help: whole when a danger is first told, short when it is told again, never at every breath."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handoff_service.conversations import help_store
from handoff_service.conversations.help_store import Help
from handoff_service.conversations.models import Conversation
from handoff_service.conversations.speaking import Speaker
from handoff_service.db import Tx
from handoff_service.words import AGAIN

#: Somebody in despair writes line upon line: the short words come again only after so many messages.
PAUSE = 3


async def help_with(tx: Tx, speaker: Speaker, conversation: Conversation, kind: str, *, at: datetime) -> None:
    """Say the words of help that are due for a danger of this kind, if any; the message that told it is kept already."""
    said = await help_store.spoken(tx, conversation.id)
    written = await help_store.written_after(tx, conversation.id, said[-1].number) if said else 0
    due = words_due(said, kind, epoch=conversation.epoch, written=written)
    if due is not None:
        await speaker.help(tx, conversation, kind, at=at, again=due == AGAIN)


def words_due(said: Sequence[Help], kind: str, *, epoch: int, written: int) -> str | None:
    """The response to speak for danger of this kind, or None while the last words of help are still close.

    `said`: words of help since the conversation was opened; `written`: the customer's messages after the last of them.
    A danger of another kind has numbers of its own, so it gets its whole text.
    """
    whole = f"utter_crisis_{kind}"
    if all(one.response != whole for one in said):
        return whole
    last = said[-1]
    nobody_new = last.epoch == epoch
    return None if last.response == AGAIN and nobody_new and written <= PAUSE else AGAIN
