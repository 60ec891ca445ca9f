"""Says whether the process lives, and whether it can do its work, to process managers and load balancers."""

from __future__ import annotations

from dataclasses import dataclass

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from handoff_service.db import Database
from handoff_service.openapi import Description, described
from handoff_service.relay.client import BotClient


@dataclass(frozen=True)
class Live:
    """The process answers."""

    status: str


@dataclass(frozen=True)
class Ready:
    """`ready` once messages can be kept; a bot that is down is shown, for messages are answered later."""

    status: str
    database: str
    bot: str


def blueprint(database: Database, bot: BotClient) -> Blueprint:
    """The routes below /health."""
    health = Blueprint("health", url_prefix="/health")

    @health.get("/live")
    @described(Description("Whether the process lives", gives={200: Live}))
    async def live(_request: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    @health.get("/ready")
    @described(Description("Whether messages can be kept and answered", gives={200: Ready, 503: Ready}))
    async def ready(_request: Request) -> HTTPResponse:
        keeps, answers = await can_read(database), await bot.healthy()
        state = {"database": "ok" if keeps else "down", "bot": "ok" if answers else "down"}
        return json_response(
            {"status": "ready" if keeps else "not_ready", **state}, status=200 if keeps else 503
        )

    return health


async def can_read(database: Database) -> bool:
    """Whether the database answers."""
    try:
        async with database.view() as tx:
            await tx.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True
