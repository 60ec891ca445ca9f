"""`heard talk --channel sms` speaks through the text channel and reports as it does for the web."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from handoff_service.settings import Settings
from heard.errors import CommandFailed
from heard.talk import Dialogue, replay
from heard.texting import TextingHouse
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import Service


async def reports(service: Service, settings: Settings, *texts: str) -> list[dict[str, object]]:
    house = TextingHouse(str(service.http.base_url), settings=settings)
    dialogue = Dialogue("d1", "sms", texts)
    with house.http:
        return await asyncio.to_thread(lambda: list(replay(house, dialogue, locale="en-US")))


async def test_a_scripted_customer_texts(service: Service, bot: FakeBot) -> None:
    warm = reply("That is a lot.", purpose="acknowledgement")
    bot.scripts["I am furious"] = Script([warm, reply("Solved", index=1), done()])
    first, second = await reports(service, service.settings, "I am furious", "Thanks")
    assert first["acknowledged_first"] is True
    assert [one["text"] for one in first["replies"]] == ["That is a lot.", "Solved"]  # type: ignore[index,attr-defined]
    assert (second["turn"], second["owner"]) == (2, "bot")
    assert {turn.channel for turn in bot.asked} == {"sms"}
    assert len({turn.conversation for turn in bot.asked}) == 1


async def test_another_houses_secret_opens_nothing(service: Service) -> None:
    stranger = replace(service.settings, secret="another")
    with pytest.raises(CommandFailed, match="HEARD_SECRET"):
        await reports(service, stranger, "Hello")
