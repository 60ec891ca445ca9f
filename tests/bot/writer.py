"""A process that writes turns as fast as it can and says which are stored, so that a test can kill it."""

from __future__ import annotations

import sys
from itertools import count

from rasa.shared.core.events import ActionExecuted

from bot.tracker_store import HeardTrackerStore
from tests.bot.parts import DOMAIN, says


async def write(url: str) -> None:
    """Write messages 0, 1, 2, ... and print each number once it is committed; never ends by itself."""
    store = HeardTrackerStore(url, domain=DOMAIN)
    for number in count():
        made = await store.get_or_create_tracker("customer", append_action_listen=False)
        for event in [*says(f"message {number}"), ActionExecuted("utter_bill")]:
            made.update(event)
        await store.save(made)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
