"""What the doors let in, what they refuse, and what they say of themselves."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import httpx
import pytest

from empathy.wire import sign
from handoff_service.auth import ButtonTokens, Pressed
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import Customer, Service


async def test_a_conversation_begins_with_its_notices(service: Service) -> None:
    customer = await service.customer(name="Sam")
    names = [notice["response"] for notice in customer.created["notices"]]
    assert names == ["utter_widget_ai_notice", "utter_widget_tone_notice"]
    assert customer.created["last_number"] == 0
    declined = await service.customer(consent={"tone": False}, locale="es-US")
    assert declined.created["language"] == "es"
    assert "no se leerá el tono" in declined.created["notices"][1]["text"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b", "Bearer", "é.é"])
async def test_nobody_enters_without_a_token(service: Service, token: str) -> None:
    customer = await service.customer()
    headers = [(b"Authorization", f"Bearer {token}".strip().encode())]
    answer = await service.http.get(f"/api/conversations/{customer.id}", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


async def test_a_token_opens_its_own_conversation_alone(service: Service) -> None:
    mine, other = await service.customer(), await service.customer()
    stolen = Customer(service, other.id, mine.token, {})
    assert (await stolen.say("Hello")).status_code == 403
    assert (await stolen.post("person", {})).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"7", b"null", b"{", b"\xff\xfe", b"[" * 9000, b'{"text": "x"}', b'{"client_id": "a"}'),
        *(b'{"client_id": 5, "text": "x"}', b'{"client_id": "a", "text": {"x": 1}}'),
        b'{"client_id": "a", "text": "x", "button": "y"}',
    ],
)
async def test_bodies_of_another_shape_are_refused_with_a_remedy(service: Service, body: bytes) -> None:
    customer = await service.customer()
    path = f"/api/conversations/{customer.id}/messages"
    answer = await service.http.post(path, content=body, headers=customer.headers)
    assert answer.status_code == 422
    assert answer.json()["remedy"]


@pytest.mark.parametrize(
    "text", ["/restart", " /ask_for_person", "\u00a0/greet", '/inform{"account_number": "HB-2"}']
)
async def test_free_text_never_becomes_an_intent(service: Service, bot: FakeBot, text: str) -> None:
    customer = await service.customer()
    await customer.say(text)
    await customer.heard("Answer to")
    assert [(turn.kind, turn.payload) for turn in bot.asked] == [("message", None)]


async def test_a_button_is_expanded_by_the_server_alone(service: Service, bot: FakeBot) -> None:
    bot.scripts["offer"] = Script([reply("Which?", buttons=[{"title": "June", "payload": "/june"}]), done()])
    customer = await service.customer()
    await customer.say("offer")
    button = (await customer.heard("Which?"))[-1]["buttons"][0]
    assert "payload" not in button
    assert (await customer.press(button["token"])).status_code == 201
    await customer.heard("Answer to: June")
    assert (bot.asked[1].kind, bot.asked[1].payload, bot.asked[1].text) == ("button", "/june", "June")


async def test_forged_and_foreign_buttons_are_refused(service: Service) -> None:
    customer, other = await service.customer(), await service.customer()
    own_key = ButtonTokens("not the key", now=service.house.now).issue(customer.id, Pressed("x", "/restart"))
    foreign = service.house.button_tokens().issue(other.id, Pressed("x", "/restart"))
    for token in (own_key, foreign, foreign[:-2], "x.y", ""):
        assert (await customer.press(token)).status_code == 422


async def test_events_resume_after_any_number(service: Service) -> None:
    customer = await service.customer()
    for number in range(3):
        await customer.say(f"message {number}")
        await customer.heard(f"Answer to: message {number}")
    everything = await customer.events()
    for after in range(len(everything) + 1):
        assert await customer.events(after=after) == everything[after:]


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "٣", "9" * 30])
async def test_a_garbled_place_to_resume_from_is_refused(service: Service, after: str) -> None:
    customer = await service.customer()
    answer = await service.http.get(
        f"/api/conversations/{customer.id}/events?after={after}", headers=customer.headers
    )
    assert answer.status_code == 422


async def test_the_stream_gives_what_was_missed_then_news(service: Service) -> None:
    customer = await service.customer()
    await customer.say("one")
    await customer.heard("Answer to: one")
    headers = {**customer.headers, "Accept": "text/event-stream", "Last-Event-ID": "1"}
    async with service.http.stream(
        "GET", f"/api/conversations/{customer.id}/events", headers=headers
    ) as stream:
        events = server_sent(stream)
        assert (await anext(events))[1]["text"] == "Answer to: one"
        assert (await anext(events)) == ("owner", {"owner": "bot", "state": "bot", "agent": None})
        await customer.say("two")
        seen = [await anext(events)]
        while seen[-1][0] != "message" or seen[-1][1]["author"] == "customer":
            seen.append(await anext(events))
        numbers = [data["number"] for kind, data in seen if kind == "message"]
        assert numbers == [3, 4]


async def server_sent(stream: httpx.Response) -> Any:
    """(event, data) of each server-sent event."""
    kind = "message"
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


async def test_a_stream_ends_when_the_service_stops(service: Service) -> None:
    customer = await service.customer()
    headers = {**customer.headers, "Accept": "text/event-stream"}
    async with service.http.stream(
        "GET", f"/api/conversations/{customer.id}/events", headers=headers
    ) as stream:
        service.house.closing.set()
        assert [kind async for kind, _ in server_sent(stream)] in ([], ["owner"])


async def test_tone_can_be_switched_off_and_on_and_says_so(service: Service) -> None:
    customer = await service.customer()
    await customer.post("consent", {"tone": False})
    await customer.post("consent", {"tone": False})
    assert (await customer.look())["consent"] == {"tone": False}
    await customer.post("consent", {"tone": True})
    texts = [event["text"] for event in await customer.events()]
    assert [text.split()[0] for text in texts] == ["Understood:", "Thank"]


async def test_a_closed_conversation_opens_again_where_it_ended(service: Service) -> None:
    customer = await service.customer()
    await customer.post("person", {})
    await customer.post("close", {})
    await customer.post("close", {})
    assert (await customer.look())["state"] == "closed"
    await customer.say("One more thing")
    events = await customer.heard("Answer to: One more thing")
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert (await customer.look())["owner"] == "bot"


async def test_a_customer_may_leave_the_queue(service: Service) -> None:
    customer = await service.customer()
    await customer.post("person", {})
    assert (await customer.look())["queue"]["ahead"] == 0
    await customer.post("assistant", {})
    await customer.say("Never mind")
    await customer.heard("Answer to: Never mind")


async def test_every_route_is_in_the_document_with_a_summary(service: Service) -> None:
    document = (await service.http.get("/openapi.json")).json()
    for route in service.app.router.routes:
        path = "/" + re.sub(r"<(\w+)(?::\w+)?>", r"{\1}", route.path).lstrip("/")
        for method in set(route.methods) - {"HEAD", "OPTIONS"}:
            assert method.lower() in document["paths"][path]
    ours = [
        one
        for path, methods in document["paths"].items()
        if path.startswith("/api")
        for one in methods.values()
    ]
    assert all(operation["summary"] for operation in ours)


async def test_health_says_what_works(service: Service, bot: FakeBot) -> None:
    assert (await service.http.get("/health/live")).json() == {"status": "ok"}
    ready = {"status": "ready", "database": "ok", "bot": "ok"}
    assert (await service.http.get("/health/ready")).json() == ready
    await bot.stop()
    assert (await service.http.get("/health/ready")).json() == ready | {"bot": "down"}


@pytest.mark.parametrize("path", ["/health/live", "/api/words", "/nowhere", "/"])
async def test_every_answer_has_strict_headers(service: Service, path: str) -> None:
    headers = (await service.http.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_unknown_paths_and_methods_are_problems_too(service: Service) -> None:
    for answer in (await service.http.get("/nowhere"), await service.http.put("/api/words")):
        assert answer.headers["content-type"] == "application/problem+json"
    huge = await service.http.post("/api/conversations", content=b"x" * 400_000)
    assert huge.status_code == 413


async def test_words_come_in_the_language_asked_for(service: Service) -> None:
    spanish = (await service.http.get("/api/words?language=es")).json()
    assert spanish["utter_widget_title"] == "Ayuda de Harbor Broadband"


async def test_turn_reports_need_the_houses_signature(service: Service) -> None:
    customer = await service.customer()
    number = (await customer.say("Hello")).json()["number"]
    path = f"/internal/conversations/{customer.id}/turns/{number}?wait=20"
    assert (await service.http.get(path)).status_code == 401
    report = (await service.http.get(path, headers=signed(service, path))).json()
    assert report["replies"] == [{"author": "bot", "purpose": "answer", "text": "Answer to: Hello"}]
    assert (report["state"], report["owner"], report["handoff"]) == (
        "done",
        "bot",
        {"level": "none", "id": None},
    )
    assert (await service.http.get(path + "1", headers=signed(service, path))).status_code == 401


def signed(service: Service, path: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    signature = sign(service.settings.key("internal"), f"GET {path}".encode(), stamp)
    return {"X-Heard-Timestamp": stamp, "X-Heard-Signature": signature}


async def test_a_handoff_is_in_the_report(service: Service) -> None:
    customer = await service.customer()
    number = (await customer.say("I want to end my life")).json()["number"]
    path = f"/internal/conversations/{customer.id}/turns/{number}"
    report = (await service.http.get(path, headers=signed(service, path))).json()
    assert report["handoff"]["level"] == "immediate"
    assert report["handoff"]["id"]
    assert report["reading"]["disclosure"]["kind"] == "suicide"
    assert report["replies"][0]["purpose"] == "crisis"
