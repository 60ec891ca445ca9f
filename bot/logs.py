"""Keeps what people wrote out of the log: Rasa puts messages into warnings, errors and tracebacks."""

from __future__ import annotations

import logging
import traceback
import warnings
from pathlib import Path
from typing import Any

import structlog

#: Functions of Rasa whose messages hold names of actions, models and addresses, never a customer's words.
_SAFE = {
    ("rasa.core.processor", "_load_model"),
    ("rasa.core.processor", "_run_action"),
    ("rasa.core.processor", "_run_prediction_loop"),
    ("rasa.core.actions.action", "run"),
}
_OURS = ("bot", "empathy", "emotion_model")
_PLACES = 3


class Discreet(logging.Formatter):
    """Writes time, level, logger and place; the message only where it is ours or known to be harmless.

    Of an exception it keeps the kind and the places in the code, never its text: that may quote the customer.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record as text."""
        message = record.getMessage() if self._speaks(record) else "(message withheld)"
        head = f"{self.formatTime(record)} {record.levelname} {record.name}:{record.funcName}:{record.lineno}"
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info and record.exc_info[1] else ""
        return f"{head} {message}{trace}"

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """The kind of the exception and of its causes, each with the last places in Rasa's code or ours."""
        parts: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            places = [place for place in map(_place, traceback.extract_tb(error.__traceback__)) if place]
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            parts.append("  " + " in ".join([kind, *reversed(places[-_PLACES:])]))
            error = error.__cause__ or error.__context__
        return "\n".join(parts)

    @staticmethod
    def _speaks(record: logging.LogRecord) -> bool:
        return record.name.split(".")[0] in _OURS or (record.name, record.funcName) in _SAFE


def _place(frame: traceback.FrameSummary) -> str:
    parts = Path(frame.filename).parts
    root = next((name for name in ("rasa", *_OURS) if name in parts), None)
    return f"{'/'.join(parts[parts.index(root) :])}:{frame.lineno}" if root else ""


def be_discreet(level: str) -> None:
    """Send every log of this process through `Discreet` at `level`, and silence what cannot be made discreet."""
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    structlog.configure(
        processors=[_dropped],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        cache_logger_on_first_use=True,
    )
    # Rasa warns with the customer's text when it cannot follow a payload.
    warnings.simplefilter("ignore")


def _dropped(_logger: Any, _method: str, _event: Any) -> Any:
    raise structlog.DropEvent
