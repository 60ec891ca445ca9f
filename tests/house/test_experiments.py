"""The demo's experiment through the real stack: dealt by the service, spoken by Rasa, kept, and reported."""

import json
from collections import Counter

import pytest
from sqlalchemy import select

from empathy.experiments import Occasion, arm_of, unit_of, why_not
from handoff_service.clock import utc_now
from handoff_service.db import Database
from handoff_service.schema import conversations, messages
from heard import experiments
from heard.places import ROOT
from heard.talk import dialogue_of, replay

ASKED = {
    "en-US": "I'm completely lost with my bill, I don't understand what I'm paying for",
    "es-US": "Estoy confundido con mi factura, no entiendo lo que pago",
}


async def acknowledgements(house):
    """(conversation, customer, variant, experiment, arm) of every acknowledgement of confusion kept so far."""
    database = Database(house.settings.database_url, wake=lambda *_: None)
    shown = (messages.c.conversation_id, conversations.c.customer_id)
    words = (messages.c.variant, messages.c.experiment, messages.c.arm)
    query = select(*shown, *words).join(conversations, conversations.c.id == messages.c.conversation_id)
    async with database.view() as tx:
        rows = (await tx.execute(query.where(messages.c.response == "utter_acknowledge_confusion"))).all()
    await database.close()
    return rows


@pytest.mark.house
async def test_each_customer_hears_the_words_of_their_arm_and_it_is_kept(house):
    for number, (locale, text) in enumerate([*ASKED.items()] * 4):
        line = json.dumps({"id": f"bill{number}", "turns": [{"turn": 1, "text": text}]})
        (report,) = replay(house.client, dialogue_of(line, 1, "web"), locale=locale)
        assert report["acknowledged_first"], report
    (demo,) = experiments.written(ROOT)
    kept = [row for row in await acknowledgements(house) if row.experiment == demo.id]
    running = not why_not(demo, Occasion(utc_now().date(), "en", "web"))
    assert len(kept) >= 8 if running else not kept
    for row in kept:
        unit = unit_of(
            house.settings.key("experiments"), customer=row.customer_id, conversation=row.conversation_id
        )
        arm = arm_of(demo, unit)
        assert (row.arm, row.variant in arm.variants) == (arm.id, True)
    (found,) = await experiments.reported(house.settings, [demo])
    dealt = Counter(arm for _, arm in {(row.conversation_id, row.arm) for row in kept})
    assert {one.arm: one.conversations for one in found.arms if one.conversations} == dealt
