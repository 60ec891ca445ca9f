"""Gives every test of the service its own database, once on SQLite and once on PostgreSQL, and a bot to ask."""

from __future__ import annotations

import asyncio
import atexit
import functools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from handoff_service.db import Database
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
    """The URL of a database without rows, on each backend in turn; migrated once for all tests."""
    if request.param == "sqlite":
        shutil.copyfile(migrated_file(), tmp_path / "heard.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'heard.db'}"
        return
    server: Cluster = request.getfixturevalue("postgres")
    url = server.fresh(like=migrated_template(server))
    yield url
    server.drop(url)


@functools.cache
def migrated_file() -> Path:
    """A SQLite file with the schema, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="heard-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    asyncio.run(migrated(f"sqlite:///{folder / 'heard.db'}"))
    return folder / "heard.db"


@functools.cache
def migrated_template(server: Cluster) -> str:
    """The name of a PostgreSQL database with the schema, to be copied."""
    url = server.fresh()
    asyncio.run(migrated(url))
    return url.rsplit("/", 1)[1]


async def migrated(url: str) -> None:
    """Bring a database to the newest schema."""
    database = Database(url, wake=lambda *_: None)
    await database.migrate()
    await database.close()


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
