"""Webhooks that come twice, late, together or out of order each have one effect; strange ones do no harm."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from handoff_service.clock import utc_now
from handoff_service.conversations import numbers_store
from handoff_service.conversations.store import messages_after
from handoff_service.schema import customers
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Service
from tests.fakes.texting import Telephone, new_sid

TELEPHONES, AT_ONCE = 40, 16
WEBHOOKS = int(os.environ.get("HEARD_WEBHOOKS", "2500"))


@dataclass(frozen=True)
class Sent:
    """One webhook: whose, under which id, with which words."""

    telephone: int
    sid: str
    words: str


def traffic(dice: random.Random) -> list[Sent]:
    """Texts of many telephones, every tenth of them twice or three times, shuffled within a stretch."""
    fresh = [Sent(dice.randrange(TELEPHONES), new_sid(), f"text {number}") for number in range(WEBHOOKS)]
    sent = [copy for one in fresh for copy in [one] * (1 if dice.random() > 0.1 else dice.choice([2, 3]))]
    stretches = [sent[start : start + 50] for start in range(0, len(sent), 50)]
    for stretch in stretches:
        dice.shuffle(stretch)
    late = dice.sample(sent, 100)  # retries of what was answered long ago
    return [one for stretch in stretches for one in stretch] + late


async def test_thousands_of_webhooks_with_twins_and_repeats_have_one_effect_each(service: Service) -> None:
    sent = traffic(random.Random(6))
    phones = [Telephone(service) for _ in range(TELEPHONES)]
    await asyncio.gather(
        *(phone.text("STOP") for phone in phones)
    )  # so that nothing but the webhooks happens
    gate = asyncio.Semaphore(AT_ONCE)

    async def post(one: Sent) -> int:
        async with gate:
            return (await phones[one.telephone].text(one.words, sid=one.sid)).status_code

    assert set(await asyncio.gather(*(post(one) for one in sent))) == {200}
    kept: Counter[str] = Counter()
    for phone in phones:
        conversation = await phone.conversation()
        assert conversation is not None
        async with service.house.database.view() as tx:
            found = await messages_after(tx, conversation.id, 0, limit=10_000)
        assert [message.number for message in found] == list(range(1, len(found) + 1))
        kept.update(message.client_id or "" for message in found if message.text != "STOP")
    assert kept == Counter({one.sid: 1 for one in sent})


async def test_one_person_in_two_spellings_has_one_conversation(phone: Telephone) -> None:
    for spelt in ("+1-555-010-4477", "+15550104477", "5550104477"):
        phone.number = spelt
        await phone.text(f"from {spelt}")
    phone.number = "+15550104477"
    assert sum(author == "customer" for author, _ in await phone.said()) == 3


async def test_a_whatsapp_number_is_another_address(phone: Telephone) -> None:
    await phone.text("one")
    phone.number = f"whatsapp:{phone.number}"
    await phone.text("two")
    assert [text for author, text in await phone.said() if author == "customer"] == ["two"]


async def test_a_picture_alone_is_kept_for_agents_and_answered_once(phone: Telephone, bot: FakeBot) -> None:
    sid = new_sid()
    more = {"NumMedia": "2", "MediaContentType0": "image/jpeg", "MediaContentType1": "audio/amr"}
    await asyncio.gather(
        *(phone.text(None, sid=sid, **more, MediaUrl0="https://x.example/1") for _ in range(3))
    )
    said = await phone.said()
    assert [author for author, _ in said] == ["system", "customer", "system"]
    assert said[1][1] == "📎 image/jpeg, audio/amr"
    assert "couldn't be read" in said[2][1]
    assert bot.asked == []


async def test_a_picture_with_words_is_answered_by_its_words(phone: Telephone, bot: FakeBot) -> None:
    await phone.text("My router", NumMedia="1", MediaContentType0="image/png")
    await (await phone.customer()).heard("Answer to: My router")
    assert bot.texts() == ["My router"]


async def test_a_shared_place_reaches_the_conversation_with_its_braces(phone: Telephone) -> None:
    await phone.text("", Latitude="41.387", Longitude="-2.17", Label="{home}", Address="/restart")
    assert ("customer", "📍 41.387, -2.17 {home}, /restart") in await phone.said()


@pytest.mark.parametrize("name", ["NumMedia", "Latitude", "OptOutType", "From", "MessageSid"])
async def test_a_field_that_is_not_as_documented_is_refused(phone: Telephone, name: str) -> None:
    answer = await phone.text("Hello", **{name: "{'a': 1}\n"})
    assert answer.status_code == 422
    assert await phone.conversation() is None


@pytest.mark.parametrize(
    "words", ["👩‍👩‍👧 😭", "a" * 1600, "😜" * 800, "/restart", "مرحبا", "\u202ereversed"]
)
async def test_long_and_strange_words_are_taken(phone: Telephone, words: str) -> None:
    assert (await phone.text(words)).status_code == 200
    assert [author for author, _ in await phone.said()][:2] == ["system", "customer"]


@pytest.mark.parametrize("parts", [("I want to end", "my life"), ("my life", "I want to end")])
async def test_danger_in_two_parts_is_heard_in_either_order(phone: Telephone, parts: tuple[str, str]) -> None:
    for part in parts:
        await phone.text(part)
    assert (await (await phone.customer()).look())["owner"] == "queue"


async def test_a_conversation_goes_on_after_days(phone: Telephone, bot: FakeBot) -> None:
    await phone.text("one")
    before = await phone.conversation()
    house = phone.service.house
    async with house.database.view() as tx:
        assert (await numbers_store.of(tx, before.id if before else "")) is not None
    await phone.text("two")
    after = await phone.conversation()
    assert before is not None
    assert after is not None
    assert before.id == after.id


async def test_numbers_kept_in_the_clear_are_sealed_at_the_next_start(phone: Telephone) -> None:
    house = phone.service.house
    old = {"id": "old", "channel": "sms", "number": "+15550104488", "created_at": utc_now()}
    async with house.database.unit_of_work() as tx:
        await tx.execute(customers.insert().values(old | {"address": house.numbers.address("+15550104488")}))
    assert await numbers_store.seal_old(house.database, house.numbers) == 1
    assert await numbers_store.seal_old(house.database, house.numbers) == 0
    async with house.database.view() as tx:
        row = (await tx.execute(customers.select().where(customers.c.id == "old"))).one()
    assert row.number is None
    assert house.numbers.open(row.sealed_number, address=row.address) == "+15550104488"


async def test_another_houses_secret_opens_no_number(phone: Telephone) -> None:
    from handoff_service.numbers import NotOpened

    numbers = phone.service.house.numbers
    sealed = numbers.seal("+15550104499", address=numbers.address("+15550104499"))
    with pytest.raises(NotOpened, match="HEARD_SECRET"):
        replace(numbers, seal_key="00" * 32).open(sealed, address=numbers.address("+15550104499"))
    with pytest.raises(NotOpened):
        numbers.open(sealed, address=numbers.address("+15550104400"))
