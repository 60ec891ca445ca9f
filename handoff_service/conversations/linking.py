"""Joins a web customer with a telephone, once a code that was texted to it comes back."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from empathy.errors import Gone, Malformed, TooMany
from empathy.ports import Clock, NewId
from handoff_service.conversations import links_store as links
from handoff_service.conversations import store
from handoff_service.conversations.links_store import Link
from handoff_service.conversations.models import Conversation
from handoff_service.conversations.texts import KIND
from handoff_service.db import Database, Tx
from handoff_service.ledger import store as ledger
from handoff_service.numbers import Numbers
from handoff_service.outbox import store as outbox

CODE_KIND = "phone_code"
LASTS = timedelta(minutes=10)
TRIES = 5
CODES_AN_HOUR = 3


@dataclass(frozen=True, kw_only=True)
class Linking:
    """The two steps. A code follows from the wish's id and `code_key`, so that it is kept nowhere."""

    database: Database
    numbers: Numbers
    now: Clock
    new_id: NewId
    code_key: str = field(repr=False)

    async def ask(self, conversation_id: str, typed: str) -> None:
        """Have a code texted to a number; raises Malformed for no number, TooMany after three in an hour.

        Whether the telephone is known, or wants no texts, is not told: the asker may be anybody.
        """
        number, at = self.numbers.mobile(typed), self.now()
        address = self.numbers.address(number)
        sealed = self.numbers.seal(number, address=address)
        link = Link(self.new_id(), conversation_id, address, sealed, 0, at, at + LASTS)
        async with self.database.unit_of_work() as tx:
            await store.lock(tx, conversation_id)
            if await links.asked_since(tx, link, at - timedelta(hours=1)) >= CODES_AN_HOUR:
                raise TooMany("Codes were sent several times.", remedy="Wait an hour, then ask again.")
            await links.add(tx, link)
            payload = {"conversation": conversation_id, "link": link.id}
            await outbox.add(
                tx, outbox.NewEffect(kind=CODE_KIND, key=f"code:{link.id}", payload=payload), at=at
            )

    async def verify(self, conversation_id: str, code: str) -> None:
        """Join the two, if the code is the one that was sent; raises Gone where none can be right any more, Malformed.

        Five tries, ten minutes. A wrong try is kept before it is refused.
        """
        at = self.now()
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            link = await links.newest(tx, conversation_id)
            if link is None or link.verified_at is not None or link.expires_at <= at or link.tries >= TRIES:
                raise Gone("This code holds no longer.", remedy="Ask for a new one.")
            right = hmac.compare_digest(self.code_of(link.id).encode(), code.strip().encode())
            await links.change(tx, link, tries=link.tries + 1, verified_at=at if right else None)
            if right:
                await self.join(tx, conversation, link, at=at)
        if not right:
            raise Malformed("This is not the code that was sent.", remedy="Look again, or ask for a new one.")

    async def join(self, tx: Tx, conversation: Conversation, link: Link, *, at: datetime) -> None:
        """The customer of the conversation and the one with the telephone are one person."""
        texting = await store.customer_at(tx, channel=KIND, address=link.address)
        if texting is None:
            texting = self.new_id()
            await store.add_customer(
                tx, texting, channel=KIND, address=link.address, sealed_number=link.sealed_number, at=at
            )
        await links.join(tx, (conversation.customer_id, texting), fresh=self.new_id())
        facts = {"link": link.id}
        await ledger.append(tx, kind="customer.linked", subject=conversation.id, body=facts, at=at)

    def code_of(self, link_id: str) -> str:
        """The six digits for a wish."""
        mark = hmac.new(self.code_key.encode(), link_id.encode(), hashlib.sha256).digest()
        return f"{int.from_bytes(mark[:8], 'big') % 10**6:06d}"
