"""Where agents correct the reader: the page of one reading, its three forms, and the list of readings to review."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, HTTPResponse, Request

from empathy.correction import Judgement
from empathy.errors import Conflict, Malformed, NotAllowed, NotFound, Refusal
from handoff_service.agents.models import SignIn
from handoff_service.channels.web import whole
from handoff_service.console import words
from handoff_service.console.corrections import FormView, form_view, message_view
from handoff_service.console.guard import field
from handoff_service.console.stage import Console
from handoff_service.console.steps import FORM_ID, seen_other
from handoff_service.conversations.models import Message
from handoff_service.handoffs.verdicts import Verdict

READING = "/conversations/<conversation_id:str>/messages/<number:str>/reading"
STREAM = "/console/readings/stream"
RELOAD = "Reload the page and send again."


def add_corrections(routes: Blueprint, console: Console) -> None:
    """The review list, one reading, and what can be done to it; each form ends in a page."""

    @routes.get("/readings")
    @console.guard.for_agents
    async def readings(request: Request, sign_in: SignIn) -> HTTPResponse:
        return await review_page(console, request, sign_in)

    @routes.get(READING)
    @console.guard.for_agents
    async def reading(request: Request, sign_in: SignIn, conversation_id: str, number: str) -> HTTPResponse:
        place = (conversation_id, number_of(number))
        return await reading_page(console, sign_in, place, back=back_of(request.args.get("back", "")))

    @routes.post(f"{READING}/correct")
    @console.guard.for_agents
    async def correct(request: Request, sign_in: SignIn, conversation_id: str, number: str) -> HTTPResponse:
        verdict = verdict_of(request, sign_in, conversation_id, number)
        try:
            outcome = await console.corrections.correct(verdict, judgement_of(request))
        except (Malformed, NotAllowed, Conflict) as refusal:
            return await again(console, request, sign_in, verdict, refusal=refusal)
        return done(request, verdict, outcome)

    add_verdicts(routes, console)


def add_verdicts(routes: Blueprint, console: Console) -> None:
    """The two forms that hold no values of their own."""

    @routes.post(f"{READING}/confirm")
    @console.guard.for_agents
    async def confirm(request: Request, sign_in: SignIn, conversation_id: str, number: str) -> HTTPResponse:
        verdict = verdict_of(request, sign_in, conversation_id, number)
        await console.corrections.confirm(verdict)
        return done(request, verdict, "confirmed")

    @routes.post(f"{READING}/take-back")
    @console.guard.for_agents
    async def take_back(request: Request, sign_in: SignIn, conversation_id: str, number: str) -> HTTPResponse:
        verdict = verdict_of(request, sign_in, conversation_id, number)
        await console.corrections.take_back(verdict, number_of(field(request, "correction")))
        return done(request, verdict, "taken-back")


async def review_page(console: Console, request: Request, sign_in: SignIn) -> HTTPResponse:
    """One page of the readings that nobody has reviewed."""
    number = max(1, whole(request, "page", "1"))
    found = await console.reader.review(sign_in.agent, page=number)
    items = [(message_view(one, sign_in.agent), console.new_id()) for one in found.messages]
    values = await console.frame(sign_in, current="readings")
    values |= {"items": items, "number": number, "more": found.more, "stream": STREAM}
    values |= {"said": words.SAID.get(request.args.get("done", ""), "")}
    return console.page("readings.html", values)


async def reading_page(
    console: Console,
    sign_in: SignIn,
    place: tuple[str, int],
    *,
    back: str = "",
    more: dict[str, Any] | None = None,
) -> HTTPResponse:
    """The page of one reading; opening it is noted as the reading of its conversation is. Raises NotFound."""
    found = await console.reader.open_case(place[0], sign_in.agent)
    message = read_message(found.transcript, place[1])
    values = await console.frame(sign_in, current="readings")
    values |= {
        "shown": message_view(message, sign_in.agent),
        "filled": form_view(message),
        "toned": found.conversation.tone_consent and message.reading is not None and message.reading.toned,
        "closed": found.conversation.state == "closed",
        "back": back,
        "form_id": console.new_id(),
        "stream": STREAM,
        **(more or {}),
    }
    return console.page("reading.html", values, status=values.get("status", 200))


async def again(
    console: Console, request: Request, sign_in: SignIn, verdict: Verdict, *, refusal: Refusal
) -> HTTPResponse:
    """The page again after a refusal, with what was chosen still in it."""
    names = ("emotion", "intensity", "disclosure", "person")
    chosen = FormView(*(field(request, name) for name in names))
    more = {"filled": chosen, "fault": str(refusal), "status": refusal.status}
    place = (verdict.conversation, verdict.number)
    return await reading_page(console, sign_in, place, back=back_of(field(request, "back")), more=more)


def read_message(transcript: tuple[Message, ...], number: int) -> Message:
    """The message of that number, if it was read; raises NotFound."""
    found = next((one for one in transcript if one.number == number and one.reading is not None), None)
    if found is None:
        raise NotFound("This message has no reading to correct.", remedy="Choose a message of the customer.")
    return found


def verdict_of(request: Request, sign_in: SignIn, conversation_id: str, number: str) -> Verdict:
    """Who judges what, from the form's hidden fields; raises Malformed for a form that we did not make."""
    form_id = field(request, "form_id")
    if not FORM_ID.fullmatch(form_id):
        raise Malformed("The form is not complete.", remedy=RELOAD)
    review = bool(back_of(field(request, "back")))
    return Verdict(conversation_id, number_of(number), sign_in.agent, form_id, review)


def judgement_of(request: Request) -> Judgement:
    """What the agent chose; raises Malformed for a value that the form does not offer."""
    strength = field(request, "intensity")
    if strength and strength not in dict(words.STRENGTHS):
        raise Malformed("This strength is not one of the list.", remedy="Choose one, or leave it as read.")
    return Judgement.from_dict(
        {
            "emotion": field(request, "emotion"),
            "intensity": float(strength) if strength else None,
            "disclosure": field(request, "disclosure"),
            "person": field(request, "person"),
        }
    )


def number_of(given: str) -> int:
    """A number in an address or a form; raises NotFound for anything else."""
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise NotFound("There is no such message.", remedy="Go back to the conversation.")
    return int(given)


def back_of(given: str) -> str:
    """The page of the review list to go back to; empty for the conversation."""
    return given if given.isascii() and given.isdigit() and len(given) <= 9 else ""


def done(request: Request, verdict: Verdict, outcome: str) -> HTTPResponse:
    """Back to where the agent came from, with a word on what was done."""
    back = back_of(field(request, "back"))
    if back:
        return seen_other(f"/console/readings?page={back}&done={outcome}")
    return seen_other(
        f"/console/conversations/{verdict.conversation}?done={outcome}#message-{verdict.number}"
    )
