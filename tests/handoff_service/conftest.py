"""Gives every test of the service its own database, once on SQLite and once on PostgreSQL, and a bot to ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from handoff_service.settings import Settings
from tests.fakes.fake_bot import FakeBot
from tests.fakes.postgres import Cluster, binaries, cluster
from tests.fakes.running import Service, running, settings_for


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for the whole run."""
    found = binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed here")
    with cluster(found) as running_cluster:
        yield running_cluster


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, on each backend in turn."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'heard.db'}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
async def bot() -> AsyncIterator[FakeBot]:
    """A bot that answers every text, until a test tells it otherwise."""
    fake = FakeBot(key=Settings(secret="a secret for tests only").key("relay"))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, bot: FakeBot) -> Settings:
    """The settings of a house for one test."""
    return settings_for(tmp_path, database_url=database_url, bot=bot)


@pytest.fixture
async def service(settings: Settings, bot: FakeBot) -> AsyncIterator[Service]:
    """A running service."""
    async with running(settings, bot=bot) as started:
        yield started
