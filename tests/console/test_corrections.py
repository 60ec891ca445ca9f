"""Correcting the reader over plain HTTP: beside the message, on its own page, and from the list of readings to review."""

from __future__ import annotations

import re
import uuid

import pytest

from handoff_service.console import words
from tests.console.texts import HOSTILE
from tests.fakes.console_visit import Visit
from tests.fakes.desk_people import handoff_of, waiting
from tests.fakes.running import Customer, Service

ANXIOUS = {"emotion": "anxiety", "intensity": "", "disclosure": "none", "person": "first"}
MISSED = {"emotion": "sadness", "intensity": "0.8", "disclosure": "suicide", "person": "first"}


def reading_of(customer: Customer, number: int = 1) -> str:
    return f"/console/conversations/{customer.id}/messages/{number}/reading"


async def correct(visit: Visit, customer: Customer, **fields: str) -> int:
    """Open the page of the first message's reading and send its form."""
    await visit.get(reading_of(customer))
    body = {"form_id": visit.hidden("form_id"), "back": visit.hidden("back"), **fields}
    return (await visit.post(f"{reading_of(customer)}/correct", **body)).status_code


async def test_the_history_says_who_corrected_what_beside_the_message(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am annoyed about my bill", name="Sam Okafor")
    await maya.get(f"/console/conversations/{customer.id}")
    assert "Read as frustration" in maya.text()
    assert await correct(maya, customer, **ANXIOUS) == 200
    line = maya.page.split('id="message-1"')[1].split("</li>")[0]
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line))
    assert re.search(r"corrected by Maya Lindqvist, \d\d:\d\d UTC : anxiety instead of frustration", told), (
        told
    )
    assert "Read as frustration" in told
    assert "Your correction counts now" in maya.text()


async def test_the_page_opens_with_what_counts_and_after_a_refusal_with_what_was_chosen(
    service: Service, maya: Visit
) -> None:
    customer = await waiting(service, "I am annoyed")
    await maya.get(reading_of(customer))
    assert 'value="frustration" selected' in maya.page
    assert await correct(maya, customer, **{**ANXIOUS, "emotion": "frustration"}) == 422
    assert "say that the reading is right" in maya.text()
    await correct(maya, customer, **{**ANXIOUS, "intensity": "0.6"})
    await maya.get(reading_of(customer))
    assert 'value="anxiety" selected' in maya.page
    assert 'value="0.6" selected' in maya.page
    assert await correct(maya, customer, **{**MISSED, "intensity": "7"}) == 422
    assert 'value="suicide" required checked' in maya.page


async def test_a_missed_crisis_is_in_the_brief_of_the_next_agent(
    service: Service, maya: Visit, jonas: Visit
) -> None:
    customer = await waiting(service, "There is a bridge near here", name="Sam Okafor")
    await correct(maya, customer, **MISSED)
    assert "the level has risen" in maya.text()
    await jonas.get("/console")
    assert "Sam Okafor At once Told us: thoughts of suicide." in jonas.text()
    await jonas.get(f"/console/conversations/{customer.id}")
    assert "Thoughts of suicide" in jonas.text()
    assert "Message 1 . Marked by Maya Lindqvist." in jonas.text()
    assert "missed: thoughts of suicide" in jonas.text()


async def test_the_page_says_that_no_correction_clears_a_flag_and_none_does(
    service: Service, maya: Visit
) -> None:
    customer = await service.customer(name="Rosa")
    await customer.say("I want to end my life")
    await maya.get(reading_of(customer))
    assert "No correction lowers a level or clears a flag" in maya.text()
    await correct(maya, customer, emotion="neutral", intensity="", disclosure="none", person="first")
    assert "not thoughts of suicide (the flag stays)" in maya.text()
    assert "Maya Lindqvist does not see this here; the flag stays" in maya.text()
    assert (await handoff_of(customer)).level == "immediate"


