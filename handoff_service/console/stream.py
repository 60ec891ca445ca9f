"""Keeps open pages current: numbered messages and changed fragments as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

from sanic import Blueprint, HTTPResponse, Request

from empathy.errors import Refusal
from handoff_service.agents.models import SignIn
from handoff_service.channels.web import send_stream, whole
from handoff_service.console.stage import Console
from handoff_service.signals import QUEUE, conversation_topic

PING_EVERY_S = 20.0
CASE_FRAGMENTS = (
    ("case", "case.html"),
    ("brief", "brief.html"),
    ("panels", "panels.html"),
    ("composer", "composer.html"),
)


def add_streams(routes: Blueprint, console: Console) -> None:
    """One stream for each kind of page."""

    @routes.get("/stream")
    @console.guard.for_agents
    async def queue_stream(request: Request, sign_in: SignIn) -> HTTPResponse | None:
        follower = Follower(console, console.guard.token(request))
        await send_stream(request, follower.queue(sign_in), closing=console.closing)
        return None

    @routes.get("/readings/stream")
    @console.guard.for_agents
    async def readings_stream(request: Request, sign_in: SignIn) -> HTTPResponse | None:
        follower = Follower(console, console.guard.token(request))
        await send_stream(request, follower.queue(sign_in, current="readings"), closing=console.closing)
        return None

    @routes.get("/conversations/<conversation_id:str>/stream")
    @console.guard.for_agents
    async def conversation_stream(
        request: Request, sign_in: SignIn, conversation_id: str
    ) -> HTTPResponse | None:
        after = whole(request, "after", "0")
        await console.reader.case(conversation_id, sign_in.agent)
        follower = Follower(console, console.guard.token(request))
        await send_stream(
            request, follower.conversation(sign_in, conversation_id, after), closing=console.closing
        )
        return None


@dataclass
class Follower:
    """One open page: looks again at each wake-up, and before each look whether the sign-in still counts."""

    console: Console
    token: str
    sent: dict[str, str] = field(default_factory=dict)

    async def queue(self, sign_in: SignIn, *, current: str = "queue") -> AsyncIterator[str]:
        """The queue and the side list, for the page `current`."""
        with self.console.signals.listen(QUEUE) as listener:
            while await self.still_in():
                values = await self.console.frame(sign_in, current=current)
                yield "".join(self.changed("queue", "queue_list.html", values)) or ping()
                yield "".join(self.changed("rail", "rail.html", values)) or ping()
                await listener.wait(PING_EVERY_S)
        yield signed_out()

    async def conversation(self, sign_in: SignIn, conversation_id: str, after: int) -> AsyncIterator[str]:
        """New messages above `after`, the state of the conversation, and the side list."""
        console = self.console
        with console.signals.listen(QUEUE, conversation_topic(conversation_id)) as listener:
            while await self.still_in():
                try:
                    found = await console.reader.case(conversation_id, sign_in.agent)
                except Refusal:
                    break
                values = await console.frame(sign_in, current=conversation_id) | console.case_values(
                    found, sign_in
                )
                for line in values["lines"]:
                    if line.number > after:
                        after = line.number
                        yield event("message", console.pages("message.html", {"line": line}), number=after)
                for name, template in (("rail", "rail.html"), *CASE_FRAGMENTS):
                    for chunk in self.changed(name, template, values):
                        yield chunk
                yield ping()
                await listener.wait(PING_EVERY_S)
        yield signed_out()

    def changed(self, name: str, template: str, values: dict[str, object]) -> Iterable[str]:
        """The fragment as an event, unless the page has it already (the composer's form id is no change)."""
        html = self.console.pages(template, values)
        key = str(getattr(values.get("case"), "key", "")) if name == "composer" else html
        if self.sent.get(name) != key:
            self.sent[name] = key
            yield event(name, html)

    async def still_in(self) -> bool:
        """Whether the sign-in behind this page still counts; looking keeps it in use."""
        try:
            await self.console.agents.signed_in(self.token)
        except Refusal:
            return False
        return True


def event(name: str, html: str, *, number: int | None = None) -> str:
    """A server-sent event that carries a fragment; numbered where it can be resumed from."""
    numbered = f"id: {number}\n" if number is not None else ""
    data = "\n".join(f"data: {line}" for line in html.strip().replace("\r", "\n").split("\n"))
    return f"{numbered}event: {name}\n{data}\n\n"


def ping() -> str:
    """Shows both ends that the line is alive."""
    return ": still here\n\n"


def signed_out() -> str:
    """Tells the page that nothing more will come: signed out, or no longer this agent's to read."""
    return "event: signed-out\ndata: .\n\n"
