"""Who owns a conversation: exactly one agent wins, words go in once, and nobody speaks out of turn."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from empathy.errors import Conflict, Malformed, NotAllowed, NotFound, TooLarge
from handoff_service.handoffs.models import Handoff
from tests.fakes.desk_people import epoch_of, handoff_of, kinds, person, waiting
from tests.fakes.running import Service


async def test_asking_for_a_person_queues_the_customer_once(service: Service) -> None:
    customer = await waiting(service)
    await customer.post("person", {})
    view = await customer.look()
    handoff = await handoff_of(customer)
    assert (view["owner"], view["state"], view["queue"]["ahead"]) == ("queue", "queued", 0)
    assert (handoff.state, handoff.reason, handoff.trigger) == ("queued", "asked_for_person", "customer")
    assert await kinds(service, handoff.id) == ["handoff.requested"]


async def test_of_eight_agents_who_accept_at_once_exactly_one_wins(service: Service) -> None:
    customer = await waiting(service)
    handoff = await handoff_of(customer)
    people = [await person(service, f"Agent {number}") for number in range(8)]
    ends = await asyncio.gather(*(one.accept(handoff) for one in people), return_exceptions=True)
    winners = [end for end in ends if isinstance(end, Handoff)]
    losers = [end for end in ends if isinstance(end, Conflict)]
    assert (len(winners), len(losers)) == (1, 7)
    winner = next(one for one in people if one.agent.id == winners[0].agent_id)
    assert all(winner.agent.name in loser.message for loser in losers)
    joined = [event for event in await customer.events() if winner.agent.name in event["text"]]
    assert len(joined) == 1
    assert (await kinds(service, handoff.id)).count("handoff.accepted") == 1


async def test_the_customer_is_told_the_agents_name_and_the_epoch_grows(service: Service) -> None:
    customer = await waiting(service)
    before = await epoch_of(customer)
    await (await person(service, "Ada Moreau")).accept(await handoff_of(customer))
    view = await customer.look()
    assert (view["owner"], view["agent"]) == ("agent", {"name": "Ada Moreau"})
    assert "Ada Moreau" in (await customer.events())[-1]["text"]
    assert await epoch_of(customer) == before + 1


async def test_a_double_click_on_accept_is_one_acceptance(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    handoff = await handoff_of(customer)
    first, second = await ada.accept(handoff), await ada.accept(handoff)
    assert first.accepted_at == second.accepted_at
    assert (await kinds(service, handoff.id)).count("handoff.accepted") == 1


async def test_what_nobody_waits_for_any_more_cannot_be_accepted(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    handoff = await handoff_of(customer)
    await customer.post("assistant", {})
    with pytest.raises(Conflict, match="Nobody waits here any longer"):
        await ada.accept(handoff)


async def test_a_handoff_that_never_was_is_not_found(service: Service) -> None:
    ada = await person(service)
    with pytest.raises(NotFound):
        await service.house.handoffs.accept(uuid.uuid4().hex, agent_id=ada.agent.id, agent_name="Ada")


async def test_the_agents_words_reach_the_customer_under_the_agents_name(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    await ada.say(customer, "Good morning, I have your bill here.")
    last = (await customer.events())[-1]
    assert (last["author"], last["name"], last["text"]) == (
        "agent",
        "Ada Moreau",
        "Good morning, I have your bill here.",
    )


async def test_one_form_sent_five_times_at_once_is_one_message(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    form_id, epoch = uuid.uuid4().hex, await epoch_of(customer)
    sent = [ada.say(customer, "Once.", form_id=form_id, epoch=epoch) for _ in range(5)]
    assert len(set(await asyncio.gather(*sent))) == 1
    assert [event["text"] for event in await customer.events()].count("Once.") == 1


async def test_another_agent_cannot_speak_in_the_conversation(service: Service) -> None:
    customer, ada, ben = await waiting(service), await person(service), await person(service, "Ben Ito")
    await ada.accept(await handoff_of(customer))
    with pytest.raises(NotAllowed, match="Ada Moreau has this conversation"):
        await ben.say(customer, "May I?")


async def test_before_accepting_nobody_can_speak(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    with pytest.raises(Conflict, match="no longer with you"):
        await ada.say(customer, "Too early")


async def test_words_from_a_page_of_an_earlier_epoch_are_refused(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    stale = await epoch_of(customer)
    await service.house.handoffs.requeue(await ada.step(customer))
    await ada.accept(await handoff_of(customer))
    with pytest.raises(Conflict, match="changed hands"):
        await ada.say(customer, "From the old page", epoch=stale)


@pytest.mark.parametrize(("text", "refusal"), [("   ", Malformed), ("x" * 4001, TooLarge)])
async def test_empty_and_endless_words_are_refused(
    service: Service, text: str, refusal: type[Exception]
) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    with pytest.raises(refusal):
        await ada.say(customer, text)


async def test_while_an_agent_owns_it_the_bot_is_never_asked(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    asked = len(service.bot.asked)
    await customer.say("Are you there?")
    await ada.say(customer, "Yes.")
    assert [event["author"] for event in await customer.events()][-2:] == ["customer", "agent"]
    assert len(service.bot.asked) == asked


async def test_danger_told_to_an_agent_raises_the_handoff_and_it_stays_with_the_agent(
    service: Service,
) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    await customer.say("I want to end my life")
    handoff = await handoff_of(customer)
    assert (handoff.level, handoff.reason, handoff.agent_id) == ("immediate", "suicide", ada.agent.id)
    assert "handoff.raised" in await kinds(service, handoff.id)