async def test_a_form_sent_twice_is_one_line_of_the_history(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am annoyed")
    await maya.get(reading_of(customer))
    form = {"form_id": maya.hidden("form_id"), **ANXIOUS}
    for _ in range(2):
        assert (await maya.post(f"{reading_of(customer)}/correct", **form)).status_code == 200
    assert maya.page.count("corrected by") == 1


async def test_taking_back_stays_readable(service: Service, maya: Visit, jonas: Visit) -> None:
    customer = await waiting(service, "I am annoyed")
    await correct(maya, customer, **ANXIOUS)
    await jonas.get(reading_of(customer))
    assert "Take back" not in jonas.text()
    await maya.get(reading_of(customer))
    await maya.post(
        f"{reading_of(customer)}/take-back",
        form_id=maya.hidden("form_id"),
        correction=maya.hidden("correction"),
    )
    assert "(counts no longer)" in maya.text()
    assert "taken back by Maya Lindqvist" in maya.text()
    theirs = {"form_id": uuid.uuid4().hex, "correction": "1"}
    await jonas.get("/console")
    assert (await jonas.post(f"{reading_of(customer, 2)}/take-back", **theirs)).status_code == 404


async def test_the_list_leads_through_confirming_and_correcting_and_back(
    service: Service, maya: Visit
) -> None:
    customer = await waiting(service, "hm", "whatever", "there is no way out", name="Sam Okafor")
    await maya.get("/console")
    assert 'href="/console/readings"' in maya.page
    await maya.get("/console/readings")
    said = maya.text()
    assert said.index("there is no way out") < said.index("whatever") < said.index(" hm ")
    assert "A disclosure was read, but not surely" in said
    assert "30 % sure" in said
    first = re.findall(r'action="([^"]+)/confirm"', maya.page)[0]
    answer = await maya.post(f"{first}/confirm", form_id=maya.hidden("form_id"), back="1")
    assert (answer.url.path, "Kept: the reading is right." in maya.text()) == ("/console/readings", True)
    assert "there is no way out" not in maya.text()
    await maya.get(f"{reading_of(customer)}?back=1")
    form = {"form_id": maya.hidden("form_id"), "back": maya.hidden("back"), **ANXIOUS}
    answer = await maya.post(f"{reading_of(customer)}/correct", **form)
    assert (answer.url.path, " hm " in maya.text()) == ("/console/readings", False)


async def test_an_empty_list_and_a_page_beyond_the_end_say_so(service: Service, maya: Visit) -> None:
    await maya.get("/console/readings")
    assert "Nothing to review" in maya.text()
    await maya.get("/console/readings?page=7")
    assert "Nothing more on this page" in maya.text()
    assert 'href="/console/readings?page=6"' in maya.page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("messages/99/reading", 404),
        ("messages/x/reading", 404),
        ("messages/2/reading", 404),
        ("messages/1/reading", 200),
    ],
)
async def test_only_a_message_that_was_read_has_a_page(
    service: Service, maya: Visit, path: str, status: int
) -> None:
    customer = await waiting(service, "Hello")
    assert (await maya.get(f"/console/conversations/{customer.id}/{path}")).status_code == status


async def test_garbage_in_the_form_is_refused_with_a_sentence(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am annoyed")
    for wrong in ({"emotion": "rage"}, {"disclosure": "<b>"}, {"person": "second"}, {"form_id": "../x"}):
        assert await correct(maya, customer, **{**ANXIOUS, **wrong}) == 422, wrong
        assert 'role="alert"' in maya.page or "Reload the page" in maya.text()
    assert (await maya.get("/console/readings?page=x")).status_code == 422


async def test_a_forged_correction_changes_nothing(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am annoyed")
    await maya.get(reading_of(customer))
    fields = {"form_id": maya.hidden("form_id"), **ANXIOUS}
    foreign = {"Sec-Fetch-Site": "cross-site"}
    for path in ("correct", "confirm", "take-back"):
        answer = await maya.post(f"{reading_of(customer)}/{path}", headers=foreign, **fields)
        assert answer.status_code == 403
        await maya.get(reading_of(customer))
    assert "corrected by" not in maya.page


async def test_where_tone_was_declined_no_emotion_can_be_chosen(service: Service, maya: Visit) -> None:
    customer = await waiting(service, "I am annoyed", consent={"tone": False})
    await maya.get(reading_of(customer))
    assert '<select id="emotion"' not in maya.page
    assert "only the disclosure can be corrected" in maya.text()
    assert await correct(maya, customer, **ANXIOUS) == 403


async def test_hostile_words_stay_words_in_list_and_form(service: Service, maya: Visit) -> None:
    customer = await waiting(service, name=HOSTILE[0])
    for hostile in HOSTILE:
        await customer.say(hostile)
    for path in ("/console/readings", reading_of(customer, 3)):
        await maya.get(path)
        assert "<script>alert" not in maya.page
        assert "<img src=x" not in maya.page


def test_doubts_stand_behind_a_reading_in_words() -> None:
    assert words.doubts(("sarcasm", "unsure")) == ", not certain, perhaps ironic"
    assert words.doubts(()) == ""
