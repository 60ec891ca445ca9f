"""Before the first message the customer knows who answers and has decided what is read."""

from playwright.async_api import expect

LOOKS = """all => all.map((button) => {
  const look = getComputedStyle(button);
  const told = ["color", "backgroundColor", "borderColor", "fontWeight", "fontSize", "width", "height"];
  return told.map((name) => look[name]).join();
})"""


async def test_nothing_is_sent_before_the_customer_has_decided(customer, house):
    await customer.part("launcher").click()
    await expect(customer.page.get_by_text("an automated assistant, not a person")).to_be_visible()
    await expect(customer.page.get_by_text("May the assistant read the tone")).to_be_visible()
    assert house.talks == {}
    assert not await customer.input.is_visible()


async def test_the_two_answers_weigh_the_same(customer):
    await customer.part("launcher").click()
    looks = await customer.part("choose-tone").evaluate_all(LOOKS)
    assert len(looks) == 2
    assert len(set(looks)) == 1


async def test_agreeing_begins_a_conversation_with_tone(customer):
    talk = await customer.start(tone=True)
    asked = {"channel": "web", "locale": "en-US", "name": "Sam", "consent": {"tone": True}}
    assert talk.begun_with == asked


async def test_declining_is_kept_and_said(customer):
    talk = await customer.start(tone=False)
    assert talk.begun_with["consent"] == {"tone": False}
    await expect(customer.bubble("is not read. Danger still is.")).to_be_visible()
    await expect(customer.part("tone")).to_have_text("Tone reading is off")


async def test_tone_can_be_switched_off_later(customer):
    talk = await customer.start(tone=True)
    await customer.button("Tone reading is on").click()
    await expect(customer.part("tone")).to_have_text("Tone reading is off")
    assert talk.consent is False


async def test_an_answer_given_while_the_house_is_down_counts_when_it_is_back(customer, house):
    await customer.part("launcher").click()
    house.down = True
    await customer.button("No, don't read it").click()
    await expect(customer.status).to_contain_text("interrupted")
    house.down = False
    await expect(customer.input).to_be_visible()
    assert [talk.consent for talk in house.talks.values()] == [False]


async def test_without_the_house_the_last_resort_asks_the_same_questions(customer, house):
    house.wordless = True
    await customer.page.reload()
    await customer.part("launcher").click()
    await expect(customer.page.get_by_text("automated assistant, not a person")).to_be_visible()
    await expect(customer.part("choose-tone")).to_have_text(["Yes, read the tone", "No, don't read it"])


async def test_the_words_are_the_designers_in_the_customers_language(customer, house):
    async def in_spanish(route):
        page = await route.fetch()
        await route.fulfill(
            response=page, body=(await page.text()).replace('"en-US" channel', '"es-US" channel')
        )

    await customer.page.route(f"{house.address}/", in_spanish)
    await customer.page.reload()
    await expect(customer.part("launcher")).to_have_text("Abrir el chat")
