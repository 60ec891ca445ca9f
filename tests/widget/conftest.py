"""A browser for the whole run, and for each test a fake house and a customer with a clean profile."""

import inspect
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.fakes.fake_house import FakeHouse
from tests.widget.customer import Customer

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one loop, because they share one browser."""
    for item in items:
        if "tests/widget" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.function):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[FakeHouse]:
    async with FakeHouse().serving() as house:
        yield house


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[BrowserContext]:
    """A clean profile; a test chooses options by parametrize("context", [...], indirect=True)."""
    options = {"viewport": {"width": 1280, "height": 800}, **getattr(request, "param", {})}
    profile = await browser.new_context(**options)
    yield profile
    await profile.close()


@pytest_asyncio.fixture(loop_scope="session")
async def customer(house: FakeHouse, context: BrowserContext) -> Customer:
    """A customer on the demo page; nothing is pressed yet."""
    customer = Customer(house.address, await context.new_page(), house)
    await customer.arrive()
    return customer
