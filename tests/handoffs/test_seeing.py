"""What agents see: the queue in its order, the brief from the customer's own words, and only what is theirs to see."""

from __future__ import annotations

import pytest

from empathy.errors import NotAllowed, NotFound
from tests.fakes.desk_people import handoff_of, kinds, person, waiting
from tests.fakes.running import Service


async def test_the_queue_puts_danger_first_and_then_the_longest_wait(service: Service) -> None:
    first, second = await waiting(service, name="First"), await waiting(service, name="Second")
    danger = await service.customer(name="Danger")
    await danger.say("I want to end my life")
    lines = await (await person(service)).reader.queue()
    assert [line.name for line in lines] == ["Danger", "First", "Second"]
    assert [line.level for line in lines] == ["immediate", "offer", "offer"]
    assert (await first.look())["queue"]["ahead"] == 1
    assert (await second.look())["queue"]["ahead"] == 2


async def test_the_brief_holds_the_customers_own_words_and_the_course(service: Service) -> None:
    customer = await waiting(service, "I am annoyed about the bill", "I am furious now", name="Sam")
    case = await (await person(service)).case(customer)
    assert case.brief is not None
    assert [quote["text"] for quote in case.brief["quotes"]] == [
        "I am annoyed about the bill",
        "I am furious now",
    ]
    assert [one["emotion"] for one in case.brief["course"]["series"]] == ["frustration", "frustration"]
    assert (case.brief["who"]["name"], case.brief["why"]["reason"]) == ("Sam", "asked_for_person")


async def test_what_is_written_while_waiting_is_in_the_brief(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await customer.say("I am furious about waiting")
    taken = await ada.accept(await handoff_of(customer))
    assert [quote["text"] for quote in taken.brief["quotes"]] == ["I am furious about waiting"]


async def test_with_consent_declined_the_brief_says_so_and_has_no_feelings(service: Service) -> None:
    customer = await waiting(service, "I am furious", consent={"tone": False})
    case = await (await person(service)).case(customer)
    assert case.brief is not None
    assert case.brief["who"]["consent"] == {"tone": False}
    assert all(one["emotion"] == "neutral" for one in case.brief["course"]["series"])


async def test_every_agent_may_read_who_waits_and_the_reading_is_written_down(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.case(customer)
    assert (await kinds(service, customer.id)).count("conversation.read") == 1


async def test_a_conversation_with_another_agent_is_closed_to_agents_and_open_to_supervisors(
    service: Service,
) -> None:
    customer, ada, ben = await waiting(service), await person(service), await person(service, "Ben Ito")
    await ada.accept(await handoff_of(customer))
    with pytest.raises(NotAllowed, match="Ada Moreau has this conversation"):
        await ben.case(customer)
    boss = await person(service, "Inez Alba", role="supervisor")
    assert (await boss.case(customer)).holder == "Ada Moreau"


async def test_a_conversation_with_the_bot_and_an_auditor_are_kept_apart_from_agents(
    service: Service,
) -> None:
    chatting, ada = await service.customer(), await person(service)
    with pytest.raises(NotAllowed):
        await ada.case(chatting)
    auditor = await person(service, "Otto Reyes", role="auditor")
    with pytest.raises(NotAllowed):
        await auditor.case(await waiting(service))


async def test_the_agent_who_had_it_last_may_still_look_back(service: Service) -> None:
    customer, ada = await waiting(service), await person(service)
    await ada.accept(await handoff_of(customer))
    await service.house.handoffs.close(await ada.step(customer), outcome="resolved")
    assert (await ada.case(customer)).conversation.state == "closed"


async def test_a_conversation_that_never_was_is_not_found(service: Service) -> None:
    ada = await person(service)
    with pytest.raises(NotFound):
        await ada.reader.open_case("0" * 32, ada.agent)


async def test_my_conversations_say_where_it_is_my_turn(service: Service) -> None:
    customer, ada = await waiting(service, "Hello", name="Sam"), await person(service)
    await ada.accept(await handoff_of(customer))
    assert [(line.name, line.due) for line in await ada.reader.mine(ada.agent.id)] == [("Sam", True)]
    await ada.say(customer, "Hello Sam")
    assert [line.due for line in await ada.reader.mine(ada.agent.id)] == [False]
    await customer.say("Thank you")
    assert [line.due for line in await ada.reader.mine(ada.agent.id)] == [True]


async def test_the_wait_is_only_estimated_once_enough_waits_are_known(service: Service) -> None:
    ada = await person(service)
    assert (await (await waiting(service)).look())["queue"]["wait_minutes"] is None
    for _ in range(3):
        await ada.accept(await handoff_of(await waiting(service)))
    low, high = (await (await waiting(service)).look())["queue"]["wait_minutes"]
    assert 1 <= low < high
