"""Serves the actions to Rasa on loopback, behind a key.

It runs rasa_sdk's executor in a server of its own: the stock one listens on every interface, asks for no key,
and answers a failure with the whole request, the customer's words included.
"""

from __future__ import annotations

import errno
import hmac
import socket
import traceback
from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)
from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json

from actions.clock import ticks
from actions.errors import PortBusy, SettingsError
from actions.settings import HOST

KEY_HEADER = "X-Heard-Key"
LARGEST_REQUEST = 32 * 1024 * 1024
"""A call carries the whole conversation; this is some ten thousand turns."""

log = structlog.get_logger("actions")


def executor_of(actions: Iterable[Action]) -> ActionExecutor:
    """rasa_sdk's executor with these actions."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)
    return executor


def create_app(executor: ActionExecutor, key: str) -> Sanic[Any, Any]:
    """The server: /webhook and /actions for those who show `key` in X-Heard-Key, /health for everybody."""
    app: Sanic[Any, Any] = Sanic("heard-actions", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.config.FALLBACK_ERROR_FORMAT = "json"

    app.on_request(partial(check_key, key))
    app.add_route(health, "/health")
    app.add_route(partial(names, executor), "/actions", name="names")
    app.add_route(partial(answer, executor), "/webhook", methods=["POST"], name="answer")
    return app


async def check_key(key: str, request: Request) -> HTTPResponse | None:
    """Let a request pass (None) that shows the key or only asks for health; 401 for all others."""
    shown = request.headers.get(KEY_HEADER) or ""
    if request.path == "/health" or hmac.compare_digest(shown.encode(), key.encode()):
        return None
    return json({"error": f"Show the key of the action server in the header {KEY_HEADER}."}, status=401)


async def health(_: Request) -> HTTPResponse:
    """200: the process is up, its data open."""
    return json({"status": "ok"})


async def names(executor: ActionExecutor, _: Request) -> HTTPResponse:
    """The actions that can be called."""
    return json([{"name": name} for name in sorted(executor.actions)])


async def answer(executor: ActionExecutor, request: Request) -> HTTPResponse:
    """Run the action that the request calls; every fault becomes a status that Rasa takes as "not done"."""
    try:
        call = request.json
    except SanicException:
        call = None
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
        return json({"error": "The body must be Rasa's call of an action, as JSON."}, status=422)
    started = ticks()
    status, body = await outcome(executor, call)
    log.info(
        "action_called",
        action=call.get("next_action"),
        conversation=call.get("sender_id"),
        status=status,
        ms=round((ticks() - started) * 1000, 1),
    )
    return json(body, status=status)


async def outcome(executor: ActionExecutor, call: dict[str, Any]) -> tuple[int, Any]:
    """Status and body of one call: 200 done, 400 rejected, 404 unknown, 449 no domain, 500 failed."""
    name = call.get("next_action")
    try:
        result = await executor.run(call)
    except ActionExecutionRejection as rejected:
        return 400, {"error": rejected.message, "action_name": name}
    except ActionNotFoundException as missing:
        return 404, {"error": missing.message, "action_name": name}
    except ActionMissingDomainException as missing:
        return 449, {"error": missing.message, "action_name": name}
    except Exception as fault:  # noqa: BLE001  # the process edge: Rasa's fail-safe words reach the customer
        # Neither message nor values of the fault are logged or sent: they may hold the customer's words.
        log.error("action_failed", action=name, fault=type(fault).__name__, where=steps(fault))
        return 500, {
            "error": f"{name} failed with {type(fault).__name__}; its log has the place.",
            "action_name": name,
        }
    return 200, result.model_dump() if result else None


def steps(fault: BaseException) -> list[str]:
    """Where a fault arose, the innermost place last: "visits.py:42 answer_for"."""
    frames = traceback.extract_tb(fault.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def bound(port: int) -> socket.socket:
    """A socket on loopback at `port`. Raises PortBusy, SettingsError."""
    # With the protocol named, asyncio switches Nagle off; without it small answers wait 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError as fault:
        sock.close()
        if fault.errno == errno.EADDRINUSE:
            raise PortBusy(port) from fault
        raise SettingsError(
            f"HEARD_ACTIONS_PORT={port} cannot be used ({fault.strerror}). Choose another."
        ) from fault
    return sock


def serve(app: Sanic[Any, Any], sock: socket.socket) -> None:
    """Serve on `sock` until SIGTERM or SIGINT; calls under way are finished first."""
    app.run(sock=sock, single_process=True, motd=False, access_log=False)
