"""Who wants no texts gets none; danger is heard first all the same, and somebody is told where help cannot arrive."""

from __future__ import annotations

import asyncio

import pytest

from empathy.errors import Conflict
from handoff_service.conversations import standing_store
from handoff_service.ledger import store as ledger
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot
from tests.fakes.fake_twilio import FakeTwilio
from tests.fakes.texting import Telephone, effects, new_sid, settled

DANGER = "stop, I want to end my life"


async def stopped(phone: Telephone) -> str | None:
    async with phone.service.house.database.view() as tx:
        return (await standing_store.of(tx, (await phone.customer()).id)).stopped_by


async def ledger_of(phone: Telephone) -> list[str]:
    async with phone.service.house.database.view() as tx:
        entries = await ledger.entries(tx, subject=(await phone.customer()).id)
    return [entry["kind"] for entry in entries]


async def alerts(phone: Telephone) -> list[str]:
    return [row["payload"]["reason"] for row in await effects(phone.service) if row["kind"] == "alert"]


async def house_said(phone: Telephone) -> list[str]:
    return [text for author, text in await phone.said() if author != "customer"]


@pytest.mark.parametrize("word", ["STOP", "Stop.", "unsubscribe", "END", "cancel"])
async def test_a_keyword_stops_texts_and_twilio_confirms_it(
    phone: Telephone, word: str, bot: FakeBot
) -> None:
    await phone.text("Hello")
    before = await (await phone.customer()).heard("Answer to: Hello")
    await phone.text(word)
    await phone.text("Are you there?")
    assert await stopped(phone) == "keyword"
    assert len(await (await phone.customer()).events()) == len(before) + 2
    assert bot.texts() == ["Hello"]
    assert (await ledger_of(phone)).count("texts.stopped") == 1


@pytest.mark.parametrize(
    ("words", "confirmed"),
    [("Please don’t text me again.", "no more texts"), ("No me escriban más", "ya no le manda")],
)
async def test_plain_words_stop_texts_with_one_confirmation(
    line: Telephone, twilio: FakeTwilio, words: str, confirmed: str
) -> None:
    await line.text("Hello")
    await twilio.until(2)
    for _ in range(3):
        await line.text(words)
    await settled(line.service, 3, "sent")
    assert await stopped(line) == "words"
    assert [confirmed in body for body in twilio.bodies()] == [False, False, True]


async def test_a_first_text_that_wants_no_texts_gets_no_greeting(phone: Telephone) -> None:
    await phone.text("STOP")
    assert await phone.said() == [("customer", "STOP")]


async def test_start_opens_the_line_again_and_the_bot_answers(phone: Telephone, bot: FakeBot) -> None:
    await phone.text("STOP")
    await phone.text("yes")
    await phone.text("Hello")
    await (await phone.customer()).heard("Answer to: Hello")
    assert await stopped(phone) is None


async def test_a_captured_start_that_is_played_again_opens_nothing(phone: Telephone) -> None:
    old = new_sid()
    await phone.text("STOP")
    await phone.text("START", sid=old)
    await phone.text("STOP")
    await phone.text("START", sid=old)
    assert await stopped(phone) == "keyword"


@pytest.mark.parametrize("kind", ["STOP", "HELP"])
async def test_what_twilio_has_answered_is_not_answered_again(
    phone: Telephone, kind: str, bot: FakeBot
) -> None:
    await phone.text("Hello")
    await (await phone.customer()).heard("Answer to: Hello")
    before = await house_said(phone)
    await phone.text("ALTO TODO", OptOutType=kind)
    assert await house_said(phone) == before
    assert await stopped(phone) == ("carrier" if kind == "STOP" else None)


async def test_help_names_the_house_a_person_and_help_in_danger(phone: Telephone, bot: FakeBot) -> None:
    await phone.text("HELP")
    said = (await house_said(phone))[-1]
    assert all(part in said for part in ("Harbor Broadband", "PERSON", "988", "STOP"))
    assert bot.asked == []
    assert (await (await phone.customer()).look())["owner"] == "bot"


async def test_help_in_distress_brings_a_person(phone: Telephone) -> None:
    await phone.text("I am furious about this")
    await phone.text("I am furious, nothing works")
    await phone.text("help")
    assert (await (await phone.customer()).look())["owner"] == "queue"
    assert (await handoff_of(await phone.customer())).reason == "help_in_distress"


async def test_danger_is_heard_before_the_wish_for_no_texts(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text(DANGER)
    await twilio.until(1)
    assert "988" in twilio.bodies()[0]
    assert await stopped(line) is None
    assert (await (await line.customer()).look())["owner"] == "queue"


async def test_danger_after_a_stop_is_answered_once_more_and_a_supervisor_is_called(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await line.text("please don't text me again")
    await twilio.until(1)
    await line.text("I want to end my life")
    await twilio.until(2)
    assert "988" in twilio.bodies()[1]
    rows = await settled(line.service, 1, "held")
    assert rows[0]["reason"] == "stopped by the customer"
    assert "urgent_customer_cannot_be_texted" in await alerts(line)
    assert (await (await line.customer()).look())["owner"] == "queue"
    assert "supervisor.alerted" in await ledger_of(line)


async def test_a_stop_after_danger_calls_a_supervisor(phone: Telephone) -> None:
    await phone.text("I want to end my life")
    await phone.text("STOP")
    assert await alerts(phone) == ["urgent_customer_stopped_texts"]
    assert await stopped(phone) == "keyword"


async def test_a_stop_that_twilio_saw_in_words_of_danger_is_both(phone: Telephone) -> None:
    await phone.text("I want to end my life", OptOutType="STOP")
    assert await stopped(phone) == "carrier"
    assert (await (await phone.customer()).look())["owner"] == "queue"
    assert await alerts(phone) == ["urgent_customer_stopped_texts"]


async def test_twilios_refusal_teaches_that_texts_are_unwelcome(line: Telephone, twilio: FakeTwilio) -> None:
    twilio.answers.extend([21610])
    await line.text("Hello")
    await settled(line.service, 2, "held")
    assert await stopped(line) == "carrier"
    assert len(twilio.tried) == 1


async def test_words_of_help_that_twilio_refuses_call_a_supervisor(
    line: Telephone, twilio: FakeTwilio
) -> None:
    twilio.answers.extend([21610])
    await line.text("I want to end my life")
    await settled(line.service, 2, "held")
    assert "message_not_delivered" in await alerts(line)
    assert "text.not_arrived" in await ledger_of(line)


async def test_an_agent_cannot_write_to_somebody_who_wants_no_texts(line: Telephone) -> None:
    await line.text("I want to end my life")
    customer, ada = await line.customer(), await person(line.service)
    await ada.accept(await handoff_of(customer))
    await line.text("STOP")
    with pytest.raises(Conflict, match="no text messages"):
        await ada.say(customer, "I am here.")
    await line.text("START")
    assert await ada.say(customer, "I am here.") > 0


async def test_twins_of_a_stop_are_confirmed_once(phone: Telephone) -> None:
    sid = new_sid()
    await phone.text("Hello")
    await asyncio.gather(*(phone.text("stop texting me", sid=sid) for _ in range(6)))
    said = await house_said(phone)
    assert sum("no more texts" in text for text in said) == 1
