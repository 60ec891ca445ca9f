"""Carries text messages out: to whoever wants them, at a fit hour, no faster than allowed, and never twice unnoticed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from empathy.ports import Clock
from empathy.quiet import Hours, longest_quiet
from handoff_service.channels import receipts
from handoff_service.channels.turnstile import Turnstile
from handoff_service.channels.twilio_account import OPTED_OUT, Account, Listed
from handoff_service.conversations.letters_store import Letter, letter
from handoff_service.db import Database, Tx
from handoff_service.numbers import NotOpened, Numbers, zones_of
from handoff_service.outbox import store as outbox
from handoff_service.outbox.relay import HeldBack, Later
from handoff_service.outbox.store import Effect, Outcome

#: What a customer who wrote so long ago gets is begun by us, not an answer.
ANSWER_FOR = timedelta(hours=12)
#: Twilio's clock and ours may differ by so much when a message is looked for.
CLOCKS_DIFFER = timedelta(minutes=2)
CONFIRMATION = "utter_status_texts_stopped"
STOPPED = "stopped by the customer"
AGAIN = "possible duplicate"
FOUND = "found with Twilio, not sent again"


@dataclass(frozen=True, kw_only=True)
class Manners:
    """When texts may leave: not in quiet `hours` (in the number's time zones, else in `zone`), not too fast."""

    turnstile: Turnstile
    hours: Hours | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Texter:
    """The outbox's handler of text messages."""

    database: Database
    account: Account
    numbers: Numbers
    now: Clock
    manners: Manners

    async def deliver(self, effect: Effect) -> Outcome:
        """Send one text message, once it may leave; one that may have left before is looked for first."""
        if not self.account.complete:
            raise HeldBack("no Twilio account")
        async with self.database.view() as tx:
            written = await letter(tx, effect.payload)
        if written is None:
            raise HeldBack("no number or no words")
        try:
            to = self.numbers.open(written.number.text, address=written.number.address)
        except NotOpened:
            raise HeldBack("the number cannot be opened") from None
        self.refuse_unwelcome(written, to)
        return await self.sent(effect, to, written.text)

    def refuse_unwelcome(self, written: Letter, to: str) -> None:
        """Raise HeldBack for whoever wants no texts, Later for an unfit hour; words of help are always tried."""
        if written.purpose == "crisis":
            return
        if written.standing.stopped and written.response != CONFIRMATION:
            raise HeldBack(STOPPED)
        # The notice may leave a moment before the first message is kept: a text began the conversation all the same.
        begun = written.heard_at is not None and self.now() - written.heard_at > ANSWER_FOR
        quiet = self.quiet_for(to) if begun else 0.0
        wait = quiet or self.manners.turnstile.wait_s()
        if wait > 0:
            raise Later(wait)

    def quiet_for(self, to: str) -> float:
        """Seconds until it is day wherever this number may be."""
        if self.manners.hours is None:
            return 0.0
        zones = zones_of(to) or (self.manners.zone,)
        here = [self.now().astimezone(ZoneInfo(zone)) for zone in zones]
        return longest_quiet(here, self.manners.hours).total_seconds()

    async def sent(self, effect: Effect, to: str, body: str) -> Outcome:
        """Hand it over, unless Twilio has it already."""
        if effect.doubtful:
            found = await self.found(to, body, since=effect.created_at)
            if found is not None:
                return Outcome(state="sent", reason=FOUND, external_id=found)
        sid = await asyncio.to_thread(self.account.send, to, body)
        return Outcome(state="sent", reason=AGAIN if effect.doubtful else None, external_id=sid)

    async def found(self, to: str, body: str, *, since: datetime) -> str | None:
        """Twilio's id of these words to this number, if it took them and we don't know it as another message's."""
        listed = await asyncio.to_thread(self.account.listed, to)
        alike = [one for one in listed if same(one, body) and one.created_at > since - CLOCKS_DIFFER]
        async with self.database.view() as tx:
            known = await outbox.known_names(tx, [one.sid for one in alike])
        free = [one.sid for one in reversed(alike) if one.sid not in known]
        return free[0] if free else None

    async def ended(self, tx: Tx, effect: Effect, outcome: Outcome) -> None:
        """Join a receipt that came before the id; tell people of words that did not arrive."""
        at = self.now()
        if outcome.external_id is not None:
            receipt = await receipts.held_receipt(tx, outcome.external_id, at=at)
            await receipts.applied(tx, receipt, effect.payload, at=at)
        elif outcome.state != "held" or is_opt_out(outcome):
            code = str(OPTED_OUT) if is_opt_out(outcome) else ""
            await receipts.not_arrived(tx, effect.payload, code=code, at=at)


def is_opt_out(outcome: Outcome) -> bool:
    """Whether Twilio refused because the customer opted out."""
    return str(outcome.reason).endswith(str(OPTED_OUT))


def same(listed: Listed, body: str) -> bool:
    """Whether a listed message is this one; trial accounts put words of their own in front."""
    return listed.body.strip().endswith(body.strip())
