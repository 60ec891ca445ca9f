"""The ways in which an agent lets a conversation go: back to the bot, back to the queue, closed."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from empathy.errors import Conflict, Malformed, NotAllowed
from handoff_service.handoffs.models import OUTCOMES
from handoff_service.handoffs.offers import Offers
from tests.fakes.desk_people import Person, epoch_of, handoff_of, kinds, person, waiting
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Customer, Service


async def together(service: Service) -> tuple[Person, Customer]:
    """An agent and a customer in conversation."""
    customer, ada = await waiting(service, "Where is my order?"), await person(service)
    await ada.accept(await handoff_of(customer))
    return ada, customer


async def test_handing_back_lets_the_bot_go_on_in_order(service: Service, bot: FakeBot) -> None:
    ada, customer = await together(service)
    step = await ada.step(customer)
    await service.house.handoffs.hand_back(step, last_line="Take care.")
    await customer.say("Thanks")
    events = await customer.heard("Answer to: Thanks")
    assert [turn.kind for turn in bot.asked][-2:] == ["handback", "message"]
    texts = [event["text"] for event in events]
    assert texts.index("Take care.") < texts.index("Thanks")
    assert any("Ada Moreau" in event["text"] for event in events if event["author"] == "system")
    view = await customer.look()
    assert (view["owner"], view["agent"]) == ("bot", None)


async def test_handing_back_twice_is_refused_and_has_one_effect(service: Service) -> None:
    ada, customer = await together(service)
    step = await ada.step(customer)
    await service.house.handoffs.hand_back(step)
    with pytest.raises(Conflict):
        await service.house.handoffs.hand_back(step)
    assert (await kinds(service, step.handoff)).count("handoff.handed_back") == 1


async def test_back_in_the_queue_the_customer_keeps_the_place_and_the_next_agent_the_context(
    service: Service,
) -> None:
    ada, customer = await together(service)
    before = await handoff_of(customer)
    await service.house.handoffs.requeue(await ada.step(customer), note="Needs the billing team")
    after = await handoff_of(customer)
    assert (after.id, after.requested_at, after.state, after.agent_id) == (
        before.id,
        before.requested_at,
        "queued",
        None,
    )
    assert (after.level, after.note, after.request["note_by"]) == (
        "priority",
        "Needs the billing team",
        "Ada Moreau",
    )
    assert after.brief["quotes"] == before.brief["quotes"]
    assert "Ada Moreau had to leave" in (await customer.events())[-1]["text"]
    assert all("billing team" not in event["text"] for event in await customer.events())


async def test_another_agent_can_take_it_on_from_the_queue(service: Service) -> None:
    ada, customer = await together(service)
    await service.house.handoffs.requeue(await ada.step(customer))
    ben = await person(service, "Ben Ito")
    await ben.accept(await handoff_of(customer))
    await ben.say(customer, "Hello, I am Ben.")
    assert (await customer.look())["agent"] == {"name": "Ben Ito"}


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_closing_keeps_the_outcome_and_tells_the_customer(service: Service, outcome: str) -> None:
    ada, customer = await together(service)
    await service.house.handoffs.close(await ada.step(customer), outcome=outcome)
    handoff = await handoff_of(customer)
    assert (handoff.state, handoff.outcome, handoff.ended_at is None) == ("closed", outcome, False)
    assert (await customer.look())["state"] == "closed"
    assert "closed" in (await customer.events())[-1]["text"]


async def test_closing_without_a_known_outcome_is_refused(service: Service) -> None:
    ada, customer = await together(service)
    with pytest.raises(Malformed):
        await service.house.handoffs.close(await ada.step(customer), outcome="whatever")
    assert (await customer.look())["state"] == "with_agent"


async def test_only_the_agent_who_has_it_can_let_it_go(service: Service) -> None:
    _ada, customer = await together(service)
    ben = await person(service, "Ben Ito")
    step = await ben.step(customer)
    for attempt in (
        service.house.handoffs.hand_back(step),
        service.house.handoffs.requeue(step),
        service.house.handoffs.close(step, outcome="resolved"),
    ):
        with pytest.raises(NotAllowed):
            await attempt


async def test_after_closing_a_new_wish_opens_a_new_handoff(service: Service) -> None:
    ada, customer = await together(service)
    first = await handoff_of(customer)
    await service.house.handoffs.close(await ada.step(customer), outcome="resolved")
    await customer.post("person", {})
    second = await handoff_of(customer)
    assert (second.id != first.id, second.state) == (True, "queued")


async def test_each_change_of_owner_makes_the_epoch_grow_by_one(service: Service) -> None:
    ada, customer = await together(service)
    epochs = [await epoch_of(customer)]
    await service.house.handoffs.requeue(await ada.step(customer))
    epochs.append(await epoch_of(customer))
    await ada.accept(await handoff_of(customer))
    epochs.append(await epoch_of(customer))
    await service.house.handoffs.hand_back(await ada.step(customer))
    epochs.append(await epoch_of(customer))
    assert [after - before for before, after in itertools.pairwise(epochs)] == [1, 1, 1]


async def test_an_offer_can_be_declined_and_taken_by_somebody_else(service: Service) -> None:
    customer, ada, ben = await waiting(service), await person(service), await person(service, "Ben Ito")
    offers, handoff = Offers(service.house.database, service.house.desk), await handoff_of(customer)
    await offers.offer(handoff.id, agent_id=ada.agent.id, lasting=timedelta(seconds=30))
    with pytest.raises(Conflict, match="not offered to you"):
        await offers.decline(handoff.id, agent_id=ben.agent.id)
    await offers.decline(handoff.id, agent_id=ada.agent.id)
    assert (await handoff_of(customer)).state == "queued"
    await offers.offer(handoff.id, agent_id=ada.agent.id, lasting=timedelta(seconds=30))
    await ben.accept(handoff)
    assert (await handoff_of(customer)).agent_id == ben.agent.id


async def test_an_offer_that_nobody_takes_in_time_goes_back_to_the_queue(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    offers, handoff = Offers(service.house.database, service.house.desk), await handoff_of(customer)
    await offers.offer(handoff.id, agent_id=ada.agent.id, lasting=timedelta(seconds=-1))
    assert await offers.expire() == 1
    assert await offers.expire() == 0
    assert ((await handoff_of(customer)).state, (await customer.look())["state"]) == ("queued", "queued")
