"""Words of crisis lead to help with one press, and the page can be left at once without a trace."""

import asyncio

import pytest
import pytest_asyncio
import yaml
from playwright.async_api import expect

from tests.fakes.house_routes import RESPONSES

ELSEWHERE = "https://www.wikipedia.org/"
PACK = RESPONSES.parent / "empathy" / "crisis_resources.yml"


@pytest_asyncio.fixture(loop_scope="session")
async def in_danger(customer):
    """A customer who has been shown help; the neutral page is ours, because tests have no network."""
    await customer.page.context.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="A neutral page"))
    talk = await customer.start()
    await customer.say("please help me")
    talk.say(
        "Free help, day and night: call or text 988, or chat at https://988lifeline.org/chat.",
        "system",
        "crisis",
    )
    await expect(customer.part("crisis")).to_be_visible()
    return customer


def links(customer):
    return customer.part("crisis").locator("a").evaluate_all("all => all.map((a) => [a.textContent, a.href])")


async def test_numbers_and_pages_of_help_can_be_pressed(customer):
    talk = await customer.start()
    talk.say("If in danger call 911; call 1-800-799-7233 or text START to 88788, 24/7.", "system", "crisis")
    await expect(customer.part("crisis").locator("a")).to_have_count(3)
    assert await links(customer) == [
        ["911", "tel:911"],
        ["1-800-799-7233", "tel:18007997233"],
        ["88788", "sms:88788"],
    ]


async def test_every_resource_of_the_pack_becomes_the_right_link(customer):
    talk = await customer.start()
    countries = yaml.safe_load(PACK.read_text("utf-8"))["resources"].values()
    entries = [entry for kinds in countries for several in kinds.values() for entry in several]
    said = "\n".join(text for entry in entries for text in entry["words"].values())
    talk.say(said, "system", "crisis")
    await expect(customer.part("crisis")).to_be_visible()
    found = {href.rstrip("/") for _, href in await links(customer)}
    pages = {entry["url"].rstrip("/") for entry in entries if entry.get("url") and entry["url"] in said}
    calls = {
        f"tel:{entry['call'].replace('-', '').replace(' ', '')}" for entry in entries if entry.get("call")
    }
    assert pages | calls <= found


async def test_outside_words_of_crisis_nothing_becomes_a_link(customer):
    talk = await customer.start()
    for author, purpose in (("bot", "answer"), ("agent", "answer"), ("customer", ""), ("system", "status")):
        talk.say("call 988 or https://example.org", author, purpose)
    await expect(customer.part("item")).to_have_count(5)
    assert await customer.page.locator("heard-chat a").count() == 0


async def test_leaving_is_at_once_and_leaves_nothing_behind(in_danger):
    await in_danger.input.fill("half a sentence")
    await in_danger.part("way-out").get_by_role("button").click()
    await expect(in_danger.page.get_by_text("A neutral page")).to_be_visible()
    await in_danger.page.goto(in_danger.address)
    assert await in_danger.stored() == {}
    await in_danger.part("launcher").click()
    await expect(in_danger.part("choose-tone").first).to_be_visible()


async def test_after_leaving_back_does_not_lead_here(in_danger):
    await in_danger.part("head").get_by_role("button", name="Leave this page now").click()
    await expect(in_danger.page.get_by_text("A neutral page")).to_be_visible()
    await in_danger.page.go_back()
    assert in_danger.page.url == "about:blank"


async def test_escape_twice_leaves(in_danger):
    await in_danger.input.press("Escape")
    await in_danger.page.keyboard.press("Escape")
    await expect(in_danger.page.get_by_text("A neutral page")).to_be_visible()


async def test_without_danger_escape_only_closes(customer):
    await customer.start()
    for _ in range(3):
        await customer.page.keyboard.press("Escape")
    await expect(customer.part("panel")).to_be_hidden()
    assert customer.page.url.startswith(customer.house.address)
    assert await customer.part("exit").count() == 1


async def test_the_way_out_stays_in_reach_after_a_reload_and_while_the_talk_goes_on(in_danger):
    for number in range(20):
        in_danger.house.talk.say(f"line {number}")
    await in_danger.page.reload()
    await expect(in_danger.bubble("line 19")).to_be_in_viewport()
    await expect(in_danger.part("head").locator(".exit")).to_be_in_viewport()


async def test_what_happens_while_the_neutral_page_is_slow_to_come_leaves_no_trace(in_danger):
    arrived = asyncio.Event()

    async def slowly(route):
        await arrived.wait()
        await route.fulfill(body="A neutral page")

    await in_danger.page.context.route(f"{ELSEWHERE}**", slowly)
    in_danger.house.gate.clear()
    await in_danger.say("on its way")
    async with in_danger.page.expect_response("**/messages"):
        await in_danger.part("head").locator(".exit").click(no_wait_after=True)
        in_danger.house.gate.set()
    arrived.set()
    await expect(in_danger.page.get_by_text("A neutral page")).to_be_visible()
    await in_danger.page.goto(in_danger.address)
    assert await in_danger.stored() == {}


@pytest.mark.parametrize("context", [{"viewport": {"width": 360, "height": 640}}], indirect=True)
async def test_on_a_phone_the_first_sentence_of_help_stays_in_sight(customer):
    talk = await customer.start()
    await customer.say("he hits me")
    talk.say("What you describe is not all right. " + "Free help is here. " * 30, "bot", "crisis")
    talk.say("A person is being asked to join right now.", "system", "status")
    talk.held_by("queue", queue={"ahead": 0, "wait_minutes": [1, 3]})
    await expect(customer.bubble("A person is being asked")).to_be_attached()
    await expect(customer.button("Go on with the assistant")).to_be_visible()
    assert await top_of_help(customer) >= 0
    await customer.page.reload()
    await expect(customer.bubble("A person is being asked")).to_be_attached()
    assert await top_of_help(customer) >= 0


@pytest.mark.parametrize("context", [{"viewport": {"width": 360, "height": 640}}], indirect=True)
async def test_words_of_help_give_way_when_a_person_speaks(customer):
    talk = await customer.start()
    talk.say("What you describe is not all right. " + "Free help is here. " * 30, "bot", "crisis")
    talk.say("I'm Maya, and I'm here.", "agent")
    await expect(customer.bubble("I'm Maya")).to_be_in_viewport()


async def top_of_help(customer):
    """How far below the upper edge of the transcript the words of help begin, in pixels."""
    return await customer.part("crisis").evaluate(
        "(item) => item.getBoundingClientRect().top - item.closest('.scroll').getBoundingClientRect().top"
    )


async def test_a_number_is_written_to_where_the_words_say_so_and_called_otherwise(customer):
    talk = await customer.start()
    talk.say("call 13 11 14 or text 0477 13 11 14; call or text 1737; llame al *4141", "system", "crisis")
    await expect(customer.part("crisis").locator("a")).to_have_count(4)
    assert [href for _, href in await links(customer)] == [
        "tel:131114",
        "sms:0477131114",
        "tel:1737",
        "tel:*4141",
    ]
