"""A web customer and a telephone become one person only by a code that was texted to that telephone."""

from __future__ import annotations

import re
from dataclasses import replace

from handoff_service.ledger import store as ledger
from handoff_service.schema import phone_links
from tests.fakes.desk_people import person
from tests.fakes.fake_twilio import FakeTwilio
from tests.fakes.running import Customer
from tests.fakes.texting import Telephone, settled

NUMBER = "+15550104477"


async def code_for(phone: Telephone, twilio: FakeTwilio, sam: Customer) -> str:
    """Ask for a code, and read it on the telephone."""
    before = len(twilio.sent)
    assert (await sam.post("phone", {"number": "+1 555 010 4477"})).status_code == 202
    await twilio.until(before + 1)
    found = re.match(r"\d{6}\b", twilio.bodies()[-1])
    assert found is not None
    assert twilio.sent[-1].to == NUMBER
    return found.group()


async def test_the_right_code_joins_web_and_telephone(line: Telephone, twilio: FakeTwilio) -> None:
    line.number = NUMBER
    await line.text("Hello")
    await twilio.until(2)
    sam = await line.service.customer()
    code = await code_for(line, twilio, sam)
    assert (await sam.post("phone/verify", {"code": f" {code} "})).status_code == 200
    boss = await person(line.service, role="supervisor")
    texting = await line.customer()
    assert [other.id for other in (await boss.case(sam)).others] == [texting.id]
    assert [other.id for other in (await boss.case(texting)).others] == [sam.id]
    async with line.service.house.database.view() as tx:
        kinds = [entry["kind"] for entry in await ledger.entries(tx, subject=sam.id)]
    assert "customer.linked" in kinds
    assert (await sam.post("phone/verify", {"code": code})).status_code == 410


async def test_a_telephone_that_never_wrote_is_found_when_it_does(
    line: Telephone, twilio: FakeTwilio
) -> None:
    line.number = NUMBER
    sam = await line.service.customer()
    code = await code_for(line, twilio, sam)
    assert (await sam.post("phone/verify", {"code": code})).status_code == 200
    await line.text("Hello")
    boss = await person(line.service, role="supervisor")
    assert [other.channel for other in (await boss.case(sam)).others] == ["sms"]


async def test_five_wrong_codes_are_enough(line: Telephone, twilio: FakeTwilio) -> None:
    sam = await line.service.customer()
    code = await code_for(line, twilio, sam)
    wrong = "000000" if code != "000000" else "111111"
    answers = [(await sam.post("phone/verify", {"code": wrong})).status_code for _ in range(6)]
    assert answers == [422] * 5 + [410]
    assert (await sam.post("phone/verify", {"code": code})).status_code == 410


async def test_three_codes_an_hour_are_enough(line: Telephone, twilio: FakeTwilio) -> None:
    sam, kim = await line.service.customer(), await line.service.customer()
    for customer in (sam, kim, sam):
        await code_for(line, twilio, customer)
    assert (await kim.post("phone", {"number": NUMBER})).status_code == 429


async def test_a_code_opens_its_own_conversation_alone_and_not_for_long(
    line: Telephone, twilio: FakeTwilio
) -> None:
    sam, kim = await line.service.customer(), await line.service.customer()
    code = await code_for(line, twilio, sam)
    assert (await kim.post("phone/verify", {"code": code})).status_code == 410
    assert (await replace(kim, id=sam.id).post("phone/verify", {"code": code})).status_code in (401, 403)
    house = line.service.house
    async with house.database.unit_of_work() as tx:
        await tx.execute(phone_links.update().values(expires_at=house.now()))
    assert (await sam.post("phone/verify", {"code": code})).status_code == 410


async def test_whoever_wants_no_texts_gets_no_code_and_nobody_is_told(
    line: Telephone, twilio: FakeTwilio
) -> None:
    line.number = NUMBER
    await line.text("STOP")
    sam = await line.service.customer()
    assert (await sam.post("phone", {"number": NUMBER})).status_code == 202
    rows = await settled(line.service, 1, "held")
    assert (rows[0]["kind"], rows[0]["reason"]) == ("phone_code", "stopped by the customer")
    assert twilio.sent == []


async def test_what_is_no_number_is_refused(line: Telephone) -> None:
    sam = await line.service.customer()
    for number in ("hello", "12", ""):
        assert (await sam.post("phone", {"number": number})).status_code == 422
