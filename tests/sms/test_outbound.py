"""What the house says to a customer who texts leaves through Twilio: in order, once, and never silently lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from handoff_service.ledger import store as ledger
from handoff_service.schema import customers, outbox
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.fake_twilio import SENDER, FakeTwilio, sid_of
from tests.fakes.texting import Telephone, effects, settled, signed

CHOICES = [
    {"title": "Talk to a person", "payload": "/ask_for_person"},
    {"title": "Go on", "payload": "/affirm"},
]


async def ledger_of(phone: Telephone) -> list[str]:
    conversation = await phone.conversation()
    assert conversation is not None
    async with phone.service.house.database.view() as tx:
        entries = await ledger.entries(tx, subject=conversation.id)
    return [
        f"{entry['kind']} {entry['body'].get('reason') or entry['body'].get('code')}" for entry in entries
    ]


async def test_every_word_of_the_house_is_sent_in_order(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("Hello")
    await twilio.until(2)
    assert [text for author, text in await line.said() if author != "customer"] == twilio.bodies()
    assert {(message.to, message.sender) for message in twilio.sent} == {(line.number, SENDER)}
    assert {message.callback for message in twilio.sent} == {"https://house.example/sms/status"}
    assert twilio.wrong == []
    rows = await settled(line.service, 2, "sent")
    assert [row["external_id"] for row in rows] == [sid_of(1), sid_of(2)]


async def test_the_outbox_holds_neither_words_nor_numbers(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("Hello")
    await twilio.until(2)
    assert line.number not in str(await effects(line.service))
    assert "Answer" not in str(await effects(line.service))


async def test_without_an_account_words_are_held_and_not_lost(phone: Telephone) -> None:
    await phone.text("Hello")
    rows = await settled(phone.service, 2, "held")
    assert [row["reason"] for row in rows] == ["no Twilio account"] * 2


async def test_a_number_is_found_by_a_keyed_hash_and_kept_sealed(phone: Telephone) -> None:
    await phone.text("Hello")
    numbers = phone.service.house.numbers
    async with phone.service.house.database.view() as tx:
        row = (await tx.execute(select(customers).where(customers.c.channel == "sms"))).one()
    assert row.address == numbers.address(phone.number)
    assert numbers.open(row.sealed_number, address=row.address) == phone.number
    assert phone.number.strip("+") not in str(row)


async def test_twilio_being_down_for_a_moment_delays_and_keeps_the_order(
    line: Telephone, twilio: FakeTwilio
) -> None:
    twilio.answers.extend([503])
    await line.text("Hello")
    await twilio.until(2)
    assert twilio.bodies() == [text for author, text in await line.said() if author != "customer"]
    assert twilio.tried[0] == twilio.tried[1]


async def test_a_refusal_for_good_is_kept_with_its_reason_and_tried_once(
    line: Telephone, twilio: FakeTwilio
) -> None:
    twilio.answers.extend([400])
    await line.text("Hello")
    failed = await settled(line.service, 1, "failed")
    await settled(line.service, 1, "sent")
    assert failed[0]["reason"] == "twilio 400 20400"
    assert len(twilio.tried) == 2
    assert await ledger_of(line) == ["text.not_arrived ", "effect.failed twilio 400 20400"]


async def test_after_an_unknown_result_it_is_looked_for_and_not_sent_again(
    line: Telephone, twilio: FakeTwilio
) -> None:
    twilio.answers.extend(["hang up"])
    await line.text("Hello")
    rows = await settled(line.service, 2, "sent")
    assert rows[0]["reason"] == "found with Twilio, not sent again"
    assert [row["external_id"] for row in rows] == [sid_of(1), sid_of(2)]
    assert len(twilio.tried) == 2
    assert (await ledger_of(line))[0] == "effect.sent found with Twilio, not sent again"


@pytest.mark.parametrize("answer", [500, 504, "lose"])
async def test_what_twilio_does_not_have_is_sent_again_and_called_a_possible_duplicate(
    line: Telephone, twilio: FakeTwilio, answer: int | str
) -> None:
    twilio.answers.extend([answer])
    await line.text("Hello")
    rows = await settled(line.service, 2, "sent")
    assert rows[0]["reason"] == "possible duplicate"
    assert twilio.bodies() == [text for author, text in await line.said() if author != "customer"]
    assert (await ledger_of(line))[0] == "effect.sent possible duplicate"


async def test_a_process_that_died_while_sending_looks_before_it_sends(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    house = line.service.house
    async with house.database.unit_of_work() as tx:
        dead = {"state": "sending", "next_at": house.now(), "external_id": None}
        await tx.execute(update(outbox).values(dead).where(outbox.c.external_id == sid_of(2)))
    house.signals.wake("outbox")
    await settled(line.service, 2, "sent")
    rows = await effects(line.service)
    assert rows[1]["reason"] == "found with Twilio, not sent again"
    assert len(twilio.tried) == 2


async def test_a_process_that_died_before_sending_sends_and_says_so(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    house = line.service.house
    lost = twilio.messages.pop()
    async with house.database.unit_of_work() as tx:
        dead = {"state": "sending", "next_at": house.now(), "external_id": None}
        await tx.execute(update(outbox).values(dead).where(outbox.c.external_id == lost.sid))
    house.signals.wake("outbox")
    rows = await settled(line.service, 2, "sent")
    assert rows[1]["reason"] == "possible duplicate"
    assert twilio.bodies()[-1] == lost.body
    assert (await ledger_of(line))[-1] == "effect.sent possible duplicate"


async def test_words_that_waited_leave_after_a_restart(line: Telephone, twilio: FakeTwilio) -> None:
    await twilio.stop()
    await line.text("Hello")
    await (await line.customer()).heard("Answer to: Hello")
    await line.service.stop()
    await twilio.start()
    await line.service.start()
    await settled(line.service, 2, "sent")
    assert twilio.bodies() == [text for author, text in await line.said() if author != "customer"]


async def test_equal_words_sent_before_are_not_taken_for_the_ones_that_are_looked_for(
    line: Telephone, twilio: FakeTwilio, bot: FakeBot
) -> None:
    bot.scripts["Hello"] = Script([reply("The same words."), done()])
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    twilio.answers.extend(["lose"])
    await line.text("Hello")
    rows = await settled(line.service, 3, "sent")
    assert rows[2]["reason"] == "possible duplicate"
    assert twilio.bodies().count("The same words.") == 2


async def test_choices_are_numbered_and_a_number_alone_is_the_choice(
    line: Telephone, twilio: FakeTwilio, bot: FakeBot
) -> None:
    bot.scripts["Options"] = Script([reply("What next?", buttons=CHOICES), done()])
    await line.text("Options")
    await twilio.until(2)
    assert twilio.bodies()[1] == "What next?\n1 Talk to a person\n2 Go on"
    await line.text(" 2. ")
    await bot.until_asked("Go on")
    assert (bot.asked[1].kind, bot.asked[1].payload) == ("button", "/affirm")


async def test_a_number_means_itself_where_no_choice_was_offered_last(
    line: Telephone, twilio: FakeTwilio, bot: FakeBot
) -> None:
    bot.scripts["Options"] = Script([reply("What next?", buttons=CHOICES), done()])
    await line.text("Options")
    await twilio.until(2)
    await line.text("3")
    await bot.until_asked("3")
    await twilio.until(3)
    await line.text("2")
    await bot.until_asked("2")
    assert [turn.kind for turn in bot.asked] == ["message"] * 3


async def test_long_words_leave_in_whole_sentences(line: Telephone, twilio: FakeTwilio, bot: FakeBot) -> None:
    sentence = "This is a sentence of about forty letters. "
    bot.scripts["Tell me"] = Script([reply((sentence * 40).strip()), done()])
    await line.text("Tell me")
    await twilio.until(4)
    assert " ".join(twilio.bodies()[1:]) == (sentence * 40).strip()
    assert all(body.endswith(".") for body in twilio.bodies())


async def test_what_became_of_a_text_is_kept_and_never_goes_back(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    for status in ("sent", "undelivered", "queued", "sent"):
        fields = {"MessageSid": sid_of(1), "MessageStatus": status, "ErrorCode": "30003"}
        headers = signed(line.service, "/sms/status", fields)
        assert (await line.post("/sms/status", fields, headers=headers)).status_code == 204
    assert (await effects(line.service))[0]["delivery"] == "undelivered"
    assert await ledger_of(line) == ["text.not_arrived 30003"]


async def test_the_words_of_help_leave_first_and_as_one_text(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("I want to end my life")
    await twilio.until(2)
    assert "988" in twilio.bodies()[0]
    assert "automated" not in "".join(twilio.bodies())


async def test_an_agents_words_leave_by_text_too(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("I want to end my life")
    customer, ada = await line.customer(), await person(line.service)
    await ada.accept(await handoff_of(customer))
    await ada.say(customer, "I am Ada, and I am here.")
    said = [text for author, text in await line.said() if author != "customer"]
    await twilio.until(len(said))
    assert twilio.bodies() == said
    assert said[-1] == "I am Ada, and I am here."


async def test_texting_while_a_person_is_there_goes_to_the_person(line: Telephone, bot: FakeBot) -> None:
    await line.text("I want to end my life")
    await line.text("Are you there?")
    assert bot.asked == []
    assert (await line.said())[-1] == ("customer", "Are you there?")


async def test_words_wait_while_twilio_cannot_be_reached(line: Telephone, twilio: FakeTwilio) -> None:
    await twilio.stop()
    await line.text("Hello")
    await (await line.customer()).heard("Answer to: Hello")
    assert {row["state"] for row in await effects(line.service)} <= {"waiting", "sending"}
    await twilio.start()
    await twilio.until(2)
    assert twilio.bodies() == [text for author, text in await line.said() if author != "customer"]
