"""The stand-in for Twilio is as strict as Twilio's documents, and the phone on its page tells a whole story."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright

from handoff_service.settings import Settings
from heard.house import free_ports
from heard.phone.carrier import ACCOUNT, SENDER
from heard.phone.documented import fault_in
from heard.phone.server import create_app
from tests.fakes.desk_people import handoff_of, person
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import Service, running
from tests.fakes.texting import Telephone

GOOD = {"To": "+15550100101", "From": "+15550100000", "Body": "Hello"}
CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Bodyy": "x"}, 20001),
        ({"To": ""}, 21604),
        ({"To": "5550100101"}, 21211),
        ({"From": ""}, 21603),
        ({"From": "not a number!"}, 21212),
        ({"MessagingServiceSid": "XX1"}, 21701),
        ({"Body": ""}, 21619),
        ({"Body": "😜" * 801}, 21617),
        ({"StatusCallback": "nowhere"}, 21609),
    ],
)
def test_a_request_that_is_not_as_documented_is_refused(change: dict[str, str], code: int) -> None:
    fault = fault_in(GOOD | change)
    assert fault is not None
    assert fault.code == code


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"Body": "a" * 1600},
        {"From": "", "MessagingServiceSid": "MG" + "a" * 32},
        {"To": "whatsapp:+15550100101"},
    ],
)
def test_a_request_as_documented_is_taken(change: dict[str, str]) -> None:
    assert fault_in(GOOD | change) is None


@pytest.fixture
async def house(settings: Settings, bot: FakeBot) -> AsyncIterator[tuple[Service, str]]:
    """A service that texts through the stand-in, and the address of the phone."""
    here, there = free_ports(2)
    texting = replace(
        settings,
        phone_port=there,
        port=here,
        public_url=f"http://127.0.0.1:{here}",
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=settings.key("twilio"),
        twilio_from=SENDER,
        twilio_api_url=f"http://127.0.0.1:{there}",
    )
    async with running(texting, bot=bot) as service:
        app = create_app(replace(texting, port=int(str(service.http.base_url).rsplit(":", 1)[1].strip("/"))))
        app.config.TOUCHUP = False
        door = socket.create_server(("127.0.0.1", there))
        server: Any = await app.create_server(sock=door, return_asyncio_server=True)
        await server.startup()
        await server.before_start()
        await server.start_serving()
        yield service, f"http://127.0.0.1:{there}"
        await server.before_stop()
        server.close()
        await server.after_stop()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed here")
async def test_a_whole_story_by_text_message(house: tuple[Service, str], bot: FakeBot) -> None:
    service, address = house
    warm = reply("That is a lot to carry.", purpose="acknowledgement")
    bot.scripts["I am furious"] = Script([warm, reply("Here is your bill.", index=1), done()])
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = await browser.new_page()
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        await page.goto(address)
        phone = Telephone(service, await page.input_value("#number"))
        await told(page, "I am furious", answer="That is a lot to carry.")
        await told(page, "I want to end my life", answer="988")
        customer, ada = await phone.customer(), await person(service)
        await ada.accept(await handoff_of(customer))
        await ada.say(customer, "I am Ada, and I am here.")
        await shown(page, "I am Ada, and I am here.")
        await told(page, "STOP", answer="unsubscribed")
        await page.locator("#messages li.own", has_text="STOP").get_by_text("received").wait_for()
        case = await ada.case(customer)
        assert case.texting is not None
        assert case.texting.standing.stopped_by == "keyword"
        assert faults == []
        await browser.close()


async def told(page: Page, words: str, *, answer: str) -> None:
    await page.fill("#body", words)
    await page.keyboard.press("Enter")
    await shown(page, answer)


async def shown(page: Page, words: str) -> None:
    await page.locator("#messages li:not(.own)", has_text=words).last.wait_for()


async def test_a_wish_that_no_failure_fits_and_a_number_that_is_none_are_refused(
    house: tuple[Service, str],
) -> None:
    service, address = house
    for path, body in (
        ("/wishes", {"next": "rain"}),
        ("/texts", {"number": "1", "body": "x"}),
        ("/texts", {}),
    ):
        assert (await service.http.post(address + path, json=body)).status_code == 422
    taken = await service.http.post(address + "/wishes", json={"next": "undelivered"})
    assert taken.status_code == 204


async def test_a_wished_failure_is_reported_back_to_the_house(house: tuple[Service, str]) -> None:
    service, address = house
    await service.http.post(address + "/wishes", json={"next": "undelivered"})
    text = {"number": "+15550100177", "body": "I want to end my life"}
    assert (await service.http.post(address + "/texts", json=text)).json() == {"taken": True}
    phone = Telephone(service, "+15550100177")
    with service.house.signals.listen("queue") as listener:
        while not await lost(phone):
            await listener.wait(0.1)
    shown = (await service.http.get(f"{address}/messages", params={"number": phone.number})).json()
    assert "undelivered" in [one["status"] for one in shown["messages"]]
    await asyncio.sleep(0)


async def lost(phone: Telephone) -> bool:
    ada = await person(phone.service, role="supervisor")
    case = await ada.case(await phone.customer())
    return case.texting is not None and bool(case.texting.troubles)
