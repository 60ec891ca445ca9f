"""Danger told again: shorter words with the same help, never the whole text twice, never at every breath."""

from __future__ import annotations

import pytest

from handoff_service.conversations.help_store import Help
from handoff_service.conversations.helping import words_due
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Customer, Service

TOLD, WHOLE, AGAIN = "I want to end my life", "utter_crisis_suicide", "utter_crisis_again"


async def helped(customer: Customer) -> list[dict]:
    return [event for event in await customer.events() if event["purpose"] == "crisis"]


async def test_told_again_the_words_are_shorter_and_name_the_help_again(service: Service) -> None:
    customer = await service.customer()
    await customer.say(TOLD)
    await customer.say(f"{TOLD}, I mean it")
    first, second = await helped(customer)
    assert len(second["text"]) < len(first["text"])
    assert second["text"] != first["text"]
    assert "988" in second["text"]


async def test_the_words_come_with_the_message_that_told_it(service: Service) -> None:
    customer = await service.customer()
    await customer.say(TOLD)
    await customer.say(TOLD)
    authors = [event["author"] for event in await customer.events()]
    assert authors[-2:] == ["customer", "bot"]
    assert (await customer.look())["owner"] == "queue"


async def test_line_upon_line_is_not_met_with_the_same_words_each_time(service: Service) -> None:
    customer = await service.customer()
    for _ in range(4):
        await customer.say(TOLD)
    assert len(await helped(customer)) == 2


async def test_after_a_while_the_help_is_named_again(service: Service) -> None:
    customer = await service.customer()
    for text in (TOLD, TOLD, "are you there", "hello", "please", TOLD):
        await customer.say(text)
    assert len(await helped(customer)) == 3


async def test_another_danger_gets_its_own_words(service: Service) -> None:
    customer = await service.customer()
    await customer.say(TOLD)
    await customer.say("now there is chest pain too")
    first, second = await helped(customer)
    assert "911" in second["text"]
    assert "988" in first["text"]


async def test_while_a_person_is_there_the_short_words_are_spoken(service: Service) -> None:
    customer, ada = await service.customer(), await person(service)
    await customer.say(TOLD)
    await ada.accept(await handoff_of(customer))
    await customer.say(TOLD)
    assert len(await helped(customer)) == 2
    assert (await customer.look())["owner"] == "agent"


async def test_a_conversation_that_was_closed_and_opened_again_hears_the_whole_text(service: Service) -> None:
    customer = await service.customer()
    await customer.say(TOLD)
    await customer.post("close", {})
    await customer.say(TOLD)
    first, second = await helped(customer)
    assert first["text"] == second["text"]


async def test_in_spanish_the_short_words_are_spanish(service: Service) -> None:
    customer = await service.customer(locale="es-US")
    await customer.say(TOLD)
    await customer.say(TOLD)
    assert "Ayuda gratuita" in (await helped(customer))[1]["text"]


async def test_the_bot_is_told_when_words_of_help_were_the_last_it_said(
    service: Service, bot: FakeBot
) -> None:
    customer = await service.customer()
    await customer.say("hello")
    await customer.heard("Answer to: hello")
    await customer.say(TOLD)
    await customer.post("assistant", {})
    await customer.say("my bill is too high")
    await customer.heard("Answer to: my bill")
    await customer.say("and the fee")
    await customer.heard("Answer to: and the fee")
    assert [bool(turn.context.get("after_crisis")) for turn in bot.asked] == [False, True, False]


@pytest.mark.parametrize(
    ("said", "kind", "epoch", "written", "due"),
    [
        ([], "suicide", 1, 0, WHOLE),
        ([Help(WHOLE, 2, 1)], "suicide", 2, 1, AGAIN),
        ([Help(WHOLE, 2, 1)], "medical", 2, 1, "utter_crisis_medical"),
        ([Help(WHOLE, 2, 1), Help(AGAIN, 5, 2)], "suicide", 2, 3, None),
        ([Help(WHOLE, 2, 1), Help(AGAIN, 5, 2)], "suicide", 2, 4, AGAIN),
        ([Help(WHOLE, 2, 1), Help(AGAIN, 5, 2)], "suicide", 3, 1, AGAIN),
    ],
)
def test_which_words_are_due(said: list[Help], kind: str, epoch: int, written: int, due: str | None) -> None:
    assert words_due(said, kind, epoch=epoch, written=written) == due
