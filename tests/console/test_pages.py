"""The console over plain HTTP: every page works without script, and every form ends where it should."""

from __future__ import annotations

import re
import uuid
from collections import Counter

import pytest

from tests.console.texts import HOSTILE
from tests.fakes.console_visit import Visit
from tests.fakes.desk_people import epoch_of, handoff_of, waiting
from tests.fakes.running import Customer, Service


async def accept(visit: Visit, customer: Customer) -> None:
    """Accept the customer from the queue's page."""
    await visit.get("/console")
    await visit.post(f"/console/handoffs/{(await handoff_of(customer)).id}/accept")


async def reply(visit: Visit, customer: Customer, text: str) -> None:
    """Answer from the conversation's page."""
    hidden = {name: visit.hidden(name) for name in ("form_id", "epoch")}
    await visit.post(f"/console/conversations/{customer.id}/reply", text=text, **hidden)


async def test_signing_in_leads_to_the_queue(visit: Visit) -> None:
    answer = await visit.sign_in("maya@harbor.example")
    assert (answer.status_code, answer.url.path) == (200, "/console")
    assert "Nobody is waiting" in visit.text()
    assert "Maya Lindqvist" in visit.text()


async def test_a_wrong_password_keeps_the_address_and_says_what_to_do(visit: Visit) -> None:
    answer = await visit.sign_in("maya@harbor.example", "wrong")
    assert answer.status_code == 401
    assert "do not belong together" in visit.text()
    assert 'value="maya@harbor.example"' in visit.page


async def test_the_queue_says_why_and_how_long_in_words(service: Service, maya: Visit) -> None:
    customer = await service.customer(name="Sam Okafor")
    await customer.say("I want to end my life")
    await maya.get("/console")
    said = maya.text()
    assert "1 waiting for a person" in said
    assert "Sam Okafor At once Told us: thoughts of suicide." in said
    assert "I want to end my life" not in said


async def test_accepting_opens_the_conversation_with_the_brief_first(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am furious about my bill", name="Sam Okafor")
    await accept(maya, customer)
    said = maya.text()
    assert "With you" in said
    assert said.index("Asked for a person.") < said.index("I am furious about my bill")
    assert said.index("own words") < said.index("Your reply to Sam Okafor")
    assert "“I understand your frustration”" in said


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ("I want to end my life", ["988 Suicide & Crisis Lifeline: call 988, text 988"]),
        ("he hits me", ["1-800-799-7233", "Childhelp National Child Abuse Hotline: call 1-800-422-4453"]),
        ("he has chest pain", ["call 911", "Poison Help: call 1-800-222-1222"]),
    ],
)
async def test_the_brief_names_numbers_that_may_be_given(
    service: Service, maya: Visit, told: str, lines: list[str]
) -> None:
    customer = await service.customer()
    await customer.say(told)
    await maya.get(f"/console/conversations/{customer.id}")
    for line in lines:
        assert line in maya.text().replace("&amp;", "&")


async def test_a_reply_reaches_the_customer_and_the_box_is_empty_again(service: Service, maya: Visit) -> None:
    customer = await waiting(service, name="Sam")
    await accept(maya, customer)
    await reply(maya, customer, "Good morning, Sam.\r\nI am looking at it.")
    assert (await customer.events())[-1]["text"] == "Good morning, Sam.\nI am looking at it."
    assert "Good morning, Sam." in maya.text()
    assert ">Good morning" not in maya.page.split("<textarea")[1].split("</textarea")[0]


async def test_words_that_are_refused_stay_in_the_box(service: Service, maya: Visit) -> None:
    customer = await waiting(service)
    await accept(maya, customer)
    await reply(maya, customer, "far too long " * 400)
    assert "far too long far too long" in maya.page.split("<textarea")[1]
    assert 'class="notice bad"' in maya.page
    assert [event for event in await customer.events() if event["author"] == "agent"] == []


