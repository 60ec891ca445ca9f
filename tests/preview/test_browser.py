"""The preview in a real browser: live without a reload, with the keyboard alone, small and large, light and dark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from empathy.why import Candidate
from empathy.words import Obstacle
from tests.console.test_browser import clean
from tests.fakes.designer import acknowledges
from tests.fakes.fake_bot import FakeBot
from tests.preview.test_files import CRISIS, edited

pytestmark = pytest.mark.browser
FURIOUS = "I am furious about my bill"
LOST = Candidate("ack-frustration-en-any-t1-a", "unfit", (Obstacle("condition", "tier", "1", "2"),))


@pytest.fixture
async def page(context: BrowserContext, bot: FakeBot) -> AsyncIterator[Page]:
    """A designer's browser at a new conversation; any fault in the page's script or policy fails the test."""
    acknowledges(bot, FURIOUS, "ack-frustration-en-any-a", LOST, due="clear_strain", event="explain_bill")
    faults: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
    await page.goto("/preview/")
    yield page
    assert faults == []


async def say(page: Page, text: str) -> None:
    await page.get_by_label("As a customer").fill(text)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("As a customer")).to_have_value("")
    await expect(page.locator(".turn .customer").last).to_have_text(text)


async def test_typing_shows_what_was_heard_and_why_these_words(page: Page) -> None:
    await say(page, FURIOUS)
    turn = page.locator("#turn-1")
    await expect(turn.get_by_text("Due: a feeling was read, and the tier is 2 or higher.")).to_be_visible()
    await turn.get_by_text("Why these words").first.click()
    await expect(turn.get_by_role("cell", name="Spoken")).to_be_visible()
    await turn.get_by_text("Each that does not fit").click()
    await expect(turn.get_by_text("tier is 2, not 1", exact=True)).to_be_visible()
    await expect(page.get_by_role("img", name="After turn 1")).to_be_visible()


async def test_switching_the_language_plays_the_conversation_again(page: Page, bot: FakeBot) -> None:
    await say(page, "hello")
    await page.get_by_label("As a customer").fill("half a sentence")
    await page.get_by_role("radio", name="Spanish").check()
    await expect(page.get_by_role("radio", name="Spanish")).to_be_checked()
    await expect(page.get_by_text("Answer to: hello", exact=True)).to_be_visible()
    await expect(page.get_by_label("As a customer")).to_have_value("half a sentence")
    assert [turn.language for turn in bot.asked] == ["en", "es"]


async def test_saved_words_appear_by_themselves_and_what_was_begun_stays(page: Page, designs: Path) -> None:
    await say(page, "I want to end my life")
    await page.get_by_text("Why these words").click()
    await page.get_by_label("As a customer").fill("half a sentence")
    text = (designs / CRISIS).read_text(encoding="utf-8")
    (designs / CRISIS).write_text(text.replace('- text: "', '- text: "NEW WORDS '), encoding="utf-8")
    await expect(page.locator(".reply .said").first).to_contain_text("NEW WORDS")
    await expect(page.locator("#news")).to_contain_text("played again with the words as they are now")
    await expect(page.get_by_role("status")).to_contain_text("NEW WORDS")
    await expect(page.get_by_label("As a customer")).to_have_value("half a sentence")
    await expect(page.get_by_role("cell", name="Spoken")).to_be_visible()


async def test_a_broken_file_is_shown_with_its_line_and_leads_there(page: Page, designs: Path) -> None:
    await say(page, "I want to end my life")
    edited(designs, CRISIS, "responses:", "responses: [")
    await expect(page.get_by_role("alert")).to_contain_text("Until then the words from before are spoken.")
    await page.get_by_role("alert").get_by_role("link").click()
    await expect(page.get_by_role("heading", name=CRISIS)).to_be_visible()
    await expect(page.locator("li:target")).to_be_visible()


async def test_with_the_keyboard_alone_write_recall_step_back_and_restart(page: Page) -> None:
    await page.keyboard.press("Alt+r")
    await page.keyboard.type("first")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Answer to: first", exact=True)).to_be_visible()
    await expect(page.get_by_label("As a customer")).to_be_focused()
    await page.keyboard.type("second")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Answer to: second", exact=True)).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_label("As a customer")).to_have_value("first")
    await page.keyboard.press("Alt+u")
    await expect(page.get_by_text("Answer to: second", exact=True)).to_have_count(0)
    await expect(page.get_by_text("Answer to: first", exact=True)).to_be_visible()
    await page.keyboard.press("Alt+n")
    await expect(page.get_by_text("You are the customer")).to_be_visible()


async def test_a_reload_keeps_what_was_typed(page: Page) -> None:
    await say(page, "hello")
    await page.reload()
    await expect(page.get_by_text("Answer to: hello", exact=True)).to_be_visible()


async def test_the_flow_is_found_by_intent_while_typing(page: Page) -> None:
    await page.get_by_role("link", name="Flow").click()
    await page.get_by_label("Intent, action or rule").fill("missed_visit")
    await expect(page.get_by_role("status")).to_contain_text("paths with “missed_visit”")
    await expect(page.get_by_role("group", name="Mobile")).to_have_count(0)
    await (
        page.get_by_role("group", name="Visits")
        .first.get_by_role("link", name="action_missed_visit")
        .first.click()
    )
    await expect(page.locator("li:target")).to_contain_text("rule")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_every_page_is_free_of_axe_findings_and_fits_its_width(
    page: Page, designs: Path, scheme: str, width: int
) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": 800})
    await clean(page)
    await say(page, FURIOUS)
    await page.get_by_text("Why these words").first.click()
    await page.get_by_text("Each that does not fit").click()
    await page.get_by_text("Figures of the course").click()
    await say(page, "I want to end my life")
    (designs / "data/responses/new.yml").write_text("responses: [", encoding="utf-8")
    await expect(page.get_by_role("alert")).to_be_visible()
    await clean(page)
    await page.get_by_role("link", name="Flow").click()
    for summary in await page.locator(".topic > summary").all():
        await summary.scroll_into_view_if_needed()
    await clean(page)
    await page.goto("/preview/files/domain.yml#line-5")
    await clean(page)
    await page.goto("/preview/talks/unknown")
    await clean(page)
