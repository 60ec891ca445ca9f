"""What a customer does and sees in the widget, in the words of a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Error, Locator, Page, expect

from tests.fakes.fake_house import FakeHouse, Talk

AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass
class Customer:
    """One person at one page of the house."""

    address: str
    page: Page
    house: FakeHouse = field(default_factory=FakeHouse)
    faults: list[Error] = field(default_factory=list)

    async def arrive(self) -> None:
        """Opens the demo page and waits for the launcher."""
        self.page.on("pageerror", lambda fault: self.faults.append(fault))  # noqa: PLW0108 (a list's method is no handler)
        await self.page.goto(self.address)
        await expect(self.part("launcher")).to_be_visible()

    async def start(self, *, tone: bool = True) -> Talk:
        """Opens the chat, answers the consent step, and waits until the conversation is followed."""
        await self.part("launcher").click()
        await self.page.get_by_role(
            "button", name="Yes, read the tone" if tone else "No, don't read it"
        ).click()
        await self.followed()
        return self.house.talk

    async def followed(self) -> None:
        """Waits until news would arrive."""
        await expect(self.input).to_be_visible()
        ping = self.house.talk.say("Hello, how can I help?")
        await expect(self.bubble(ping["text"])).to_be_visible()

    async def say(self, text: str) -> None:
        """Writes a message and sends it with Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    def part(self, name: str) -> Locator:
        """The part of the widget with that name."""
        return self.page.locator(f"heard-chat .{name}")

    def button(self, name: str) -> Locator:
        """The button with exactly that name."""
        return self.page.locator("heard-chat").get_by_role("button", name=name, exact=True)

    def bubble(self, text: str) -> Locator:
        """The words of messages that hold this text."""
        return self.part("bubble").filter(has_text=text)

    @property
    def input(self) -> Locator:
        """Where messages are written."""
        return self.page.get_by_role("textbox", name="Write a message")

    @property
    def status(self) -> Locator:
        """The status line."""
        return self.part("status")

    async def bubbles(self) -> list[str]:
        """The words of all messages, notices left out, in order."""
        return await self.page.locator("heard-chat .item:not(.system) .bubble").all_text_contents()

    async def stored(self) -> dict[str, str]:
        """What the tab keeps."""
        kept: dict[str, str] = await self.page.evaluate("({...sessionStorage})")
        return kept

    async def focused(self) -> str:
        """The class of the widget's focused part, or nothing."""
        name: str = await self.page.evaluate(
            "document.querySelector('heard-chat').shadowRoot.activeElement?.className ?? ''"
        )
        return name

    async def complaints(self) -> list[dict[str, Any]]:
        """What the accessibility rules find: rule, and the elements."""
        results = await Axe().run(self.page, options=AXE_RULES)
        return [
            {"rule": found["id"], "where": [node["html"][:160] for node in found["nodes"]]}
            for found in results.response["violations"]
        ]
