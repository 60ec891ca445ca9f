"""The preview's routes, mounted at /preview where HEARD_PREVIEW asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty, redirect

from empathy.errors import Malformed, NotFound, Refusal, TooLarge
from handoff_service.page_headers import PAGE_HEADERS
from handoff_service.preview import views
from handoff_service.preview.chart import chart
from handoff_service.preview.door import here_only
from handoff_service.preview.flow import add_flow
from handoff_service.preview.forms import number, switches_of, value
from handoff_service.preview.player import Player, typed_words
from handoff_service.preview.rendering import Pages, static_file
from handoff_service.preview.talk import LONGEST_TALK, Talk, Talks, Typed

TALK = "/talks/<talk_id:str>"
AGAIN = "Begin a new one."
#: What each step leaves of all that was typed; the rest is then played again.
STEPS: Mapping[str, Callable[[list[Typed]], list[Typed]]] = {
    "undo": lambda typed: typed[:-1],
    "again": lambda typed: typed,
    "restart": lambda _: [],
}


@dataclass(frozen=True)
class Preview:
    """What the preview needs; nothing of it reaches the database."""

    player: Player
    talks: Talks
    languages: tuple[str, ...]
    pages: Pages = field(default_factory=Pages)

    def found(self, talk_id: str) -> Talk:
        """The conversation of this id; raises NotFound."""
        talk = self.talks.find(talk_id)
        if talk is None:
            raise NotFound("This conversation is not remembered any more.", remedy=AGAIN)
        return talk

    async def shown(self, request: Request, talk: Talk, **more: str) -> HTTPResponse:
        """The page of a conversation, or its stage alone where a script asks; unplayed turns are played."""
        await self.player.play(talk)
        live = request.headers.get("HX-Request") == "true"
        values = self.values(talk) | more
        values["told"] = " ".join([more.get("fault", ""), more.get("news", ""), views.told(values["turns"])])
        return self.pages("stage.html" if live else "talk.html", values)

    def values(self, talk: Talk) -> dict[str, Any]:
        """Everything that the stage shows."""
        designs, rules = self.player.library.now(), self.player.rules.tiers
        return {
            "talk": talk,
            "turns": views.turns(talk, designs),
            "chart": chart(talk.turns, rules),
            "rules": rules,
            "faults": designs.faults,
            "untrained": designs.untrained,
            "languages": self.languages,
            "typed": [one.text for one in talk.typed if one.kind == "message"],
        }


def blueprint(preview: Preview) -> Blueprint:
    """The routes below /preview."""
    routes = Blueprint("preview", url_prefix="/preview")
    for add in (add_pages, add_talking, add_buttons, add_steps, add_refusals):
        add(routes, preview)
    add_flow(routes, preview.player.library, preview.pages)
    routes.add_route(static, "/static/<digest:str>/<name:str>", methods=["GET"], name="static")
    return routes


async def static(_request: Request, digest: str, name: str) -> HTTPResponse:  # noqa: ARG001 (the digest is for caches)
    """A file of ours."""
    return static_file(name)


def add_pages(routes: Blueprint, preview: Preview) -> None:
    """A new conversation, one that is going on, and whether its words changed."""

    @routes.get("/")
    @here_only
    async def begin(_request: Request) -> HTTPResponse:
        return at(preview.talks.begin())

    @routes.get(TALK)
    @here_only
    async def talk(request: Request, talk_id: str) -> HTTPResponse:
        return await preview.shown(request, preview.found(talk_id))

    @routes.get(f"{TALK}/news")
    @here_only
    async def news(request: Request, talk_id: str) -> HTTPResponse:
        found = preview.found(talk_id)
        if request.args.get("stamp", "") == preview.player.library.now().stamp:
            return empty(headers=PAGE_HEADERS)
        return await preview.shown(
            request, found, news="The files changed: played again with the words as they are now."
        )


def add_talking(routes: Blueprint, preview: Preview) -> None:
    """What a customer writes, and that people hand the conversation back."""

    @routes.post(f"{TALK}/say")
    @here_only
    async def say(request: Request, talk_id: str) -> HTTPResponse:
        talk, text = preview.found(talk_id), value(request, "text")
        try:
            typed = typed_words(text)
        except (Malformed, TooLarge) as refusal:
            return await preview.shown(request, talk, fault=str(refusal), draft=text)
        return await added(preview, request, talk, typed)

    @routes.post(f"{TALK}/handback")
    @here_only
    async def handback(request: Request, talk_id: str) -> HTTPResponse:
        return await added(preview, request, preview.found(talk_id), Typed("", "handback"))


def add_buttons(routes: Blueprint, preview: Preview) -> None:
    """A button of a reply, pressed."""

    @routes.post(f"{TALK}/press")
    @here_only
    async def press(request: Request, talk_id: str) -> HTTPResponse:
        talk = preview.found(talk_id)
        turn, said, button = (number(request, name) for name in ("turn", "said", "button"))
        try:
            pressed = talk.turns[turn - 1].said[said].buttons[button]
        except IndexError:
            raise NotFound("There is no such button any more.", remedy="Reload the page.") from None
        return await added(preview, request, talk, Typed(pressed["title"], "button", pressed["payload"]))


def add_steps(routes: Blueprint, preview: Preview) -> None:
    """What a designer does with the whole conversation: switch, step back, play again, restart."""

    @routes.post(f"{TALK}/switch")
    @here_only
    async def switch(request: Request, talk_id: str) -> HTTPResponse:
        talk = preview.found(talk_id)
        wanted = switches_of(request, preview.languages)
        async with talk.lock:
            if wanted != talk.switches:
                talk.switches = wanted
                talk.rewind()
        return await done(preview, request, talk)

    @routes.post(f"{TALK}/<step:{'|'.join(STEPS)}>")
    @here_only
    async def again(request: Request, talk_id: str, step: str) -> HTTPResponse:
        talk = preview.found(talk_id)
        async with talk.lock:
            talk.typed[:] = STEPS[step](talk.typed)
            talk.rewind()
        return await done(preview, request, talk)


async def added(preview: Preview, request: Request, talk: Talk, typed: Typed) -> HTTPResponse:
    """The conversation with one more turn."""
    if len(talk.typed) >= LONGEST_TALK:
        return await preview.shown(
            request, talk, fault=f"{LONGEST_TALK} turns are enough for a preview. {AGAIN}"
        )
    talk.typed.append(typed)
    return await done(preview, request, talk)


async def done(preview: Preview, request: Request, talk: Talk) -> HTTPResponse:
    """The stage for a script; without one, back to the conversation's page."""
    if request.headers.get("HX-Request") == "true":
        return await preview.shown(request, talk)
    return at(talk)


def at(talk: Talk) -> HTTPResponse:
    """Go to a conversation's page."""
    return redirect(f"/preview/talks/{talk.id}", status=303, headers=PAGE_HEADERS)


def add_refusals(routes: Blueprint, preview: Preview) -> None:
    """A "no" is a page that says what to do; for a script, it takes the composer's place for faults."""

    @routes.exception(Refusal)  # type: ignore[untyped-decorator]
    async def refused(request: Request, refusal: Refusal) -> HTTPResponse:
        values = {"detail": refusal.message, "remedy": refusal.remedy}
        answer = preview.pages("refused.html", values, status=refusal.status)
        if request.headers.get("HX-Request") == "true":
            answer.headers["HX-Retarget"] = "body"
        return answer
