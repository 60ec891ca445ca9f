"""The walk of one message, through the customer's own door."""

from __future__ import annotations

import asyncio

from tests.fakes.fake_bot import FakeBot, Script, done, handoff, reply
from tests.fakes.running import Service


async def test_a_message_is_kept_answered_and_numbered_without_gaps(service: Service) -> None:
    customer = await service.customer()
    answer = await customer.say("Why is my bill higher?", client_id="m1")
    assert answer.status_code == 201
    assert answer.json() | {"id": "x"} == {"id": "x", "number": 1, "client_id": "m1", "state": "accepted"}
    events = await customer.heard("Answer to: Why is my bill higher?")
    assert [(event["number"], event["author"]) for event in events] == [(1, "customer"), (2, "bot")]
    assert events[0]["client_id"] == "m1"


async def test_the_same_client_id_again_gets_the_first_answer_and_no_second_effect(service: Service) -> None:
    customer = await service.customer()
    first = await customer.say("Hello", client_id="same")
    second = await customer.say("Hello", client_id="same")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    events = await customer.heard("Answer to: Hello")
    assert [event["author"] for event in events] == ["customer", "bot"]


async def test_twins_that_race_are_one_message(service: Service) -> None:
    customer = await service.customer()
    answers = await asyncio.gather(*(customer.say("Hello", client_id="twin") for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_the_bot_gets_the_reading_and_the_customer_never_does(service: Service, bot: FakeBot) -> None:
    customer = await service.customer()
    await customer.say("I am furious")
    events = await customer.heard("Answer to")
    assert bot.asked[0].reading is not None
    assert bot.asked[0].reading.emotion == "frustration"
    assert "frustration" not in str(events)


async def test_messages_are_answered_one_at_a_time_and_in_order(service: Service, bot: FakeBot) -> None:
    customer = await service.customer()
    texts = [f"message {number}" for number in range(6)]
    for text in texts:
        await customer.say(text)
    await customer.heard("Answer to: message 5")
    assert bot.texts() == texts
    assert bot.most_at_once == 1


async def test_an_acknowledgement_reaches_the_customer_while_the_solution_is_worked_out(
    service: Service, bot: FakeBot
) -> None:
    gate = asyncio.Event()
    first = reply("That is a long time without internet.", purpose="acknowledgement")
    bot.scripts["no internet"] = Script([first], after=[reply("Solved", index=1), done()], gate=gate)
    customer = await service.customer()
    await customer.say("no internet")
    early = await customer.heard("a long time")
    gate.set()
    late = await customer.heard("Solved")
    assert [event["text"] for event in early] == ["no internet", "That is a long time without internet."]
    assert [event["number"] for event in late] == [1, 2, 3]


async def test_danger_brings_help_and_a_person_in_the_same_breath(service: Service, bot: FakeBot) -> None:
    customer = await service.customer()
    await customer.say("I want to end my life")
    events = await customer.events()
    view = await customer.look()
    assert [(event["author"], event["purpose"]) for event in events][1] == ("bot", "crisis")
    assert "988" in events[1]["text"]
    assert (view["owner"], view["state"]) == ("queue", "queued")
    assert bot.asked == []


async def test_danger_split_over_two_messages_is_heard_once(service: Service, bot: FakeBot) -> None:
    customer = await service.customer()
    await customer.say("I really want to end")
    assert (await customer.look())["owner"] == "bot"
    await customer.say("my life. sorry")
    assert (await customer.look())["owner"] == "queue"
    await customer.say("what happens to my contract")
    helped = [event for event in await customer.events() if event["purpose"] == "crisis"]
    assert len(helped) == 1


async def test_declined_tone_is_not_read_but_danger_is(service: Service) -> None:
    customer = await service.customer(consent={"tone": False})
    await customer.say("I am furious")
    await customer.say("I want to end my life")
    assert [toned for _, toned in service.reader.texts] == [False, False]
    assert (await customer.look())["owner"] == "queue"


async def test_a_handoff_line_speaks_and_queues_at_once(service: Service, bot: FakeBot) -> None:
    bot.scripts["a person please"] = Script([handoff("A person will take over.", index=0), done()])
    customer = await service.customer()
    await customer.say("a person please")
    events = await customer.heard("A person will take over.")
    assert (await customer.look())["owner"] == "queue"
    assert events[1]["purpose"] == "handoff"


async def test_asking_for_a_person_twice_opens_one_handoff(service: Service) -> None:
    customer = await service.customer()
    answers = [await customer.post("person", {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    said = [event["text"] for event in await customer.events()]
    assert sum("A person will take over" in text for text in said) == 1


async def test_the_bot_is_not_asked_while_the_customer_waits_for_a_person(
    service: Service, bot: FakeBot
) -> None:
    customer = await service.customer()
    await customer.post("person", {})
    await customer.say("Are you there?")
    assert bot.asked == []


async def test_late_words_of_the_bot_are_dropped_and_counted(service: Service, bot: FakeBot) -> None:
    gate = asyncio.Event()
    bot.scripts["slow"] = Script(after=[reply("Too late"), done()], gate=gate)
    customer = await service.customer()
    number = (await customer.say("slow")).json()["number"]
    await bot.until_asked("slow")
    await customer.post("person", {})
    gate.set()
    report = await turn_report(service, customer.id, number)
    assert report["state"] == "done"
    assert "Too late" not in str(await customer.events())
    assert (await service.house.conversations.get(customer.id)).stale_dropped == 1


async def turn_report(service: Service, conversation_id: str, number: int) -> dict[str, object]:
    """What the command line would be told of a turn."""
    from handoff_service.internal import Reporter

    house = service.house
    return await Reporter(house.database, house.desk, house.signals).report(
        conversation_id, number, wait_s=30
    )
