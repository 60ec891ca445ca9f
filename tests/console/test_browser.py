"""The console in a real browser: live without a reload, safe against double sending, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Page, Route, expect

from empathy.correction import Judgement
from handoff_service.handoffs.correcting import Corrections
from handoff_service.handoffs.verdicts import Verdict
from tests.console.texts import HOSTILE
from tests.fakes.desk_people import handoff_of, person, waiting
from tests.fakes.running import Customer, Service

pytestmark = pytest.mark.browser


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """One database is enough in the browser: what differs between the two is tested without it."""
    return f"sqlite+aiosqlite:///{tmp_path}/heard.db"


@pytest.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """Maya's browser, signed in at the queue; any fault in the page's script or policy fails the test."""
    faults: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda told: faults.append(told.text) if "Content Security" in told.text else None)
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    await sign_in(page, "maya@harbor.example")
    yield page
    assert faults == []


async def sign_in(page: Page, email: str) -> None:
    """Through the door."""
    await page.goto("/console")
    await page.get_by_label("Work e-mail").fill(email)
    await page.get_by_label("Password").fill("correct horse")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("link", name="Queue")).to_be_visible()


async def taken(page: Page, customer: Customer) -> None:
    """Accept the customer in the queue."""
    name = (await customer.look())["id"]
    await page.goto(f"/console/conversations/{name}")
    await page.get_by_role("button", name="Accept").click()
    await expect(page.get_by_label("Your reply to")).to_be_visible()


async def test_a_whole_handoff_from_queue_to_close(service: Service, page: Page) -> None:
    customer = await waiting(service, "I am furious about my bill", name="Sam Okafor")
    await page.get_by_role("button", name="Accept Sam Okafor").click()
    await expect(page.get_by_role("heading", name="Sam Okafor", exact=True)).to_be_visible()
    await page.get_by_label("Your reply to Sam Okafor").fill("Good morning, I have the bill here.")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("log")).to_contain_text("Good morning, I have the bill here.")
    await expect(page.get_by_label("Your reply to Sam Okafor")).to_have_value("")
    await customer.heard("Good morning, I have the bill here.")
    await customer.say("Thank you, that is all")
    await expect(page.get_by_role("log")).to_contain_text("Thank you, that is all")
    await page.get_by_role("button", name="Close").first.click()
    await page.get_by_label("Resolved", exact=False).first.check()
    await page.get_by_role("button", name="Close the conversation").click()
    await expect(page.get_by_role("status")).to_contain_text("Closed.")
    assert (await handoff_of(customer)).outcome == "resolved"


async def test_handing_back_with_a_last_line_lets_the_bot_go_on(service: Service, page: Page) -> None:
    customer = await waiting(service, name="Sam")
    await taken(page, customer)
    await page.get_by_role("button", name="Hand back to the bot").click()
    await page.get_by_label("A last line from you").fill("The assistant goes on from here.")
    await page.get_by_role("button", name="Hand back", exact=True).click()
    await expect(page.get_by_role("status")).to_contain_text("Handed back")
    await customer.say("One more thing")
    events = await customer.heard("Answer to: One more thing")
    assert "The assistant goes on from here." in [event["text"] for event in events]


async def test_the_queue_fills_and_empties_by_itself_and_the_tabs_title_counts(
    service: Service, page: Page
) -> None:
    await expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    customer = await waiting(service, name="Sam Okafor")
    await expect(page.get_by_role("link", name="Sam Okafor", exact=True)).to_be_visible()
    await expect(page).to_have_title(re.compile(r"^\(1\) Queue"))
    await customer.post("assistant", {})
    await expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    await expect(page).to_have_title(re.compile(r"^Queue"))


async def test_a_new_arrival_does_not_take_the_focus_from_the_button_in_hand(
    service: Service, page: Page
) -> None:
    await waiting(service, name="Sam Okafor")
    button = page.get_by_role("button", name="Accept Sam Okafor")
    await button.focus()
    await (await service.customer(name="Rosa")).say("I want to end my life")
    await expect(page.get_by_role("listitem").filter(has_text="At once")).to_be_visible()
    await expect(button).to_be_focused()


async def test_words_are_kept_while_the_service_does_not_answer_and_sent_once_after(
    service: Service, page: Page
) -> None:
    customer = await waiting(service, name="Sam")
    await taken(page, customer)
    box = page.get_by_label("Your reply to Sam")

    async def cut(route: Route) -> None:
        await route.abort()

    await page.route("**/reply", cut)
    await box.fill("Important words")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("alert").filter(has_text="Not sent")).to_be_visible()
    await expect(box).to_have_value("Important words")
    await page.unroute("**/reply")
    await box.press("Control+Enter")
    await expect(box).to_have_value("")
    assert [event["text"] for event in await customer.events()].count("Important words") == 1


async def test_an_answer_that_was_lost_on_the_way_is_not_sent_twice(service: Service, page: Page) -> None:
    customer = await waiting(service, name="Sam")
    await taken(page, customer)
    box = page.get_by_label("Your reply to Sam")

    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/reply", lose_the_answer)
    await box.fill("Only once")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("alert").filter(has_text="Not sent")).to_be_visible()
    await page.unroute("**/reply")
    await box.press("Control+Enter")
    await expect(box).to_have_value("")
    assert [event["text"] for event in await customer.events()].count("Only once") == 1


async def test_when_the_customer_leaves_the_unsent_words_stay_readable(service: Service, page: Page) -> None:
    customer = await waiting(service, name="Sam")
    await taken(page, customer)
    await page.get_by_label("Your reply to Sam").fill("Half a sentence")
    await customer.post("close", {})
    await expect(page.get_by_label("Your unsent words")).to_have_value("Half a sentence")
    await expect(page.get_by_text("If the customer writes again, it opens again.")).to_be_visible()


async def test_signing_out_in_one_tab_stops_the_stream_of_the_other(
    service: Service, page: Page, context: BrowserContext
) -> None:
    other = await context.new_page()
    await other.goto("/console")
    await other.get_by_role("button", name="Sign out").click()
    await expect(other.get_by_text("You are signed out.")).to_be_visible()
    await waiting(service, name="Secret Sam")
    await expect(page.get_by_text("Live updates have stopped")).to_be_visible()
    await expect(page.get_by_text("Secret Sam")).to_have_count(0)


async def test_hostile_words_run_nothing_even_when_they_arrive_live(service: Service, page: Page) -> None:
    customer = await waiting(service, name="<b>Sam</b>")
    await taken(page, customer)
    for hostile in HOSTILE:
        await customer.say(hostile)
        log = page.get_by_role("log")
        await expect(log).to_contain_text(
            hostile.split("\n")[0].replace("\u202e", "")[:30], use_inner_text=False
        )
    assert await page.evaluate("document.querySelectorAll('.said *:not(mark)').length") == 0


async def test_with_the_keyboard_alone_from_the_queue_to_the_queue(service: Service, page: Page) -> None:
    customer = await waiting(service, name="Sam Okafor")
    await expect(page.get_by_role("button", name="Accept Sam Okafor")).to_be_visible()
    await page.keyboard.press("Alt+a")
    await expect(page.get_by_role("heading", name="Sam Okafor", exact=True)).to_be_visible()
    await page.keyboard.press("Alt+r")
    await page.keyboard.type("Hello Sam")
    await page.keyboard.press("Control+Enter")
    await customer.heard("Hello Sam")
    await expect(page.get_by_label("Your reply to Sam Okafor")).to_be_focused()
    await page.keyboard.press("Alt+c")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.keyboard.press("Alt+c")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Closed.")


async def test_tab_reaches_every_control_of_a_conversation_and_none_traps_it(
    service: Service, page: Page
) -> None:
    customer = await waiting(service, "I am furious", name="Sam")
    await taken(page, customer)
    await page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.add(
            await page.evaluate("document.activeElement.innerText?.trim() || document.activeElement.id")
        )
    wanted = {"Skip to the main part", "Sign out", "Hand back to the bot", "Close", "reply", "Send"}
    assert wanted <= reached


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
async def test_every_page_is_free_of_axe_findings_and_fits_its_width(
    service: Service, page: Page, scheme: str, width: int
) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": 800})
    customer = await waiting(service, "I am furious about my bill", name="Sam Okafor")
    danger = await service.customer(name="Rosa")
    await danger.say("I want to end my life")
    await page.goto("/console")
    await expect(page.get_by_role("button", name="Accept Sam Okafor")).to_be_visible()
    await clean(page)
    await page.goto(f"/console/conversations/{danger.id}")
    await clean(page)
    await taken(page, customer)
    await clean(page)
    await page.get_by_role("button", name="Close").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await clean(page)
    await page.goto("/console/readings")
    await expect(page.get_by_role("button", name="Reading is right")).to_have_count(2)
    await clean(page)
    await page.get_by_role("link", name="Correct Rosa, message 1").click()
    await page.get_by_label("Emotion").select_option("sadness")
    await page.get_by_role("button", name="Keep this correction").click()
    await page.goto(f"/console/conversations/{danger.id}")
    await expect(page.get_by_text("corrected by Maya Lindqvist")).to_be_visible()
    await clean(page)
    await page.get_by_role("link", name="Correct the reading of message 1").click()
    await expect(page.get_by_role("button", name="Take back")).to_be_visible()
    await clean(page)


async def clean(page: Page) -> None:
    """No finding of axe, and nothing wider than the window."""
    found = await Axe().run(page)
    findings = [
        (one["id"], [node["target"] for node in one["nodes"]]) for one in found.response["violations"]
    ]
    assert findings == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_door_is_free_of_axe_findings(context: BrowserContext) -> None:
    page = await context.new_page()
    await page.goto("/console/sign-in")
    await clean(page)


async def test_without_script_a_handoff_can_be_taken_answered_and_closed(
    service: Service, browser: object, context: BrowserContext
) -> None:
    bare = await context.browser.new_context(  # type: ignore[union-attr]
        base_url=str(service.http.base_url), java_script_enabled=False
    )
    page = await bare.new_page()
    await sign_in(page, "maya@harbor.example")
    customer = await waiting(service, name="Sam")
    await taken(page, customer)
    await page.get_by_label("Your reply to Sam").fill("Hello without script")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_label("Transcript")).to_contain_text("Hello without script")
    await page.get_by_role("button", name="Close").first.click()
    await page.get_by_label("Resolved", exact=False).first.check()
    await page.get_by_role("button", name="Close the conversation").click()
    await expect(page.get_by_role("status")).to_contain_text("Closed.")
    await bare.close()


async def test_the_brief_follows_the_conversation_and_what_was_opened_stays_open(
    service: Service, page: Page
) -> None:
    customer = await waiting(service, "I am annoyed", "I am annoyed about the bill", name="Sam")
    await taken(page, customer)
    await page.get_by_text("Figures of the course").click()
    await expect(page.get_by_role("row")).to_have_count(3)
    await customer.say("I am furious now")
    await expect(page.get_by_role("row")).to_have_count(4)
    await expect(page.get_by_label("Brief").get_by_text("I am furious now")).to_be_visible()


async def test_with_the_keyboard_alone_a_missed_danger_is_marked_from_the_list(
    service: Service, page: Page
) -> None:
    customer = await waiting(service, "There is a bridge near here", name="Sam Okafor")
    await page.keyboard.press("Alt+v")
    await expect(page.get_by_role("heading", name="Readings to review")).to_be_visible()
    await expect(page.get_by_role("link", name="Readings to review")).to_have_attribute(
        "aria-current", "page"
    )
    await tab_to(page, "Correct Sam Okafor, message 1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="How you read it")).to_be_visible()
    await tab_to(page, "emotion")
    await page.keyboard.type("Sad")
    await tab_to(page, "none")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("Thoughts of suicide")).to_be_checked()
    await tab_to(page, "Keep this correction")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("the level has risen")
    await expect(page.get_by_text("Nothing to review")).to_be_visible()
    assert (await handoff_of(customer)).level == "immediate"


async def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the control with this text, id or value has the focus."""
    asked = "(e => [e.innerText?.replace(/\\s+/g, ' ').trim(), e.id, e.value])(document.activeElement)"
    for _ in range(60):
        if wanted in await page.evaluate(asked):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(wanted)


async def test_a_danger_marked_by_another_reaches_the_open_page_of_the_one_who_answers(
    service: Service, page: Page
) -> None:
    customer = await waiting(service, "There is a bridge near here", name="Sam Okafor")
    chief = await person(service, "Cleo Baptiste", role="supervisor")
    await taken(page, customer)
    missed = Judgement("sadness", None, "suicide")
    house = service.house
    desk = Corrections(house.database, desk=house.desk, speaker=house.speaker)
    await desk.correct(Verdict(customer.id, 1, chief.agent, "0" * 32), missed)
    brief = page.get_by_label("Brief")
    await expect(brief.get_by_text("Thoughts of suicide", exact=True)).to_be_visible()
    await expect(brief.get_by_text("Marked by Cleo Baptiste.")).to_be_visible()
    await expect(brief.get_by_text("No help line has been given yet")).to_be_visible()
