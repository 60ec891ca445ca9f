"""What the customer writes is shown at once, reaches the house once, and is never lost."""

import pytest
from playwright.async_api import expect

MARKUP = [
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    '"><svg/onload=document.title="owned">',
    "[click](javascript:document.title='owned')",
    "javascript:alert(1) https://evil.example/a",
    "</p></li></ol><iframe srcdoc=\"<script>parent.document.title='owned'</script>\">",
    "{{constructor.constructor('document.title=1')()}} ${document.title='owned'}",
    "&lt;b&gt;not bold&lt;/b&gt; <b>nor this</b>",
]


async def test_a_message_is_sending_until_the_house_has_it(customer, house):
    talk = await customer.start()
    house.gate.clear()
    await customer.say("My bill is wrong")
    await expect(customer.part("state")).to_have_text("Sending")
    house.gate.set()
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["My bill is wrong"]


async def test_not_sent_is_said_and_can_be_tried_again(customer, house):
    talk = await customer.start()
    house.busy_posts = 3
    await customer.say("Is there an outage?")
    await expect(customer.status).to_have_text("Not sent")
    await customer.button("Try again").click()
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["Is there an outage?"]
    assert await customer.focused() == "input"


async def test_a_message_whose_answer_was_lost_is_there_once(customer, house):
    talk = await customer.start()
    house.lost_answers = 2
    await customer.say("Only once, please")
    await expect(customer.part("state")).to_have_text("Sent")
    await expect(customer.bubble("Only once, please")).to_have_count(1)
    assert talk.said() == ["Only once, please"]


async def test_words_that_are_refused_come_back_with_the_houses_reason(customer):
    talk = await customer.start()
    await customer.say("a" * 20_000)
    await expect(customer.status).to_contain_text("longer than 4000 characters")
    await expect(customer.input).to_have_value("a" * 20_000)
    assert talk.said() == []
    assert await customer.bubbles() == ["Hello, how can I help?"]


async def test_a_long_message_is_whole_and_stays_inside_the_panel(customer):
    talk = await customer.start()
    await customer.say("verylong" * 500)
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["verylong" * 500]
    assert await customer.part("scroll").evaluate("s => s.scrollWidth <= s.clientWidth")


async def test_nothing_is_sent_of_nothing(customer):
    talk = await customer.start()
    for blank in ("", "   ", "\n\n"):
        await customer.input.fill(blank)
        await customer.button("Send").click()
    assert talk.said() == []


async def test_emoji_and_lines_arrive_as_they_were_written(customer):
    talk = await customer.start()
    await customer.input.fill("😡😡 👩‍👩‍👧")
    await customer.input.press("Shift+Enter")
    await customer.input.type("second line")
    await customer.input.press("Enter")
    await expect(customer.part("state")).to_have_text("Sent")
    assert talk.said() == ["😡😡 👩‍👩‍👧\nsecond line"]


async def test_messages_written_in_a_row_arrive_in_order(customer, house):
    talk = await customer.start()
    house.busy_posts = 1
    for text in ("one", "two", "three"):
        await customer.say(text)
    await expect(customer.part("state")).to_have_text(["Sent"] * 3)
    assert talk.said() == ["one", "two", "three"]
    assert (await customer.bubbles())[1:] == ["one", "two", "three"]


async def test_a_quick_reply_posts_its_token_and_leaves_with_the_answer(customer, house):
    talk = await customer.start()
    talk.say("What now?", buttons=[{"title": "Dispute it", "token": "t1"}, {"title": "Pay", "token": "t2"}])
    await customer.button("Dispute it").click()
    await expect(customer.part("state")).to_have_text("Sent")
    await expect(customer.part("choice")).to_have_count(0)
    assert house.tokens_spent == ["t1"]
    assert await customer.focused() == "input"


@pytest.mark.parametrize("author", ["customer", "bot", "agent", "system"])
async def test_markup_is_shown_as_text(customer, author):
    talk = await customer.start()
    for text in MARKUP:
        talk.say(text, author, name=MARKUP[0] if author == "agent" else None)
        await expect(customer.part("bubble").last).to_have_text(text)
    assert await customer.page.locator("heard-chat :is(img, script, iframe, a, .bubble b)").count() == 0
    assert await customer.page.title() != "owned"
    assert customer.faults == []
