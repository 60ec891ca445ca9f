"""The text channel's tests use the running service of tests/handoff_service, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot
from tests.fakes.fake_twilio import ACCOUNT, SENDER, TOKEN, FakeTwilio
from tests.fakes.running import Service, running
from tests.fakes.texting import Telephone
from tests.handoff_service.conftest import bot, database_url, postgres, service, settings

__all__ = ["bot", "database_url", "postgres", "service", "settings"]


@pytest.fixture
def phone(service: Service) -> Telephone:
    """A telephone, and a house without an account."""
    return Telephone(service)


@pytest.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    """Twilio."""
    fake = FakeTwilio()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def line(settings: Settings, bot: FakeBot, twilio: FakeTwilio) -> AsyncIterator[Telephone]:
    """A telephone, and a house whose texts leave through Twilio."""
    with_account = replace(
        settings,
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_from=SENDER,
        twilio_api_url=twilio.url,
        public_url="https://house.example",
    )
    async with running(with_account, bot=bot) as started:
        yield Telephone(started)
