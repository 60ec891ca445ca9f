"""A supervisor is called where somebody urgent cannot be reached, with nothing said of who or what."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot
from tests.fakes.pager import PagerDesk
from tests.fakes.running import running
from tests.fakes.texting import Telephone, settled


@pytest.fixture
async def pager() -> AsyncIterator[PagerDesk]:
    """Something that rings."""
    async with PagerDesk().serving() as desk:
        yield desk


@pytest.fixture
async def phone(settings: Settings, bot: FakeBot, pager: PagerDesk) -> AsyncIterator[Telephone]:
    """A telephone, and a house that calls the pager."""
    async with running(replace(settings, alert_url=pager.url), bot=bot) as service:
        yield Telephone(service)


async def in_danger_and_gone(phone: Telephone) -> None:
    await phone.text("I want to end my life")
    await phone.text("STOP")


async def test_the_call_names_a_reason_and_a_page_and_no_person(phone: Telephone, pager: PagerDesk) -> None:
    await in_danger_and_gone(phone)
    await pager.until(1)
    call = pager.calls[0]
    conversation = (await phone.customer()).id
    assert call.keys() == {"event", "id", "reason", "page", "at"}
    assert call["reason"] == "urgent_customer_stopped_texts"
    assert call["page"].endswith(f"/console/conversations/{conversation}")
    assert phone.number.strip("+") not in json.dumps(call)
    assert "end my life" not in json.dumps(call)


async def test_a_pager_that_is_out_of_order_is_called_again(phone: Telephone, pager: PagerDesk) -> None:
    pager.answers.extend([503, 429])
    await in_danger_and_gone(phone)
    await pager.until(3)
    rows = await settled(phone.service, 1, "sent")
    assert rows[0]["kind"] == "alert"
    assert len({call["id"] for call in pager.calls}) == 1


async def test_a_pager_that_refuses_is_noted_and_not_called_again(phone: Telephone, pager: PagerDesk) -> None:
    pager.answers.extend([404])
    await in_danger_and_gone(phone)
    rows = await settled(phone.service, 1, "failed")
    assert (rows[0]["kind"], rows[0]["reason"]) == ("alert", "pager 404")


async def test_a_stop_in_a_calm_conversation_calls_nobody(phone: Telephone, pager: PagerDesk) -> None:
    await phone.text("Hello")
    await phone.text("STOP")
    await settled(phone.service, 2, "held")
    assert pager.calls == []
