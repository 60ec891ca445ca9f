"""Says the designers' words to a customer, as numbered messages in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from empathy.ports import NewId
from handoff_service.conversations import store
from handoff_service.conversations.models import Conversation, NewMessage
from handoff_service.db import Tx
from handoff_service.words import Listener, Spoken, Words


@dataclass(frozen=True)
class Saying:
    """What to say: a response's name, values for its placeholders, and who says it (system or bot)."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    author: str = "system"


class Speaker:
    """Speaks by response name; the words themselves are the designers'."""

    def __init__(self, words: Words, *, new_id: NewId) -> None:
        self.words, self.new_id = words, new_id

    async def say(self, tx: Tx, conversation: Conversation, saying: Saying, *, at: datetime) -> int:
        """Append the words of `saying` in the customer's language; returns the message's number."""
        spoken = self.words.pick(saying.name, listener_of(conversation), values=saying.values)
        return await self.append(tx, conversation, spoken, message=Voice(saying.author, at))

    async def help(
        self, tx: Tx, conversation: Conversation, kind: str, *, at: datetime, again: bool = False
    ) -> int:
        """Append the words of help for a disclosure of danger, spoken by the bot; short if it is told `again`."""
        spoken = self.words.crisis(kind, listener_of(conversation), again=again)
        return await self.append(tx, conversation, spoken, message=Voice("bot", at))

    async def append(self, tx: Tx, conversation: Conversation, spoken: Spoken, *, message: Voice) -> int:
        """Append words already chosen; returns the message's number."""
        new = NewMessage(
            id=self.new_id(),
            conversation_id=conversation.id,
            author=message.author,
            purpose=spoken.purpose,
            text=spoken.text,
            epoch=conversation.epoch,
            at=message.at,
            response=spoken.response,
            variant=spoken.variant,
            buttons=spoken.buttons,
            in_reply_to=message.answers,
            reply_index=None if message.answers is None else 0,
        )
        return await store.append_message(tx, new)


@dataclass(frozen=True)
class Voice:
    """Who speaks, and when; `answers` names what is answered, which happens once."""

    author: str
    at: datetime
    answers: str | None = None


def listener_of(conversation: Conversation) -> Listener:
    """For whom words are chosen."""
    return Listener(
        language=conversation.language,
        channel=conversation.channel,
        turn=conversation.last_number,
        facts={"tier": str(conversation.tier), "channel_kind": conversation.channel},
    )
