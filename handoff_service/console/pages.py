"""The console's pages for reading: the queue, one conversation, and the files they are made of."""

from __future__ import annotations

import mimetypes
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, raw, redirect

from empathy.errors import NotFound, Refusal, SignInNeeded
from handoff_service.agents.models import SignIn
from handoff_service.console import words
from handoff_service.console.guard import PAGE_HEADERS
from handoff_service.console.rendering import STATIC
from handoff_service.console.stage import Console

TITLES = {403: "Not yours to open", 404: "Not found", 409: "Somebody was faster", 429: "One moment, please"}
FILES = {
    str(file.relative_to(STATIC)): file
    for file in sorted(STATIC.rglob("*"))
    if file.suffix in (".css", ".js", ".svg")
}


def add_pages(routes: Blueprint, console: Console) -> None:
    """Queue and conversation."""

    @routes.get("/")
    @console.guard.for_agents
    async def queue(request: Request, sign_in: SignIn) -> HTTPResponse:
        return await queue_page(console, sign_in, said=words.SAID.get(request.args.get("done", ""), ""))

    @routes.get("/conversations/<conversation_id:str>")
    @console.guard.for_agents
    async def conversation(request: Request, sign_in: SignIn, conversation_id: str) -> HTTPResponse:
        said = {"said": words.SAID.get(request.args.get("done", ""), "")}
        return await conversation_page(console, sign_in, conversation_id, more=said)

    @routes.get("/static/<digest:str>/<name:path>")
    async def static(_request: Request, digest: str, name: str) -> HTTPResponse:  # noqa: ARG001 (the digest is for caches)
        return file_of(name)


async def queue_page(
    console: Console, sign_in: SignIn, *, said: str = "", fault: Refusal | None = None
) -> HTTPResponse:
    """The queue, with a word on what was just done or what stood in its way."""
    values = await console.frame(sign_in, current="queue") | {"stream": "/console/stream", "said": said}
    if fault is None:
        return console.page("queue.html", values)
    return console.page("queue.html", values | {"fault": str(fault)}, status=fault.status)


async def conversation_page(
    console: Console, sign_in: SignIn, conversation_id: str, *, more: dict[str, Any] | None = None
) -> HTTPResponse:
    """One conversation; that this agent read it is written to the ledger."""
    found = await console.reader.open_case(conversation_id, sign_in.agent)
    frame = await console.frame(sign_in, current=conversation_id)
    values = frame | console.case_values(found, sign_in) | (more or {})
    return console.page("conversation.html", values, status=values.get("status", 200))


def file_of(name: str) -> HTTPResponse:
    """A file of ours, to be kept for ever: its address changes with its content. Raises NotFound."""
    file = FILES.get(name)
    if file is None:
        raise NotFound("There is no such file.", remedy="Reload the page.")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return raw(file.read_bytes(), content_type=f"{kind}; charset=utf-8", headers=headers)


def add_refusals(routes: Blueprint, console: Console) -> None:
    """A "no" is a page that says what to do; who is not signed in goes to the door."""

    @routes.exception(Refusal)  # type: ignore[untyped-decorator]
    async def refused(request: Request, refusal: Refusal) -> HTTPResponse:
        live = request.headers.get("HX-Request") == "true"
        if live:
            return html(
                console.pages("refusal.html", {"text": str(refusal)}), status=refusal.status, headers=KEPT
            )
        if isinstance(refusal, SignInNeeded):
            return redirect("/console/sign-in", status=303, headers=PAGE_HEADERS)
        title = TITLES.get(refusal.status, "That did not work")
        values = {"title": title, "detail": refusal.message, "remedy": refusal.remedy}
        return console.page("trouble.html", values, status=refusal.status)


#: Put the refusal into the composer's own place for it, so that the words being written stay.
KEPT = PAGE_HEADERS | {"HX-Retarget": "#composer-trouble", "HX-Reswap": "innerHTML"}
