"""Puts Rasa together for the house: our stores, our channel, loopback only, and nothing else of its HTTP API."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.agent import Agent
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.tracker_store import FailSafeTrackerStore
from sanic import Sanic

from bot import lean
from bot.action_door import ActionDoor
from bot.channels.heard import HeardInput
from bot.channels.turns import TurnRunner
from bot.live_words import LiveResponses
from bot.lock_store import PromptLockStore
from bot.nlg import EmpatheticResponses
from bot.preflight import newest_model
from bot.settings import Settings
from bot.tracker_store import HeardTrackerStore

#: Seconds that Sanic waits for the first line of an answer; actions are cut off long before.
FIRST_LINE_WITHIN = 60
#: A turn is a few kB; more than this is no turn.
LARGEST_TURN = 256 * 1024
log = logging.getLogger(__name__)


def make_agent(settings: Settings, *, store: HeardTrackerStore) -> Agent:
    """Rasa's agent on our parts, with the newest model loaded."""
    lean.install()
    words: NaturalLanguageGenerator = (
        LiveResponses(root=settings.preview) if settings.preview else EmpatheticResponses()
    )
    agent = Agent(
        generator=words,
        tracker_store=store,
        lock_store=PromptLockStore(),
        action_endpoint=ActionDoor(
            settings.actions_url, key=settings.actions_key, within=settings.action_within
        ),
    )
    if isinstance(agent.tracker_store, FailSafeTrackerStore):
        # Rasa wraps each store so that a broken database looks like a new customer. We want to know.
        agent.tracker_store = store
    agent.load_model(newest_model(settings.models))
    return agent


def make_app(settings: Settings) -> Sanic:
    """The web application: `/webhooks/heard/...` and no other route."""
    app = Sanic("heard_bot", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_TURN
    app.config.RESPONSE_TIMEOUT = FIRST_LINE_WITHIN
    app.config.ACCESS_LOG = False
    channel = HeardInput(settings.relay_key)
    app.blueprint(channel.blueprint(_unused), url_prefix=f"/webhooks/{channel.name()}")
    app.register_listener(_opening(settings), "before_server_start")
    app.register_listener(_close, "after_server_stop")
    return app


def _opening(settings: Settings) -> Any:
    async def open_up(app: Sanic, _loop: Any) -> None:
        store = HeardTrackerStore(settings.store_url)
        app.ctx.agent = make_agent(settings, store=store)
        app.ctx.runner = TurnRunner(app.ctx.agent, store)
        log.info("the bot is ready on port %s with model %s", settings.port, app.ctx.agent.model_name)

    return open_up


async def _close(app: Sanic, _loop: Any) -> None:
    await app.ctx.agent.action_endpoint.close()
    app.ctx.runner.close()


async def _unused(_message: Any) -> None:
    """Rasa's handler for messages; the channel never calls it."""
