"""Texts the code that joins a telephone to a web conversation."""

from __future__ import annotations

from dataclasses import dataclass

from handoff_service.channels.texter import STOPPED, Texter
from handoff_service.conversations import links_store, standing_store, store
from handoff_service.conversations.linking import Linking
from handoff_service.conversations.speaking import Speaker
from handoff_service.conversations.texts import KIND
from handoff_service.db import Tx
from handoff_service.outbox.relay import HeldBack
from handoff_service.outbox.store import Effect, Outcome
from handoff_service.words import Listener


@dataclass(frozen=True)
class CodeTexter:
    """The outbox's handler of codes: whoever wants no texts gets none of these either."""

    texter: Texter
    linking: Linking
    speaker: Speaker

    async def deliver(self, effect: Effect) -> Outcome:
        """Text the code of one wish, while it still holds."""
        if not self.texter.account.complete:
            raise HeldBack("no Twilio account")
        async with self.texter.database.view() as tx:
            link = await links_store.get(tx, effect.payload["link"])
            if link is None or link.expires_at <= self.texter.now():
                raise HeldBack("the code holds no longer")
            language = (await store.get(tx, link.conversation_id)).language
            owner = await store.customer_at(tx, channel=KIND, address=link.address)
            if owner is not None and (await standing_store.of_customer(tx, owner)).stopped:
                raise HeldBack(STOPPED)
        to = self.linking.numbers.open(link.sealed_number, address=link.address)
        code = {"code": self.linking.code_of(link.id)}
        spoken = self.speaker.words.pick(
            "utter_status_phone_code", Listener(language, channel=KIND), values=code
        )
        return await self.texter.sent(effect, to, spoken.text)

    async def ended(self, tx: Tx, effect: Effect, outcome: Outcome) -> None:
        """Nothing follows: the customer asks for another code."""
