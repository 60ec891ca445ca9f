"""Who is there: bot, queue or person, always marked in words, and a person is always one press away."""

from playwright.async_api import expect


async def test_bot_and_person_are_told_apart_in_words(customer):
    talk = await customer.start()
    await expect(customer.part("now")).to_have_text("Assistant, automated")
    talk.held_by("agent", agent="Maya")
    talk.say("Hi Sam, Maya here.", "agent", name="Maya")
    await expect(customer.part("item").last.locator(".who")).to_have_text("Mayaperson")
    await expect(customer.part("now")).to_have_text("Maya, person")
    await expect(customer.part("item").first.locator(".who")).to_have_text("Assistantautomated")


async def test_the_wait_is_told_as_the_house_knows_it(customer):
    talk = await customer.start()
    talk.held_by("queue", queue={"ahead": 3, "wait_minutes": [4, 9]})
    wait = customer.part("banner").get_by_role("status")
    await expect(wait).to_have_text("In line for a person: 3 ahead, about 4 to 9 minutes")
    talk.tell("queue", {"ahead": 0, "wait_minutes": [0, 2]})
    await expect(wait).to_have_text("You're next in line for a person")
    talk.held_by("agent", agent="Maya")
    await expect(customer.part("banner")).to_be_hidden()


async def test_the_queue_can_be_left(customer):
    talk = await customer.start()
    talk.held_by("queue", queue={"ahead": 3, "wait_minutes": None})
    await customer.button("Go on with the assistant").click()
    await expect(customer.part("banner")).to_be_hidden()
    assert talk.owner == "bot"


async def test_a_person_can_be_asked_for_while_the_bot_talks_and_while_waiting(customer):
    talk = await customer.start()
    async with customer.page.expect_response("**/person") as while_the_bot_talks:
        await customer.button("Talk to a person").click()
    talk.held_by("queue", queue={"ahead": 1, "wait_minutes": [2, 4]})
    await expect(customer.part("banner")).to_be_visible()
    async with customer.page.expect_response("**/person") as while_waiting:
        await customer.button("Talk to a person").click()
    assert [(await answer.value).status for answer in (while_the_bot_talks, while_waiting)] == [202, 202]


async def test_a_person_can_be_asked_for_before_anything_is_agreed_to(customer, house):
    await customer.part("launcher").click()
    async with customer.page.expect_response("**/person"):
        await customer.button("Talk to a person").click()
    assert house.talk.consent is False
    assert house.talk.asked_for_person == 1


async def test_typing_is_told_until_the_last_words_are_there(customer):
    talk = await customer.start()
    talk.tell("typing", {"author": "bot", "on": True})
    talk.say("An acknowledgement.")
    await expect(customer.bubble("An acknowledgement.")).to_be_visible()
    await expect(customer.status).to_have_text("Assistant is typing")
    talk.tell("typing", {"author": "bot", "on": False})
    await expect(customer.status).to_be_hidden()


async def test_a_closed_panel_counts_and_speaks_what_comes(customer):
    talk = await customer.start()
    await customer.button("Close chat").click()
    talk.say("one")
    talk.say("Maya here", "agent", name="Maya")
    await expect(customer.part("badge")).to_have_text("2")
    await expect(customer.part("unseen")).to_have_text("New messages: Maya")
    await customer.part("launcher").click()
    await expect(customer.part("badge")).to_be_hidden()
    assert (await customer.bubbles())[-2:] == ["one", "Maya here"]


async def test_a_reader_who_looks_back_is_told_and_not_moved(customer):
    talk = await customer.start()
    for number in range(30):
        talk.say(f"line {number}")
    await expect(customer.bubble("line 29")).to_be_in_viewport()
    await customer.part("scroll").evaluate("s => { s.scrollTop = 0 }")
    talk.say("new below")
    await customer.button("New messages").click()
    await expect(customer.bubble("new below")).to_be_in_viewport()
    await expect(customer.part("more")).to_be_hidden()


async def test_a_banner_that_takes_room_does_not_hide_the_end(customer):
    talk = await customer.start()
    for number in range(30):
        talk.say(f"line {number}")
    talk.held_by("queue", queue={"ahead": 3, "wait_minutes": [4, 9]})
    talk.say("the last words")
    await expect(customer.bubble("the last words")).to_be_in_viewport(ratio=1)
    await expect(customer.part("more")).to_be_hidden()


async def test_words_too_tall_to_be_seen_whole_are_shown_from_their_beginning(customer):
    talk = await customer.start()
    talk.say("First line.\n" + "and another\n" * 60, "agent", name="Maya")
    await expect(customer.part("who").last).to_be_in_viewport()
    assert await customer.part("scroll").evaluate("s => s.scrollHeight - s.scrollTop > 2 * s.clientHeight")


async def test_days_are_told_apart(customer):
    talk = await customer.start()
    talk.events[0]["at"] = "2024-03-05T12:00:00+00:00"
    await customer.page.reload()
    await expect(customer.part("day")).to_have_text(["March 5, 2024"])
    talk.say("today's words")
    await expect(customer.part("day")).to_have_text(["March 5, 2024", "Today"])


async def test_the_pages_questions_open_the_chat_with_the_words_written(customer):
    await customer.page.get_by_role("button", name="Why is my bill higher than usual?").click()
    await customer.button("Yes, read the tone").click()
    await expect(customer.input).to_have_value("Why was my June bill higher than usual?")
