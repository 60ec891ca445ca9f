"""Whatever fails, the customer reads designers' words, nothing is lost, and what waited is answered in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import PACE, Service, running
from tests.handoff_service.test_walk import turn_report

DOWN = "The assistant can't answer at the moment"
DELAYED = "This is taking longer than it should"


def said(events: list[dict[str, object]], words: str) -> int:
    return sum(words in str(event["text"]) for event in events)


async def test_a_bot_that_is_down_is_admitted_once_and_what_waited_is_answered_in_order(
    service: Service, bot: FakeBot
) -> None:
    await bot.stop()
    customer = await service.customer()
    for number in range(3):
        await customer.say(f"message {number}")
    await customer.heard(DOWN)
    await bot.start()
    events = await customer.heard("Answer to: message 2")
    answers = [event["text"] for event in events if event["author"] == "bot"]
    assert answers == [f"Answer to: message {number}" for number in range(3)]
    assert said(events, DOWN) == 1


async def test_each_outage_is_told(service: Service, bot: FakeBot) -> None:
    customer = await service.customer()
    for outage in (1, 2):
        await bot.stop()
        await customer.say(f"outage {outage}")
        await customer.heard(DOWN, times=outage)
        await bot.start()
        events = await customer.heard(f"Answer to: outage {outage}")
        assert said(events, DOWN) == outage


async def test_the_person_button_works_while_the_bot_is_down(service: Service, bot: FakeBot) -> None:
    await bot.stop()
    customer = await service.customer()
    await customer.say("Hello?")
    events = await customer.heard(DOWN)
    await customer.press(events[-1]["buttons"][0]["token"])
    assert (await customer.look())["owner"] == "queue"


@pytest.fixture
async def impatient(settings: Settings, bot: FakeBot) -> AsyncIterator[Service]:
    from dataclasses import replace

    async with running(settings, bot=bot, pace=replace(PACE, deadline_s=0.05)) as started:
        yield started


async def test_a_reply_past_its_deadline_is_announced_once_and_still_comes(
    impatient: Service, bot: FakeBot
) -> None:
    gate = asyncio.Event()
    bot.scripts["slow"] = Script(after=[reply("Here it is"), done()], gate=gate)
    customer = await impatient.customer()
    await customer.say("slow")
    await customer.heard(DELAYED)
    gate.set()
    events = await customer.heard("Here it is")
    assert said(events, DELAYED) == 1


async def test_a_hung_bot_is_asked_again(impatient: Service, bot: FakeBot) -> None:
    bot.scripts["hang"] = Script(gate=asyncio.Event(), times=1)
    customer = await impatient.customer()
    await customer.say("hang")
    await customer.heard("Answer to: hang")
    assert bot.texts() == ["hang", "hang"]


async def test_a_turn_that_a_restart_interrupts_is_answered_once(service: Service, bot: FakeBot) -> None:
    gate = asyncio.Event()
    lines = [reply("First half"), reply("Second half", index=1), done()]
    bot.scripts["halved"] = Script(lines[:1], after=lines[1:], gate=gate)
    customer = await service.customer()
    await customer.say("halved")
    await customer.heard("First half")
    await service.stop()
    gate.set()
    await service.start()
    events = await customer.heard("Second half")
    assert [event["text"] for event in events] == ["halved", "First half", "Second half"]


async def test_an_answer_that_breaks_off_is_asked_again_and_kept_once(service: Service, bot: FakeBot) -> None:
    bot.scripts["broken"] = Script([reply("Kept once")], times=1)
    bot.scripts["message"] = Script([reply("Kept once"), reply("Whole", index=1), done()])
    customer = await service.customer()
    await customer.say("broken")
    events = await customer.heard("Whole")
    assert [event["text"] for event in events] == ["broken", "Kept once", "Whole"]


@pytest.mark.parametrize(
    "script",
    [
        Script(status=503),
        Script(status=401),
        Script([{"type": "fault", "code": "action"}]),
        Script([{"type": "nonsense"}]),
        Script([{"type": "reply", "index": "x"}]),
    ],
    ids=["503", "401", "fault", "unknown line", "wrong field"],
)
async def test_a_turn_that_the_bot_cannot_answer_never_blocks_the_next(
    service: Service, bot: FakeBot, script: Script
) -> None:
    bot.scripts["poison"] = script
    customer = await service.customer()
    await customer.say("poison")
    await customer.say("next")
    events = await customer.heard("Answer to: next")
    ours = [event for event in events if event["author"] == "system"]
    assert ours
    assert all(event["purpose"] in ("status", "answer") for event in ours)


@pytest.mark.parametrize(
    "done_line", [done(failed_actions=("action_request_handoff",)), done(person_due="priority")]
)
async def test_a_handoff_that_the_bot_owes_is_opened_by_the_service(
    service: Service, bot: FakeBot, done_line: dict[str, object]
) -> None:
    bot.scripts["help"] = Script([reply("One moment"), done_line])
    customer = await service.customer()
    number = (await customer.say("help")).json()["number"]
    report = await turn_report(service, customer.id, number)
    assert report["owner"] == "queue"
    assert said(await customer.events(), "A person will take over") == 1


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("x" * 20_000, "message_too_long", "longer than can be read in one go (4000 characters)"),
        ("", "message_empty", "arrived empty"),
        ("  \n\t ", "message_empty", "arrived empty"),
        ("\x00\x01\x02\x7f\u200b", "message_unreadable", "couldn't be read"),
    ],
    ids=["20,000 characters", "empty", "blanks", "binary junk"],
)
async def test_what_cannot_be_read_is_refused_in_designers_words(
    service: Service, text: str, code: str, words: str
) -> None:
    customer = await service.customer()
    answer = await customer.say(text)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert words in problem["detail"]
    assert await customer.events() == []


@pytest.mark.parametrize("text", ["🙂", "👩‍👩‍👧", "?!", "x" * 4000, "😡" * 50])
async def test_odd_but_readable_messages_are_answered(service: Service, text: str) -> None:
    customer = await service.customer()
    assert (await customer.say(text)).status_code == 201
    await customer.heard("Answer to")


async def test_a_flood_is_slowed_down_in_designers_words_and_nobody_else_is(
    settings: Settings, bot: FakeBot
) -> None:
    from dataclasses import replace

    async with running(replace(settings, messages_per_minute=3), bot=bot) as service:
        flooding, calm = await service.customer(), await service.customer()
        answers = [await flooding.say(f"{number}") for number in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert "a lot of messages at once" in answers[3].json()["detail"]
        assert (await calm.say("Hello")).status_code == 201
