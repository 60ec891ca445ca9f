"""What became of a text is known whatever the order in which it is told, and people are told of what did not arrive."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from handoff_service.channels.receipts import RANKS, Receipt
from handoff_service.console import text_words
from handoff_service.schema import text_receipts
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_twilio import FakeTwilio, sid_of
from tests.fakes.texting import Telephone, effects, settled


async def alerts(phone: Telephone) -> list[str]:
    return [row["payload"]["reason"] for row in await effects(phone.service) if row["kind"] == "alert"]


async def told(phone: Telephone, sid: str, *statuses: str, code: str = "") -> None:
    for status in statuses:
        await phone.service.house.receipts.note(Receipt(sid, status, code))


async def test_a_late_word_never_undoes_an_earlier_one(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    for number, order in enumerate(itertools.permutations(("queued", "sent", "delivered")), start=1):
        sid = f"SM{number:031x}f"
        await told(line, sid, *order)
        async with line.service.house.database.view() as tx:
            row = (await tx.execute(select(text_receipts).where(text_receipts.c.sid == sid))).one()
        assert row.delivery == "delivered"


async def test_a_receipt_that_comes_before_the_answer_of_sending_counts(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await told(line, sid_of(1), "undelivered", code="30003")
    await line.text("I want to end my life")
    await settled(line.service, 2, "sent")
    rows = await effects(line.service)
    assert (rows[0]["delivery"], rows[0]["reason"]) == ("undelivered", "twilio undelivered 30003")
    assert "message_not_delivered" in await alerts(line)


async def test_what_is_told_of_an_unknown_text_or_in_unknown_words_does_no_harm(phone: Telephone) -> None:
    await told(phone, sid_of(99), "delivered")
    await told(phone, sid_of(98), "teleported")
    async with phone.service.house.database.view() as tx:
        rows = (await tx.execute(select(text_receipts))).all()
    assert [(row.sid, row.delivery) for row in rows] == [(sid_of(99), "delivered")]
    assert "teleported" not in RANKS


async def test_the_agent_and_the_supervisor_hear_of_help_that_did_not_arrive(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await line.text("I want to end my life")
    await settled(line.service, 2, "sent")
    customer, ada = await line.customer(), await person(line.service)
    await ada.accept(await handoff_of(customer))
    for _ in range(2):
        await told(line, sid_of(1), "sent", "undelivered", code="30006")
    texting = (await ada.case(customer)).texting
    assert texting is not None
    assert text_words.trouble(texting.troubles[0]) == (
        "Message 2 did not arrive: the number is a landline or its carrier cannot be reached. Call instead."
    )
    assert (await alerts(line)).count("message_not_delivered") == 1


async def test_an_answer_that_did_not_arrive_is_the_agents_to_know_and_no_alarm(
    line: Telephone, twilio: FakeTwilio
) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    await told(line, sid_of(2), "failed", code="30008")
    assert await alerts(line) == []


async def test_twilio_may_tell_of_an_opt_out_afterwards(line: Telephone, twilio: FakeTwilio) -> None:
    await line.text("Hello")
    await settled(line.service, 2, "sent")
    await told(line, sid_of(1), "failed", code="21610")
    await line.text("Are you there?")
    assert len(twilio.tried) == 2


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("twilio 400 21614", "landline"),
        ("twilio undelivered 30005", "nobody has this number"),
        ("twilio 400 29999", "error 29999"),
        ("stopped by the customer", "wants no texts"),
        ("no Twilio account", "not set up"),
        ("given up after 12 tries", "not certain"),
    ],
)
def test_causes_are_told_as_people_understand_them(reason: str, cause: str) -> None:
    assert cause in text_words.cause(reason)


async def test_a_number_is_shown_by_its_last_digits_and_whole_to_whoever_has_the_customer(
    line: Telephone,
) -> None:
    await line.text("I want to end my life")
    customer, ada = await line.customer(), await person(line.service)
    texting = (await ada.case(customer)).texting
    assert texting is not None
    assert texting.ends_in == f"•••{line.number[-4:]}"
    with pytest.raises(Exception, match="whoever has the customer"):
        await ada.reader.number(customer.id, ada.agent)
    await ada.accept(await handoff_of(customer))
    assert await ada.reader.number(customer.id, ada.agent) == line.number
