"""The turns after danger was told: help first, nothing sold or closed, and a false alarm that is met kindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Customer, Service

DANGER = "I want to end my life"
BILL = "I'm fine, just tell me about my bill"


async def in_danger(service: Service, **body: object) -> Customer:
    customer = await service.customer(**body)
    await customer.say(DANGER)
    return customer


def said_to(events: list[dict[str, Any]]) -> list[str]:
    """What the customer was told, in order: crisis words, or how it stands (whether or not anybody is at a desk)."""
    told = [event["purpose"] for event in events if event["author"] != "customer"]
    return ["status" if purpose == "handoff" else purpose for purpose in told]


@pytest.mark.parametrize("words", ["What happens to my contract?", "ok", "nobody cares anyway", "hello?"])
async def test_what_follows_danger_is_left_to_a_person(service: Service, bot: FakeBot, words: str) -> None:
    customer = await in_danger(service)
    await customer.say(words)
    assert said_to(await customer.events()) == ["crisis", "status"]
    assert (bot.asked, (await customer.look())["owner"]) == ([], "queue")


async def test_time_closes_nothing_where_danger_was_told(service: Service) -> None:
    customer = await in_danger(service)
    later = datetime.now(UTC) + timedelta(days=30)
    await service.stop()
    service.ways = replace(service.ways, now=lambda: later)
    await service.start()
    conversations = service.house.conversations
    now = await conversations.get(customer.id)
    assert (now.state, now.owner) == ("queued", "queue")
    assert len(await conversations.messages_after(customer.id, 0)) == 3


async def test_a_false_alarm_is_answered_and_a_person_still_looks_in(service: Service, bot: FakeBot) -> None:
    customer = await in_danger(service)
    await customer.say(BILL)
    events = await customer.heard(f"Answer to: {BILL}")
    assert [turn.text for turn in bot.asked] == [BILL]
    assert "Somebody from our team will still look in" in events[4]["text"]
    handoff = await handoff_of(customer)
    assert (handoff.state, handoff.level, handoff.ended_at) == ("queued", "immediate", None)


async def test_a_bare_denial_is_met_kindly_and_the_bot_is_not_asked_to_guess(
    service: Service, bot: FakeBot
) -> None:
    customer = await in_danger(service)
    await customer.say("Sorry, it was a joke")
    assert "look in" in (await customer.events())[-1]["text"]
    assert (bot.asked, (await customer.look())["owner"]) == ([], "bot")
    await customer.say("Where is my router?")
    await customer.heard("Answer to: Where is my router?")


async def test_a_person_may_step_in_after_a_false_alarm(service: Service) -> None:
    customer, ada = await in_danger(service), await person(service)
    await customer.say("I'm fine")
    await ada.accept(await handoff_of(customer))
    await ada.say(customer, "Hello, I am Ada.")
    assert (await customer.look())["owner"] == "agent"


async def test_who_asks_for_a_person_after_a_false_alarm_waits_under_the_same_handoff(
    service: Service,
) -> None:
    customer = await in_danger(service)
    first = await handoff_of(customer)
    await customer.say("I'm fine")
    await customer.post("person", {})
    again = await handoff_of(customer)
    assert (again.id, again.level, (await customer.look())["state"]) == (first.id, "immediate", "queued")


async def test_danger_after_a_false_alarm_is_danger_again(service: Service) -> None:
    customer = await in_danger(service)
    await customer.say("I'm fine")
    await customer.say(DANGER)
    assert said_to(await customer.events()) == ["crisis", "status", "status", "crisis", "status"]
    assert (await customer.look())["owner"] == "queue"


async def test_who_goes_on_with_the_assistant_after_danger_is_not_forgotten(service: Service) -> None:
    customer = await in_danger(service)
    assert (await customer.post("assistant", {})).status_code == 200
    handoff = await handoff_of(customer)
    assert (handoff.ended_at, (await customer.look())["owner"]) == (None, "bot")


@pytest.mark.parametrize("words", ["I'm fine, there is no way out", f"I'm fine. {DANGER}"])
async def test_a_denial_with_danger_in_it_takes_nothing_back(service: Service, words: str) -> None:
    customer = await in_danger(service)
    await customer.say(words)
    assert (await customer.look())["owner"] == "queue"


async def test_a_denial_of_somebody_who_only_waits_for_a_person_changes_nothing(service: Service) -> None:
    customer = await service.customer()
    await customer.post("person", {})
    await customer.say("I'm fine")
    assert (await customer.look())["owner"] == "queue"


@pytest.mark.parametrize(
    ("house", "told", "locale", "help_named"),
    [
        ("US", None, "en-GB", "988"),
        ("US", "GB", "en-US", "116 123"),
        ("locale", None, "es-MX", "800 911 2000"),
        ("locale", None, "en-AU", "13 11 14"),
        ("locale", "IE", "en-US", "50808"),
        ("locale", None, "de-DE", "findahelpline.com"),
        ("locale", None, "en", "findahelpline.com"),
        ("US", "FR", "en-US", "findahelpline.com"),
    ],
)
async def test_help_is_named_for_the_place_and_where_it_is_unknown_for_anywhere(
    service: Service, house: str, told: str | None, locale: str, help_named: str
) -> None:
    service.house.words.country = house
    try:
        customer = await in_danger(service, locale=locale, **({"country": told} if told else {}))
        assert help_named in (await customer.events())[1]["text"]
    finally:
        service.house.words.country = "US"


@pytest.mark.parametrize("country", ["us", "USA", "U1", 7, " "])
async def test_a_country_that_is_none_is_refused(service: Service, country: object) -> None:
    body = {"channel": "web", "locale": "en-US", "consent": {"tone": True}, "country": country}
    assert (await service.http.post("/api/conversations", json=body)).status_code == 422
