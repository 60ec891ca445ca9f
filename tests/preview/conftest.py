"""Designers in front of the preview: a service that serves it, a bot that does what it is told, a copy of the designs."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext

from handoff_service.house import ROOT
from handoff_service.settings import Settings
from tests.console.conftest import browser
from tests.fakes.designer import Designer
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Service, running, settings_for
from tests.handoff_service.conftest import bot, migrated_file

__all__ = ["bot", "browser"]


@pytest.fixture
def designs(tmp_path: Path) -> Path:
    """A copy of everything that designers write."""
    root = tmp_path / "designs"
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("domain.yml", "config.yml"):
        shutil.copyfile(ROOT / name, root / name)
    return root


@pytest.fixture
def settings(tmp_path: Path, bot: FakeBot, designs: Path) -> Settings:
    """The settings of a house that shows the preview."""
    shutil.copyfile(migrated_file(), tmp_path / "heard.db")
    url = f"sqlite+aiosqlite:///{tmp_path / 'heard.db'}"
    return replace(settings_for(tmp_path, database_url=url, bot=bot), preview=str(designs))


@pytest.fixture
async def service(settings: Settings, bot: FakeBot) -> AsyncIterator[Service]:
    """The running service."""
    async with running(settings, bot=bot) as started:
        yield started


@pytest.fixture
async def designer(service: Service) -> AsyncIterator[Designer]:
    """Somebody with a conversation in the preview, without a script."""
    async with Designer.at(service) as somebody:
        yield somebody


@pytest.fixture
async def context(browser: object, service: Service) -> AsyncIterator[BrowserContext]:
    """A clean profile that knows where the preview is."""
    profile = await browser.new_context(  # type: ignore[attr-defined]
        base_url=str(service.http.base_url), viewport={"width": 1280, "height": 800}
    )
    yield profile
    await profile.close()
