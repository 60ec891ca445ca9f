"""What an agent does from the console: accept, reply, hand back, give back to the queue, close."""

from __future__ import annotations

import re

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from empathy.errors import Conflict, Malformed, Refusal
from handoff_service.agents.models import SignIn
from handoff_service.console.guard import PAGE_HEADERS, field
from handoff_service.console.pages import conversation_page, queue_page
from handoff_service.console.stage import Console
from handoff_service.handoffs.models import Reply, Step

FORM_ID = re.compile(r"[0-9a-f]{32}")


def add_steps(routes: Blueprint, console: Console) -> None:
    """The forms of queue and conversation; without script each ends in a page, with script in a fragment."""

    @routes.post("/handoffs/<handoff_id:str>/accept")
    @console.guard.for_agents
    async def accept(_request: Request, sign_in: SignIn, handoff_id: str) -> HTTPResponse:
        agent = sign_in.agent
        try:
            taken = await console.handoffs.accept(handoff_id, agent_id=agent.id, agent_name=agent.name)
        except Conflict as refusal:
            return await queue_page(console, sign_in, fault=refusal)
        return seen_other(f"/console/conversations/{taken.conversation_id}")

    @routes.post("/conversations/<conversation_id:str>/reply")
    @console.guard.for_agents
    async def reply(request: Request, sign_in: SignIn, conversation_id: str) -> HTTPResponse:
        words = field(request, "text")
        try:
            await console.handoffs.reply(reply_of(request, sign_in, conversation_id))
        except Refusal as refusal:
            return await composer(console, request, sign_in, conversation_id, draft=words, refusal=refusal)
        if request.headers.get("HX-Request") == "true":
            return await composer(console, request, sign_in, conversation_id)
        return seen_other(f"/console/conversations/{conversation_id}")

    @routes.post("/conversations/<conversation_id:str>/number")
    @console.guard.for_agents
    async def number(_request: Request, sign_in: SignIn, conversation_id: str) -> HTTPResponse:
        shown = await console.reader.number(conversation_id, sign_in.agent)
        said = {"said": f"The number is {shown}. That you looked is noted."}
        return await conversation_page(console, sign_in, conversation_id, more=said)

    add_endings(routes, console)


def add_endings(routes: Blueprint, console: Console) -> None:
    """The three ways to let a conversation go."""

    @routes.post("/handoffs/<handoff_id:str>/hand-back")
    @console.guard.for_agents
    async def hand_back(request: Request, sign_in: SignIn, handoff_id: str) -> HTTPResponse:
        await console.handoffs.hand_back(
            step_of(request, sign_in, handoff_id), last_line=field(request, "text")
        )
        return seen_other("/console?done=handed-back")

    @routes.post("/handoffs/<handoff_id:str>/requeue")
    @console.guard.for_agents
    async def requeue(request: Request, sign_in: SignIn, handoff_id: str) -> HTTPResponse:
        await console.handoffs.requeue(step_of(request, sign_in, handoff_id), note=field(request, "note"))
        return seen_other("/console?done=requeued")

    @routes.post("/handoffs/<handoff_id:str>/close")
    @console.guard.for_agents
    async def close(request: Request, sign_in: SignIn, handoff_id: str) -> HTTPResponse:
        await console.handoffs.close(step_of(request, sign_in, handoff_id), outcome=field(request, "outcome"))
        return seen_other("/console?done=closed")


async def composer(
    console: Console,
    request: Request,
    sign_in: SignIn,
    conversation_id: str,
    *,
    draft: str = "",
    refusal: Refusal | None = None,
) -> HTTPResponse:
    """The composer again: empty after sending, with the words still in it after a refusal."""
    status = refusal.status if refusal else 200
    more: dict[str, object] = {"draft": draft, "reply_fault": str(refusal or ""), "status": status}
    if request.headers.get("HX-Request") != "true":
        return await conversation_page(console, sign_in, conversation_id, more=more)
    found = await console.reader.case(conversation_id, sign_in.agent)
    values = console.case_values(found, sign_in) | {"agent": sign_in.agent, "form_token": sign_in.csrf} | more
    return console.page("composer.html", values, status=status)


def reply_of(request: Request, sign_in: SignIn, conversation_id: str) -> Reply:
    """The agent's words as they came; raises Malformed for a form that we did not make."""
    form_id = field(request, "form_id")
    if not FORM_ID.fullmatch(form_id):
        raise Malformed("The form is not complete.", remedy="Reload the page and send again.")
    agent = sign_in.agent
    return Reply(conversation_id, agent.id, agent.name, field(request, "text"), form_id, epoch_of(request))


def step_of(request: Request, sign_in: SignIn, handoff_id: str) -> Step:
    """Which handoff, by whom, and what the agent saw."""
    return Step(handoff_id, sign_in.agent.id, sign_in.agent.name, epoch_of(request))


def epoch_of(request: Request) -> int:
    """The epoch of the page that the form is on; raises Malformed."""
    given = field(request, "epoch")
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise Malformed("The form is not complete.", remedy="Reload the page and send again.")
    return int(given)


def seen_other(address: str) -> HTTPResponse:
    """Go on to a page, by GET: reloading it does nothing again."""
    return redirect(address, status=303, headers=PAGE_HEADERS)
