"""What customers text is taken once, for good, and only from Twilio."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from empathy.texting import fit
from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Service, running
from tests.fakes.texting import Telephone, new_sid, signed

NOTICE = "automated assistant"


def fields_of(phone: Telephone) -> dict[str, str]:
    fields = {"MessageSid": new_sid(), "AccountSid": "AC" + "1" * 32, "From": phone.number}
    return fields | {"To": "+15550100000", "Body": "Hello"}


async def test_a_text_is_answered_with_empty_twiml_and_by_the_bot(phone: Telephone) -> None:
    answer = await phone.text("Why is my bill higher?")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert "<Response />" in answer.text
    customer = await phone.customer()
    events = await customer.heard("Answer to: Why is my bill higher?")
    assert [event["author"] for event in events] == ["system", "customer", "bot"]
    assert NOTICE in events[0]["text"]


async def test_the_bot_is_told_that_it_is_a_text(phone: Telephone, bot: FakeBot) -> None:
    await phone.text("Hello")
    await (await phone.customer()).heard("Answer to: Hello")
    assert (bot.asked[0].channel, bot.asked[0].language) == ("sms", "en")
    assert bot.asked[0].context["account"] == "HB-1001"


@pytest.mark.parametrize("path", ["/sms/inbound", "/sms/status"])
async def test_without_a_signature_nothing_is_taken_and_nothing_told(phone: Telephone, path: str) -> None:
    for headers in ({}, {"X-Twilio-Signature": "bm8="}, {"X-Twilio-Signature": ""}):
        answer = await phone.post(path, fields_of(phone), headers=headers)
        assert (answer.status_code, answer.content) == (403, b"")
    assert await phone.conversation() is None


async def test_a_signature_holds_for_its_own_address_alone(phone: Telephone) -> None:
    fields = fields_of(phone)
    headers = signed(phone.service, "/sms/status", fields)
    assert (await phone.post("/sms/inbound", fields, headers=headers)).status_code == 403
    assert (await phone.post("/sms/inbound?a=b", fields, headers=headers)).status_code == 403


async def test_the_host_header_is_not_believed(phone: Telephone) -> None:
    fields = fields_of(phone)
    headers = signed(phone.service, "/sms/inbound", fields) | {"Host": "elsewhere.example"}
    assert (await phone.post("/sms/inbound", fields, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "change", [{"Body": "hello"}, {"From": "+15550109999"}, {"Extra": "1"}, {"Body": ""}]
)
async def test_fields_changed_after_signing_are_refused(phone: Telephone, change: dict[str, str]) -> None:
    fields = fields_of(phone)
    headers = signed(phone.service, "/sms/inbound", fields)
    assert (await phone.post("/sms/inbound", fields | change, headers=headers)).status_code == 403


async def test_fields_that_twilio_adds_and_signs_are_ignored(phone: Telephone) -> None:
    assert (await phone.text("Hello", FromCountry="US", SomethingNew="")).status_code == 200
    await (await phone.customer()).heard("Answer to: Hello")


async def test_what_is_no_form_is_refused(phone: Telephone) -> None:
    answer = await phone.service.http.post("/sms/inbound", json={"From": phone.number})
    assert answer.status_code == 403


async def test_an_account_without_its_token_shuts_the_door(settings: Settings, bot: FakeBot) -> None:
    async with running(replace(settings, twilio_account_sid="AC1"), bot=bot) as service:
        phone = Telephone(service)
        answer = await phone.text("Hello")
        assert answer.status_code == 503
        assert "HEARD_TWILIO_AUTH_TOKEN" in answer.json()["remedy"]


@pytest.mark.parametrize("missing", ["MessageSid", "AccountSid", "From", "To", "Body"])
async def test_a_signed_text_without_what_twilio_always_sends_is_malformed(
    phone: Telephone, missing: str
) -> None:
    fields = {name: value for name, value in fields_of(phone).items() if name != missing}
    headers = signed(phone.service, "/sms/inbound", fields)
    assert (await phone.post("/sms/inbound", fields, headers=headers)).status_code == 422


async def test_a_text_that_comes_twice_has_one_effect(phone: Telephone, bot: FakeBot) -> None:
    sid = new_sid()
    first = await phone.text("Hello", sid=sid)
    await (await phone.customer()).heard("Answer to: Hello")
    second = await phone.text("Hello", sid=sid)
    assert (first.status_code, first.text) == (second.status_code, second.text)
    assert [author for author, _ in await phone.said()] == ["system", "customer", "bot"]
    assert bot.texts() == ["Hello"]


async def test_twins_that_race_as_first_texts_are_one_text_in_one_conversation(phone: Telephone) -> None:
    sid = new_sid()
    answers = await asyncio.gather(*(phone.text("Hello", sid=sid) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    events = await (await phone.customer()).heard("Answer to: Hello")
    assert [event["author"] for event in events] == ["system", "customer", "bot"]


async def test_different_first_texts_that_race_share_one_conversation(phone: Telephone) -> None:
    answers = await asyncio.gather(*(phone.text(f"text {number}") for number in range(6)))
    assert {answer.status_code for answer in answers} == {200}
    customer = await phone.customer()
    for number in range(6):
        events = await customer.heard(f"Answer to: text {number}")
    assert sum(event["author"] == "customer" for event in events) == 6
    assert sum(NOTICE in event["text"] for event in events) == 1


async def test_a_number_keeps_its_conversation_and_another_number_has_its_own(
    phone: Telephone, service: Service
) -> None:
    other = Telephone(service)
    await phone.text("one")
    await phone.text("two")
    await other.text("three")
    own, others = await phone.conversation(), await other.conversation()
    assert own is not None
    assert others is not None
    assert own.id != others.id
    assert [text for author, text in await phone.said() if author == "customer"] == ["one", "two"]


async def test_texting_a_closed_conversation_opens_it_again(phone: Telephone) -> None:
    await phone.text("one")
    customer = await phone.customer()
    await customer.post("close", {})
    await phone.text("two")
    await customer.heard("Answer to: two")
    assert (await customer.look())["state"] == "bot"


@pytest.mark.parametrize(
    ("body", "more", "words"),
    [
        ("", {}, "arrived empty"),
        ("  ", {}, "arrived empty"),
        ("a" * 4001, {}, "4000"),
    ],
)
async def test_a_text_without_usable_words_is_answered_once_in_the_designers_words(
    phone: Telephone, body: str | None, more: dict[str, str], words: str, bot: FakeBot
) -> None:
    sid = new_sid()
    await asyncio.gather(*(phone.text(body, sid=sid, **more) for _ in range(3)))
    said = await phone.said()
    assert [author for author, _ in said] == ["system", "system"]
    assert words in said[1][1]
    assert bot.asked == []


async def test_danger_brings_help_in_one_plain_text_before_anything_else(
    phone: Telephone, bot: FakeBot
) -> None:
    await phone.text("I want to end my life")
    events = await (await phone.customer()).events()
    assert [(event["author"], event["purpose"]) for event in events][:2] == [
        ("customer", "message"),
        ("bot", "crisis"),
    ]
    assert "988" in events[1]["text"]
    assert (fit(events[1]["text"]).encoding, fit(events[1]["text"]).segments) == ("GSM-7", 1)
    assert (await (await phone.customer()).look())["owner"] == "queue"
    assert bot.asked == []
