"""The widget at the real service: real HTTP, a real database, the designers' words; only the bot is told what to say."""

import asyncio

import pytest_asyncio
from playwright.async_api import expect

from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import running, settings_for
from tests.widget.customer import Customer

SECRET = "a secret for tests only"


@pytest_asyncio.fixture(loop_scope="session")
async def bot():
    told = FakeBot(key=Settings(secret=SECRET).key("relay"))
    await told.start()
    yield told
    await told.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def service(tmp_path, bot):
    settings = settings_for(tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path / 'heard.db'}", bot=bot)
    async with running(settings, bot=bot) as service:
        yield service


@pytest_asyncio.fixture(loop_scope="session")
async def sam(service, context):
    """A customer who has agreed to tone reading at the real service."""
    sam = Customer(str(service.http.base_url), await context.new_page())
    await sam.arrive()
    await sam.part("launcher").click()
    await sam.button("Yes, read the tone").click()
    await expect(sam.input).to_be_visible()
    return sam


async def test_a_message_is_acknowledged_first_and_then_answered(sam, bot):
    gate = asyncio.Event()
    first = reply("A bill that jumps is worth a look.", purpose="acknowledgement")
    bot.scripts["Why 62.40?"] = Script([first], after=[reply("A visit fee.", index=1), done()], gate=gate)
    await sam.say("Why 62.40?")
    await expect(sam.bubble("A bill that jumps")).to_be_visible()
    await expect(sam.status).to_have_text("Assistant is typing")
    gate.set()
    await expect(sam.bubble("A visit fee.")).to_be_visible()
    assert await sam.bubbles() == ["Why 62.40?", "A bill that jumps is worth a look.", "A visit fee."]


async def test_a_button_says_its_title_and_nobody_can_make_one_up(sam, bot):
    bot.scripts["hi"] = Script(
        [reply("Which?", buttons=[{"title": "My bill", "payload": "/explain_bill"}]), done()]
    )
    await sam.say("hi")
    await sam.button("My bill").click()
    await expect(sam.bubble("Answer to: My bill")).to_be_visible()
    assert bot.asked[-1].payload == "/explain_bill"


async def test_danger_brings_help_that_can_be_pressed_and_a_place_in_the_queue(sam):
    await sam.say("I want to end my life")
    await expect(sam.part("crisis").get_by_role("link", name="988", exact=True)).to_have_attribute(
        "href", "tel:988"
    )
    await expect(sam.part("banner")).to_be_visible()
    await expect(sam.part("way-out")).to_be_visible()


async def test_asking_for_a_person_shows_the_queue_and_leaving_it_brings_the_assistant_back(sam):
    await sam.button("Talk to a person").click()
    await expect(sam.part("panel")).to_have_attribute("data-owner", "queue")
    await sam.button("Go on with the assistant").click()
    await expect(sam.part("panel")).to_have_attribute("data-owner", "bot")


async def test_words_that_are_too_long_come_back_with_the_designers_sentence(sam):
    await sam.say("long" * 5000)
    await expect(sam.status).to_contain_text("4000")
    await expect(sam.input).to_have_value("long" * 5000)


async def test_after_a_reload_everything_is_there_once(sam, service):
    for number in range(12):
        await sam.say(f"message {number}")
    await expect(sam.bubble("Answer to: message 11")).to_be_visible()
    before = await sam.bubbles()
    await sam.page.reload()
    await expect(sam.bubble("Answer to: message 11")).to_be_visible()
    assert await sam.bubbles() == before
    assert sorted(before) == sorted(
        text for n in range(12) for text in (f"message {n}", f"Answer to: message {n}")
    )


async def test_consent_can_be_withdrawn(sam, service):
    await sam.button("Tone reading is on").click()
    await expect(sam.part("tone")).to_have_text("Tone reading is off")
    await sam.say("I am furious")
    await expect(sam.bubble("Answer to: I am furious")).to_be_visible()
    assert service.reader.texts[-1] == ("I am furious", False)


async def test_no_rule_of_accessibility_is_broken(sam):
    await sam.say("hello")
    await expect(sam.bubble("Answer to: hello")).to_be_visible()
    assert await sam.complaints() == []
