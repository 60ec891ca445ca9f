"""Puts the house behind its routes, starts what runs beside them, and stops it all in order."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json as json_response
from sqlalchemy.exc import SQLAlchemyError

from empathy.errors import Refusal
from handoff_service import errors, health, internal, openapi
from handoff_service.agents.service import enter_demo_agents
from handoff_service.channels import phone, sms, web
from handoff_service.channels.stream import Follower
from handoff_service.channels.twilio_door import Signatures
from handoff_service.console import blueprint as console
from handoff_service.console.stage import Console
from handoff_service.conversations import numbers_store, turns_store
from handoff_service.handoffs.correcting import Corrections
from handoff_service.handoffs.offers import Offers
from handoff_service.handoffs.reading import DeskReader
from handoff_service.house import ROOT, House
from handoff_service.logs import log
from handoff_service.openapi import Description, described
from handoff_service.preview import blueprint as preview
from handoff_service.preview.designs import Library
from handoff_service.preview.player import Player
from handoff_service.preview.talk import Talks
from handoff_service.web import pages
from handoff_service.words import Words

Service = Sanic[Any, Any]
LARGEST_REQUEST = 256 * 1024
OFFERS_LOOKED_AT_EVERY_S = 10.0
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def create_app(house: House) -> Service:
    """The service as a Sanic application, for one process: its signals and its writer are in-process."""
    app: Service = Sanic(f"heard-{house.new_id()}", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=LARGEST_REQUEST,
        RESPONSE_TIMEOUT=120,
        REQUEST_TIMEOUT=30,
        KEEP_ALIVE_TIMEOUT=75,
        GRACEFUL_SHUTDOWN_TIMEOUT=4.0,
        ACCESS_LOG=False,
        AUTO_EXTEND=False,
        MOTD=False,
        PROXIES_COUNT=0,
    )
    add_routes(app, house)
    add_errors(app)
    app.on_response(safe_headers)  # type: ignore[no-untyped-call]
    Running(house).attach(app)
    return app


def add_routes(app: Service, house: House) -> None:
    """Every door of the house."""
    follower = Follower(house.conversations, house.button_tokens(), house.signals)
    desk = web.Desk(
        conversations=house.conversations,
        follower=follower,
        tokens=house.customer_tokens(),
        buttons=house.button_tokens(),
        words=house.words,
        messages=house.rate(house.settings.messages_per_minute),
        beginnings=house.rate(house.settings.conversations_per_minute),
        locale=house.settings.locale,
        account=house.settings.demo_account,
        closing=house.closing,
    )
    app.blueprint(web.blueprint(desk))
    app.blueprint(sms.blueprint(text_desk_of(house)))
    app.blueprint(phone.blueprint(house.linking, house.customer_tokens()))
    app.blueprint(pages.blueprint())
    app.blueprint(console.blueprint(console_of(house)))
    app.blueprint(health.blueprint(house.database, house.bot))
    reporter = internal.Reporter(house.database, house.desk, house.signals)
    app.blueprint(internal.blueprint(reporter, house.internal_calls()))
    add_preview(app, house)
    add_document(app)


def text_desk_of(house: House) -> sms.TextDesk:
    """What the text channel needs of the house."""
    settings = house.settings
    return sms.TextDesk(
        conversations=house.conversations,
        signatures=Signatures(settings.public_url, settings.twilio_tokens()),
        receipts=house.receipts,
        numbers=house.numbers,
        locale=settings.locale,
        account=settings.demo_account,
    )


def console_of(house: House) -> Console:
    """What the agents' console needs of the house."""
    return Console(
        agents=house.agents,
        handoffs=house.handoffs,
        corrections=Corrections(house.database, desk=house.desk, speaker=house.speaker),
        reader=DeskReader(house.database, house.desk, house.numbers),
        signals=house.signals,
        closing=house.closing,
        public_url=house.settings.public_url,
        words=house.words,
        new_id=house.new_id,
    )


def add_preview(app: Service, house: House) -> None:
    """The designers' preview, where the house was told to show it."""
    if (root := house.settings.preview_root(ROOT)) is not None:
        app.blueprint(preview.blueprint(preview_of(house, root)))


def preview_of(house: House, root: Path) -> preview.Preview:
    """What the designers' preview needs of the house: its reader, its rules and its bot, and nothing that keeps."""
    admission, words = house.conversations.admission, house.words
    player = Player(
        reader=admission.reader,
        rules=admission.rules.empathy,
        bot=house.bot,
        library=Library(root, trained=root / "models" / "heard.files.json"),
        words=words if root == words.root else Words(root, country=house.settings.country),
        account=house.settings.demo_account,
    )
    return preview.Preview(player, Talks(house.new_id), words.languages)


def add_document(app: Service) -> None:
    """The description of all routes, itself among them."""

    @app.get("/openapi.json", name="openapi")
    @described(Description("This document", gives={200: dict}))
    async def openapi_document(_request: Request) -> HTTPResponse:
        return json_response(openapi.document(app))


def add_errors(app: Service) -> None:
    """A typed answer for every refusal, and a calm one for every fault."""
    app.error_handler.add(Refusal, errors.refused)
    app.error_handler.add(SanicException, errors.unroutable)
    app.error_handler.add(Exception, errors.unforeseen)


async def safe_headers(_request: Request, response: HTTPResponse) -> None:
    """Strict defaults for every answer; a page may set its own first."""
    for name, value in SAFE_HEADERS.items():
        response.headers.setdefault(name, value)


class Running:
    """What runs beside the routes, from start to stop."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.tasks: list[asyncio.Task[Any]] = []

    def attach(self, app: Service) -> None:
        """Run with the application."""
        app.before_server_start(self.start)
        app.before_server_stop(self.stop)
        app.after_server_stop(self.close)

    async def start(self, _app: Service) -> None:
        """Schema, demo agents, the turns that a crash left, then the workers."""
        house = self.house
        await house.database.migrate()
        await enter_demo_agents(
            house.agents, email=house.settings.demo_agent, password=house.settings.demo_password()
        )
        await numbers_store.seal_old(house.database, house.numbers)
        if house.database.embedded:
            await house.relay.answers.release()
        self.keep(house.relay.run())
        self.keep(house.outbox.run())
        self.keep(self.put_back_offers())
        self.keep(house.signals.run())
        async with house.database.view() as tx:
            log.info("started", port=house.settings.port, count=await turns_store.waiting(tx))

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a worker until the service stops."""
        self.tasks.append(asyncio.create_task(work))

    async def put_back_offers(self) -> None:
        """Return offers that nobody took in time to the queue, for as long as the service runs."""
        offers = Offers(self.house.database, self.house.desk)
        while True:
            await asyncio.sleep(OFFERS_LOOKED_AT_EVERY_S)
            try:
                await offers.expire()
            except SQLAlchemyError as fault:
                log.error("offers_not_put_back", kind=type(fault).__name__)

    async def stop(self, _app: Service) -> None:
        """End the streams, then the workers; what was being asked of the bot waits for the next start."""
        self.house.closing.set()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.house.relay.stop()

    async def close(self, _app: Service) -> None:
        """Let go of bot and database."""
        await self.house.bot.close()
        await self.house.database.close()
        log.info("stopped")