async def test_with_script_a_refusal_is_a_fragment_with_the_words_still_in_it(
    service: Service, maya: Visit
) -> None:
    customer = await waiting(service)
    await accept(maya, customer)
    stale = {"form_id": uuid.uuid4().hex, "epoch": str(await epoch_of(customer) - 1)}
    headers = {"Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
    await maya.post(f"/console/conversations/{customer.id}/reply", headers=headers, text="Keep me", **stale)
    assert maya.page.lstrip().startswith("<form")
    assert "changed hands" in maya.text()
    assert "Keep me</textarea>" in maya.page


async def test_who_comes_second_is_told_who_was_faster(service: Service, maya: Visit, jonas: Visit) -> None:
    customer = await waiting(service)
    handoff = await handoff_of(customer)
    await jonas.get("/console")
    await accept(maya, customer)
    answer = await jonas.post(f"/console/handoffs/{handoff.id}/accept")
    assert answer.status_code == 409
    assert "Maya Lindqvist was a moment faster" in jonas.text()


async def test_handing_back_requeueing_and_closing_each_end_at_the_queue(
    service: Service, maya: Visit
) -> None:
    ends = {
        "hand-back": ({"text": "Bye for now."}, "Handed back", "bot"),
        "requeue": ({"note": "For billing"}, "Back in the queue", "queue"),
        "close": ({"outcome": "resolved"}, "Closed.", "bot"),
    }
    for path, (fields, said, owner) in ends.items():
        customer = await waiting(service)
        await accept(maya, customer)
        handoff, epoch = await handoff_of(customer), maya.hidden("epoch")
        answer = await maya.post(f"/console/handoffs/{handoff.id}/{path}", epoch=epoch, **fields)
        assert (answer.url.path, said in maya.text()) == ("/console", True)
        assert (await customer.look())["owner"] == owner


async def test_the_note_is_shown_to_the_next_agent_and_never_to_the_customer(
    service: Service, maya: Visit, jonas: Visit
) -> None:
    customer = await waiting(service)
    await accept(maya, customer)
    handoff = await handoff_of(customer)
    await maya.post(
        f"/console/handoffs/{handoff.id}/requeue", epoch=maya.hidden("epoch"), note="Ask for Ines"
    )
    await jonas.get("/console")
    assert "Note from Maya Lindqvist: Ask for Ines" in jonas.text()
    assert "Ines" not in str(await customer.events())


async def test_hostile_words_add_no_tag_to_the_page(service: Service, maya: Visit) -> None:
    async def tags(name: str, text: str) -> Counter[str]:
        customer = await waiting(service, name=name)
        await customer.say(text)
        await maya.get(f"/console/conversations/{customer.id}")
        return Counter(re.findall(r"<[a-z/!]+", maya.page))

    harmless = await tags("Sam", "My bill is wrong")
    for hostile in HOSTILE:
        assert await tags(hostile.replace("\u202e", "").split("\n")[0][:60], hostile) == harmless


async def test_hostile_words_of_an_agent_stay_words_in_note_and_draft(service: Service, maya: Visit) -> None:
    customer = await waiting(service)
    await accept(maya, customer)
    await reply(maya, customer, HOSTILE[3] * 200)
    assert "<script>alert" not in maya.page
    epoch, handoff = maya.hidden("epoch"), await handoff_of(customer)
    await maya.post(f"/console/handoffs/{handoff.id}/requeue", epoch=epoch, note=HOSTILE[0])
    assert "<script>alert" not in maya.page
    assert "<script>alert(1)</script>" in maya.text()


async def test_every_page_forbids_inline_script_and_framing(maya: Visit) -> None:
    for path in ("/console", "/console/sign-in", "/console/conversations/none"):
        answer = await maya.http.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"


async def test_pages_hold_no_inline_script_and_no_inline_style(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am furious")
    await accept(maya, customer)
    assert "<style" not in maya.page
    assert " style=" not in maya.page
    assert "<script>" not in maya.page
    assert " onclick=" not in maya.page


async def test_files_are_kept_for_ever_under_an_address_that_names_their_content(visit: Visit) -> None:
    await visit.get("/console/sign-in")
    address = visit.page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await visit.http.get(address)
    assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True)
    assert (await visit.http.get("/console/static/x/../pages.py")).status_code == 404
    assert (await visit.http.get("/console/static/x/%2e%2e/pages.py")).status_code == 404
