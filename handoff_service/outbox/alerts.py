"""Calls a supervisor where a customer cannot be reached: noted with its cause, told through the outbox, in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import httpx

from empathy.ports import Clock
from handoff_service.db import Tx, wake_after_commit
from handoff_service.ledger import store as ledger
from handoff_service.logs import log
from handoff_service.outbox import store
from handoff_service.outbox.relay import Ended, NotDelivered
from handoff_service.outbox.store import Effect, NewEffect, Outcome
from handoff_service.signals import QUEUE, conversation_topic

KIND = "alert"
ANSWERS_WITHIN_S = 10.0


@dataclass(frozen=True)
class Alert:
    """What a supervisor must know: which conversation, why (no words, feelings or numbers), and what caused it."""

    conversation: str
    reason: str
    cause: str


async def raise_alert(tx: Tx, alert: Alert, *, at: datetime) -> None:
    """Note an alert in the transaction of its cause; the same cause alerts once."""
    key = f"alert:{alert.reason}:{alert.cause}"
    payload = {"conversation": alert.conversation, "reason": alert.reason}
    if await store.exists(tx, key):
        return
    await store.add(tx, NewEffect(kind=KIND, key=key, payload=payload), at=at)
    facts = {"reason": alert.reason, "cause": alert.cause}
    await ledger.append(tx, kind="supervisor.alerted", subject=alert.conversation, body=facts, at=at)
    wake_after_commit(tx, QUEUE, conversation_topic(alert.conversation))


@dataclass(frozen=True)
class Pager:
    """The outbox's handler of alerts: a line in the log, and a call to the operator's `url` if there is one."""

    now: Clock
    public_url: str
    url: str = field(default="", repr=False)

    async def deliver(self, effect: Effect) -> Outcome:
        """Tell of one alert; what goes out is a reason and an address in the console, which asks for a sign-in."""
        conversation, reason = effect.payload["conversation"], effect.payload["reason"]
        log.error("supervisor_alert", conversation=conversation, reason=reason)
        if not self.url:
            return Outcome(state="sent")
        page = f"{self.public_url.rstrip('/')}/console/conversations/{conversation}"
        body = {"event": "supervisor_alert", "id": effect.key, "reason": reason, "page": page}
        try:
            async with httpx.AsyncClient(timeout=ANSWERS_WITHIN_S, trust_env=False) as http:
                answer = await http.post(self.url, json=body | {"at": self.now().isoformat()})
        except httpx.HTTPError as fault:
            raise NotDelivered(type(fault).__name__) from None
        if answer.status_code in (408, 429) or answer.status_code >= 500:
            raise NotDelivered(f"pager {answer.status_code}")
        if not answer.is_success:
            raise Ended(f"pager {answer.status_code}")
        return Outcome(state="sent")

    async def ended(self, tx: Tx, effect: Effect, outcome: Outcome) -> None:
        """Nothing follows from an alert's end; one that failed is in the ledger and the log."""
