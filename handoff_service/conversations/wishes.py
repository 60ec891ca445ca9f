"""Heeds what a customer who texts wishes of texting: none any more, texts again, or to know who is here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from empathy.optout import Wish
from handoff_service.conversations import standing_store
from handoff_service.conversations.models import Conversation
from handoff_service.conversations.speaking import Saying, Speaker
from handoff_service.db import Tx
from handoff_service.outbox.alerts import Alert, raise_alert

#: Why a supervisor is called. Neither says what a customer feels, for it leaves the house.
STOPPED_WHILE_URGENT = "urgent_customer_stopped_texts"
URGENT_WHILE_STOPPED = "urgent_customer_cannot_be_texted"


@dataclass(frozen=True)
class Wishes:
    """Heeds wishes; `carrier_answers` says that Twilio confirms keywords itself, so that we must not as well."""

    speaker: Speaker
    carrier_answers: bool = True

    async def heed(self, tx: Tx, conversation: Conversation, wish: Wish, *, at: datetime) -> None:
        """Do as wished, with at most one confirmation: ours where nobody else gives one."""
        if wish.kind == "stop":
            await self._stop(tx, conversation, wish, at=at)
        elif wish.kind == "start" and await standing_store.allow(tx, conversation.id, by=wish.by, at=at):
            await self._say(tx, conversation, "utter_status_texts_started", wish=wish, at=at)
        elif wish.by != "carrier":
            # A START where nothing was stopped is somebody new to this number: tell who we are, as for HELP.
            await self._help(tx, conversation, at=at)

    async def mind_danger(self, tx: Tx, conversation: Conversation, *, cause: str, at: datetime) -> None:
        """Call a supervisor where somebody in danger wants no texts: the words of help may not arrive."""
        if (await standing_store.of(tx, conversation.id)).stopped:
            await raise_alert(tx, Alert(conversation.id, URGENT_WHILE_STOPPED, cause), at=at)

    async def _stop(self, tx: Tx, conversation: Conversation, wish: Wish, *, at: datetime) -> None:
        if not await standing_store.stop(tx, conversation.id, by=wish.by, at=at):
            return
        await self._say(tx, conversation, "utter_status_texts_stopped", wish=wish, at=at)
        if conversation.level == "immediate" and conversation.owner != "bot":
            cause = f"{conversation.id}:{conversation.last_number}"
            await raise_alert(tx, Alert(conversation.id, STOPPED_WHILE_URGENT, cause), at=at)

    async def _say(self, tx: Tx, conversation: Conversation, name: str, *, wish: Wish, at: datetime) -> None:
        if wish.by == "words" or (wish.by == "keyword" and not self.carrier_answers):
            spoken_to = replace(conversation, language=wish.language or conversation.language)
            await self.speaker.say(tx, spoken_to, Saying(name), at=at)

    async def _help(self, tx: Tx, conversation: Conversation, *, at: datetime) -> None:
        words = self.speaker.words
        resources = words.help_for("suicide", language=conversation.language, channel=conversation.channel)
        saying = Saying("utter_status_texts_help", {"resources": resources})
        await self.speaker.say(tx, conversation, saying, at=at)
