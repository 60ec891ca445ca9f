"""Who may do what: each address of the console without a sign-in, as another agent, and from another site."""

from __future__ import annotations

import pytest

from tests.fakes.console_visit import Visit
from tests.fakes.desk_people import handoff_of, waiting
from tests.fakes.running import Customer, Service

OPEN = {"/console/sign-in", "/console/static/<digest:str>/<name:path>"}
FORGERIES: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
)


def routes(service: Service) -> list[tuple[str, str]]:
    """Every (method, address) of the console, from the router itself: a new one is tested without being listed."""
    found = [(method, route.uri) for route in service.app.router.routes for method in route.methods]
    return [(method, uri) for method, uri in found if uri.startswith("/console") and uri not in OPEN]


def filled(uri: str, customer: Customer, handoff_id: str) -> str:
    """An address with real ids in it."""
    named = uri.replace("<conversation_id:str>", customer.id)
    return named.replace("<handoff_id:str>", handoff_id).replace("<number:str>", "1")


async def test_there_are_routes_to_test(service: Service) -> None:
    assert len(routes(service)) >= 9


async def test_without_a_sign_in_every_address_leads_to_the_door(service: Service, visit: Visit) -> None:
    customer = await waiting(service, "private words")
    handoff = await handoff_of(customer)
    for method, uri in routes(service):
        if method not in ("GET", "POST"):
            continue
        answer = await visit.http.request(
            method, filled(uri, customer, handoff.id), headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, "/console/sign-in"), (method, uri)
        assert "private words" not in answer.text
    assert (await handoff_of(customer)).state == "queued"


async def test_another_agent_can_neither_read_nor_change_what_maya_has(
    service: Service, maya: Visit, jonas: Visit
) -> None:
    customer = await waiting(service, "private words")
    handoff = await handoff_of(customer)
    await maya.get("/console")
    await maya.post(f"/console/handoffs/{handoff.id}/accept")
    epoch, form_id = maya.hidden("epoch"), maya.hidden("form_id")
    await jonas.get("/console")
    token = jonas.hidden("form_token")
    for path in ("", "/stream", "/messages/1/reading"):
        answer = await jonas.get(f"/console/conversations/{customer.id}{path}")
        assert (answer.status_code, "private words" in answer.text) == (403, False)
    for address in (
        f"/console/conversations/{customer.id}/reply",
        f"/console/handoffs/{handoff.id}/hand-back",
        f"/console/handoffs/{handoff.id}/requeue",
        f"/console/handoffs/{handoff.id}/close",
        f"/console/conversations/{customer.id}/messages/1/reading/correct",
        f"/console/conversations/{customer.id}/messages/1/reading/confirm",
        f"/console/conversations/{customer.id}/messages/1/reading/take-back",
    ):
        fields = {"form_token": token, "epoch": epoch, "form_id": form_id, "text": "x", "outcome": "resolved"}
        fields |= {"emotion": "anxiety", "disclosure": "none", "person": "first", "correction": "1"}
        answer = await jonas.post(address, **fields)
        assert (answer.status_code, "private words" in answer.text) == (403, False), address
    assert (await customer.look())["agent"] == {"name": "Maya Lindqvist"}


@pytest.mark.parametrize("headers", FORGERIES)
async def test_a_form_from_another_site_changes_nothing(
    service: Service, maya: Visit, headers: dict[str, str]
) -> None:
    customer = await waiting(service)
    await maya.get("/console")
    answer = await maya.post(f"/console/handoffs/{(await handoff_of(customer)).id}/accept", headers=headers)
    assert answer.status_code == 403
    assert (await customer.look())["state"] == "queued"


async def test_a_browser_that_sends_our_origin_alone_is_let_through(service: Service, maya: Visit) -> None:
    customer = await waiting(service)
    await maya.get("/console")
    ours = {"Origin": str(service.http.base_url).rstrip("/")}
    await maya.post(f"/console/handoffs/{(await handoff_of(customer)).id}/accept", headers=ours)
    assert (await customer.look())["state"] == "with_agent"


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_a_form_without_the_pages_token_changes_nothing(
    service: Service, maya: Visit, token: str
) -> None:
    customer = await waiting(service)
    handoff = await handoff_of(customer)
    answer = await maya.post(f"/console/handoffs/{handoff.id}/accept", form_token=token)
    assert (answer.status_code, "earlier sign-in" in maya.text()) == (403, True)
    assert (await handoff_of(customer)).state == "queued"


async def test_another_agents_token_is_worth_nothing_here(
    service: Service, maya: Visit, jonas: Visit
) -> None:
    handoff = await handoff_of(await waiting(service))
    await maya.get("/console")
    theirs = maya.hidden("form_token")
    assert (await jonas.post(f"/console/handoffs/{handoff.id}/accept", form_token=theirs)).status_code == 403


@pytest.mark.parametrize("headers", FORGERIES)
async def test_nobody_can_be_signed_in_from_another_site(visit: Visit, headers: dict[str, str]) -> None:
    await visit.get("/console/sign-in")
    answer = await visit.post(
        "/console/sign-in", headers=headers, email="maya@harbor.example", password="correct horse"
    )
    assert answer.status_code == 403
    assert "heard-agent" not in visit.http.cookies


async def test_a_sign_in_that_did_not_begin_on_our_page_is_refused(visit: Visit) -> None:
    answer = await visit.post("/console/sign-in", email="maya@harbor.example", password="correct horse")
    assert answer.status_code == 403
    assert "heard-agent" not in visit.http.cookies


async def test_signing_out_ends_the_session_on_our_side(maya: Visit) -> None:
    await maya.get("/console")
    token = maya.http.cookies["heard-agent"]
    await maya.post("/console/sign-out")
    maya.http.cookies.set("heard-agent", token)
    assert (await maya.get("/console")).url.path == "/console/sign-in"


async def test_the_cookie_is_strict_and_out_of_scripts_reach(visit: Visit) -> None:
    await visit.get("/console/sign-in")
    fields = {"form_token": visit.hidden("form_token"), "email": "maya@harbor.example"}
    answer = await visit.http.post(
        "/console/sign-in",
        data=fields | {"password": "correct horse"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("heard-agent=", "HttpOnly", "SameSite=Strict", "Path=/"))


async def test_a_garbage_form_is_refused_with_a_sentence(service: Service, maya: Visit) -> None:
    customer = await waiting(service)
    await maya.get("/console")
    await maya.post(f"/console/handoffs/{(await handoff_of(customer)).id}/accept")
    for fields in ({"epoch": "x"}, {"epoch": "-1"}, {"epoch": "9" * 30}, {"epoch": "2", "form_id": "../x"}):
        await maya.get(f"/console/conversations/{customer.id}")
        answer = await maya.post(f"/console/conversations/{customer.id}/reply", text="x", **fields)
        assert (answer.status_code, "Reload the page" in maya.text()) == (422, True)
