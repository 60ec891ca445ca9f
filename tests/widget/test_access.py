"""The widget can be used by keyboard, screen reader, zoom, and in every scheme (WCAG 2.2 AA)."""

import pytest
from playwright.async_api import expect

SCHEMES = pytest.mark.parametrize(
    "context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"]
)
SMALL = [
    {"viewport": {"width": 320, "height": 568}},
    {"viewport": {"width": 640, "height": 360}},  # 1280 x 720 at 200 %
]
COUNT_ADDITIONS = """() => {
  window.added = 0;
  const count = (changes) => changes.forEach((change) => { window.added += change.addedNodes.length });
  const log = document.querySelector("heard-chat").shadowRoot.querySelector("[role=log] ol");
  new MutationObserver(count).observe(log, { childList: true });
}"""
EDGE = "b => getComputedStyle(b).borderTopStyle + getComputedStyle(b).borderTopWidth"
LAUNCHER_SIZE = 44
SMALLEST_TARGET = 24


@SCHEMES
async def test_no_rule_is_broken_before_consent(customer):
    assert await customer.complaints() == []
    await customer.part("launcher").click()
    assert await customer.complaints() == []


@SCHEMES
async def test_no_rule_is_broken_while_talking(customer, house):
    talk = await customer.start()
    talk.say("What now?", buttons=[{"title": "Dispute it", "token": "t1"}])
    house.busy_posts = 3
    await customer.say("My bill is wrong")
    await expect(customer.button("Try again")).to_be_visible()
    talk.tell("typing", {"author": "bot", "on": True})
    assert await customer.complaints() == []


@SCHEMES
async def test_no_rule_is_broken_while_waiting_and_with_a_person(customer):
    talk = await customer.start()
    talk.held_by("queue", queue={"ahead": 3, "wait_minutes": [4, 9]})
    await expect(customer.part("banner")).to_be_visible()
    assert await customer.complaints() == []
    talk.held_by("agent", agent="Maya")
    talk.say("Hi Sam", "agent", name="Maya")
    await expect(customer.bubble("Hi Sam")).to_be_visible()
    assert await customer.complaints() == []


@SCHEMES
async def test_no_rule_is_broken_in_crisis(customer):
    talk = await customer.start()
    talk.say("Call 988 or chat at https://988lifeline.org/chat", "system", "crisis")
    await expect(customer.part("crisis")).to_be_visible()
    assert await customer.complaints() == []


@SCHEMES
async def test_no_rule_is_broken_with_the_house_down(customer, house):
    talk = await customer.start()
    house.down = True
    talk.cut()
    await expect(customer.status).to_contain_text("interrupted")
    assert await customer.complaints() == []


async def test_everything_can_be_done_by_keyboard(customer, house):
    press = customer.page.keyboard.press
    await customer.part("launcher").focus()
    await press("Enter")
    assert await customer.focused() == "choose-tone"
    await press("Enter")
    await customer.followed()
    assert await customer.focused() == "input"
    await customer.page.keyboard.type("by keyboard")
    await press("Enter")
    await expect(customer.part("state")).to_have_text("Sent")
    walked = []
    for _ in range(3):
        await press("Tab")
        walked.append(await customer.focused())
    assert walked == ["send", "person", "tone"]
    await press("Escape")
    assert await customer.focused() == "launcher"
    assert house.talk.said() == ["by keyboard"]


async def test_the_keyboard_is_not_trapped(customer):
    await customer.start()
    await customer.part("tone").focus()
    await customer.page.keyboard.press("Tab")
    assert await customer.focused() == ""


async def test_news_takes_no_focus_from_the_page(customer):
    talk = await customer.start()
    await customer.page.get_by_role("link", name="See the plans").focus()
    talk.say("news", buttons=[{"title": "Go", "token": "t"}])
    talk.held_by("agent", agent="Maya")
    await expect(customer.part("now")).to_have_text("Maya, person")
    assert await customer.page.evaluate("document.activeElement.textContent") == "See the plans"


async def test_own_words_are_not_spoken_again_when_the_house_numbers_them(customer, house):
    talk = await customer.start()
    house.gate.clear()
    await customer.say("once")
    await customer.page.evaluate(COUNT_ADDITIONS)
    house.gate.set()
    talk.say("and an answer")
    await expect(customer.bubble("and an answer")).to_be_visible()
    await expect(customer.part("state")).to_have_text("Sent")
    assert await customer.page.evaluate("window.added") == 1


async def test_speakers_are_named_to_those_who_do_not_see(customer):
    await customer.start()
    await customer.say("mine")
    names = await customer.part("who").all_text_contents()
    assert names == ["Assistantautomated", "You"]


@pytest.mark.parametrize("context", SMALL, indirect=True, ids=["320 px", "200 %"])
async def test_on_a_small_or_zoomed_screen_nothing_is_cut_off(customer):
    talk = await customer.start()
    talk.held_by("queue", queue={"ahead": 3, "wait_minutes": [4, 9]})
    talk.say("Call 1-800-799-7233 or chat at https://www.thehotline.org", "system", "crisis")
    await expect(customer.part("crisis")).to_be_visible()
    await customer.input.focus()
    for part in ("head", "banner", "composer", "foot"):
        await expect(customer.part(part)).to_be_in_viewport(ratio=0.95)
    assert await customer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await customer.part("scroll").evaluate(
        "s => s.scrollWidth <= s.clientWidth && s.clientHeight > 60"
    )


async def test_targets_are_large_enough(customer):
    talk = await customer.start()
    talk.say("Pick", buttons=[{"title": "A", "token": "t1"}])
    talk.say("Call 988", "system", "crisis")
    await expect(customer.part("crisis")).to_be_visible()
    sizes = await customer.page.locator("heard-chat :is(button, a, textarea)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.width).map(r => Math.min(r.width, r.height))"
    )
    assert min(sizes) >= SMALLEST_TARGET
    await customer.button("Close chat").click()
    assert (await customer.part("launcher").bounding_box())["height"] >= LAUNCHER_SIZE


@pytest.mark.parametrize(
    "context", [{"reduced_motion": "reduce"}, {"reduced_motion": "no-preference"}], indirect=True
)
async def test_nothing_moves_for_those_who_asked_for_stillness(customer):
    talk = await customer.start()
    talk.tell("typing", {"author": "bot", "on": True})
    await expect(customer.status).to_have_text("Assistant is typing")
    still = await customer.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    moving = await customer.status.evaluate("s => s.getAnimations({ subtree: true }).length")
    assert moving == (0 if still else 1)


@pytest.mark.parametrize("context", [{"forced_colors": "active"}], indirect=True)
async def test_in_forced_colors_every_bubble_has_an_edge(customer):
    await customer.start()
    edge = await customer.part("bubble").first.evaluate(EDGE)
    assert edge == "solid1px"


async def test_from_right_to_left_the_widget_mirrors(customer):
    await customer.page.evaluate("document.documentElement.dir = 'rtl'")
    await customer.start()
    await customer.say("مرحبا")
    panel, mine = await customer.part("panel").bounding_box(), await customer.bubble("مرحبا").bounding_box()
    assert panel["x"] < 100
    assert mine["x"] - panel["x"] < 40
