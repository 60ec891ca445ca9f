"""What every page of the console needs, and how a page or a fragment is put together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sanic import HTTPResponse
from sanic.response import html

from handoff_service.agents.models import SignIn
from handoff_service.agents.service import AgentService
from handoff_service.console import briefing, views
from handoff_service.console.guard import PAGE_HEADERS, Guard
from handoff_service.console.helplines import helplines
from handoff_service.console.rendering import Pages
from handoff_service.handoffs.correcting import Corrections
from handoff_service.handoffs.reading import Case, DeskReader
from handoff_service.handoffs.service import HandoffService
from handoff_service.ids import new_id
from handoff_service.signals import Signals
from handoff_service.words import Words


@dataclass(frozen=True)
class Console:
    """The console's parts. `closing` is set when the service stops, so that streams end."""

    agents: AgentService
    handoffs: HandoffService
    corrections: Corrections
    reader: DeskReader
    signals: Signals
    closing: asyncio.Event
    public_url: str
    words: Words
    new_id: Callable[[], str] = new_id
    pages: Pages = field(default_factory=Pages)

    @property
    def guard(self) -> Guard:
        """The door."""
        return Guard(self.agents, public_url=self.public_url)

    async def frame(self, sign_in: SignIn, *, current: str) -> dict[str, Any]:
        """The values of every page: the agent, the form's token, the side list."""
        waiting, held = await self.reader.queue(), await self.reader.mine(sign_in.agent.id)
        return {
            "agent": sign_in.agent,
            "form_token": sign_in.csrf,
            "queue": views.queue(waiting),
            "rail": views.rail(len(waiting), held, current=current),
        }

    def case_values(self, found: Case, sign_in: SignIn) -> dict[str, Any]:
        """The values of a conversation's page and of each of its fragments."""
        return {
            "case": views.case(found, sign_in.agent),
            "brief": briefing.brief(found),
            "helplines": helplines(self.words, found.conversation),
            "lines": views.lines(found.transcript, sign_in.agent),
            "last": found.transcript[-1].number if found.transcript else 0,
            "stream": f"/console/conversations/{found.conversation.id}/stream",
            "form_id": self.new_id(),
        }

    def page(self, template: str, values: dict[str, Any], *, status: int = 200) -> HTTPResponse:
        """A page or fragment with the console's headers."""
        return html(self.pages(template, values), status=status, headers=PAGE_HEADERS)
