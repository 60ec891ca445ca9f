"""Reloads, lost lines, duplicates and second tabs: nothing is lost and nothing is doubled."""

from playwright.async_api import expect


async def test_after_a_reload_the_conversation_is_there_once(customer):
    talk = await customer.start()
    await customer.say("first")
    talk.say("answer to the first")
    await expect(customer.bubble("answer to the first")).to_be_visible()
    await customer.page.reload()
    await expect(customer.bubble("answer to the first")).to_be_visible()
    talk.say("and a later one")
    await expect(customer.bubble("and a later one")).to_be_visible()
    assert await customer.bubbles() == [event["text"] for event in talk.events]


async def test_after_a_reload_history_is_not_spoken_but_news_is(customer):
    talk = await customer.start()
    await customer.page.reload()
    await expect(customer.bubble("Hello, how can I help?")).to_be_visible()
    talk.say("news")
    await expect(customer.bubble("news")).to_be_visible()
    spoken = await customer.page.locator("heard-chat [role=log] .bubble").all_text_contents()
    assert spoken == ["news"]


async def test_a_reload_keeps_unsent_words_and_takes_no_focus(customer):
    await customer.start()
    await customer.input.fill("I was just about to")
    await customer.page.reload()
    await expect(customer.input).to_have_value("I was just about to")
    assert await customer.focused() == ""


async def test_a_message_on_its_way_survives_a_reload_and_is_sent_once(customer, house):
    talk = await customer.start()
    house.gate.clear()
    await customer.say("do not lose me")
    await expect(customer.part("state")).to_have_text("Sending")
    await customer.page.reload()
    await expect(customer.bubble("do not lose me")).to_have_count(1)
    house.gate.set()
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["do not lose me"]


async def test_what_was_said_during_a_lost_connection_arrives_once_and_in_order(customer):
    talk = await customer.start()
    for round_ in range(4):
        talk.cut()
        talk.say(f"said while away {round_}")
        await expect(customer.bubble(f"said while away {round_}")).to_be_visible()
    assert await customer.bubbles() == [event["text"] for event in talk.events]


async def test_deliveries_that_come_twice_are_shown_once(customer):
    talk = await customer.start()
    event = talk.say("only once")
    for _ in range(3):
        talk.tell("message", event)
    talk.say("the end")
    await expect(customer.bubble("the end")).to_be_visible()
    await expect(customer.bubble("only once")).to_have_count(1)


async def test_a_gap_in_the_numbers_is_filled(customer):
    talk = await customer.start()
    listeners, talk.listeners = talk.listeners, []
    talk.say("swallowed by the line")
    talk.listeners = listeners
    talk.say("after the gap")
    await expect(customer.bubble("after the gap")).to_be_visible()
    assert (await customer.bubbles())[-2:] == ["swallowed by the line", "after the gap"]


async def test_a_house_that_is_down_is_told_and_what_failed_is_sent_when_it_is_back(customer, house):
    talk = await customer.start()
    house.down = True
    talk.cut()
    await customer.say("are you there?")
    await expect(customer.status).to_contain_text("interrupted")
    await expect(customer.button("Try again")).to_be_visible()
    house.down = False
    await expect(customer.part("state")).to_have_text("Sent")
    await expect(customer.status).to_be_hidden()
    assert talk.said() == ["are you there?"]


async def test_a_customer_who_was_offline_catches_up(customer, context):
    talk = await customer.start()
    await context.set_offline(True)
    await expect(customer.status).to_contain_text("interrupted")
    talk.say("while you were away")
    await context.set_offline(False)
    await expect(customer.bubble("while you were away")).to_be_visible()
    assert await customer.bubbles() == [event["text"] for event in talk.events]


async def test_two_tabs_show_the_same_conversation_once_each(customer, context):
    talk = await customer.start()
    async with context.expect_page() as opened:
        await customer.page.evaluate("window.open('/')")
    second = type(customer)(customer.address, await opened.value)
    await expect(second.bubble("Hello, how can I help?")).to_be_visible()
    await second.say("from the second tab")
    await customer.say("from the first tab")
    for tab in (customer, second):
        await expect(tab.part("item")).to_have_count(3)
        assert await tab.bubbles() == [event["text"] for event in talk.events]


async def test_where_streams_do_not_pass_it_asks_in_rounds(customer, house):
    house.plain_streams = True
    talk = await customer.start()
    talk.say("heard without a stream")
    await expect(customer.bubble("heard without a stream")).to_be_visible()
    talk.held_by("queue", queue={"ahead": 2, "wait_minutes": [3, 6]})
    talk.say("and the queue")
    await expect(customer.part("banner")).to_contain_text("2 ahead")


async def test_a_conversation_that_is_gone_gives_the_words_back(customer, house):
    await customer.start()
    house.talks.clear()
    await customer.say("please keep this")
    await expect(customer.part("choose-tone").first).to_be_visible()
    await customer.button("Yes, read the tone").click()
    await expect(customer.input).to_have_value("please keep this")
    assert list(house.talks) == ["c1"]


async def test_the_token_is_in_no_address(customer, house):
    talk = await customer.start()
    await customer.say("my secret")
    await customer.page.reload()
    await expect(customer.bubble("my secret")).to_be_visible()
    assert house.urls
    assert not [url for url in house.urls if talk.token in url]


async def test_where_storage_is_forbidden_the_page_still_talks(customer, house):
    await customer.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden') } })"
    )
    await customer.page.reload()
    talk = await customer.start()
    await customer.say("hello")
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["hello"]
