"""Tells a customer who has just been queued what to expect, honestly and once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoff_service.conversations import store
from handoff_service.conversations.ports import HandoffDesk
from handoff_service.conversations.speaking import Saying, Speaker
from handoff_service.db import Tx


@dataclass(frozen=True)
class Telling:
    """How a customer who has just been queued is told what to expect; `urgent` goes ahead of everybody."""

    desk: HandoffDesk
    speaker: Speaker
    at: datetime
    urgent: bool = False


async def tell_queued(tx: Tx, conversation_id: str, telling: Telling) -> None:
    """Say honestly whether anybody is there, and how long it may take where that is known."""
    conversation = await store.get(tx, conversation_id)
    place = await telling.desk.place(tx, conversation_id)
    if not await telling.desk.anybody_present(tx):
        saying = Saying(
            "utter_status_nobody_present_urgent" if telling.urgent else "utter_status_nobody_present"
        )
    elif telling.urgent:
        saying = Saying("utter_status_person_on_the_way")
    elif place is None or place.wait_minutes is None:
        return
    else:
        low, high = place.wait_minutes
        saying = Saying("utter_status_queued", {"ahead": place.ahead, "wait": f"{low}-{high}"})
    await telling.speaker.say(tx, conversation, saying, at=telling.at)
