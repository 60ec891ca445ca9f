"""Logs as JSON lines that can only hold what is on the list: never a customer's words, never an emotion."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "conversation", "message", "number", "handoff", "agent", "owner",
        "state", "epoch", "kind", "status", "route", "method", "attempts", "count", "wait_s", "took_ms",
        "port", "setting", "reason", "backend", "file", "topic",
    }
)  # fmt: skip


def only_allowed(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list; a field is allowed by name, not by looking harmless."""
    return {key: value for key, value in entry.items() if key in ALLOWED}


def configure(level: str = "INFO") -> None:
    """Send the service's logs to standard error as one JSON object a line, from `level` upwards."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), 20)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
