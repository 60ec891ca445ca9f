"""Agents in front of the console of a running service: over plain HTTP, and in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.fakes.console_visit import Visit
from tests.fakes.running import Service
from tests.handoff_service.conftest import bot, database_url, postgres, service, settings

__all__ = ["bot", "database_url", "postgres", "service", "settings"]

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
expect.set_options(timeout=30_000)


@pytest.fixture
async def visit(service: Service) -> AsyncIterator[Visit]:
    """Somebody who is not signed in."""
    async with Visit.to(service) as somebody:
        yield somebody


@pytest.fixture
async def maya(service: Service) -> AsyncIterator[Visit]:
    """The first demo agent, signed in."""
    async with Visit.to(service) as somebody:
        await somebody.sign_in("maya@harbor.example")
        yield somebody


@pytest.fixture
async def jonas(service: Service) -> AsyncIterator[Visit]:
    """The second demo agent, signed in."""
    async with Visit.to(service) as somebody:
        await somebody.sign_in("jonas@harbor.example")
        yield somebody


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        await chromium.close()


@pytest.fixture
async def context(browser: Browser, service: Service) -> AsyncIterator[BrowserContext]:
    """A clean profile that knows where the console is."""
    profile = await browser.new_context(
        base_url=str(service.http.base_url), viewport={"width": 1280, "height": 800}
    )
    yield profile
    await profile.close()
