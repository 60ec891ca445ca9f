"""Finds the reader of emotion for Rasa's parts: the house's own, or the one a configuration names."""

from __future__ import annotations

import importlib
import logging
from functools import lru_cache

from bot.errors import StartRefused
from empathy.emotion import UNREAD, Reading
from empathy.errors import HeardError
from empathy.ports import EmotionModel

DEFAULT = "emotion_model.load"
log = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def reader(path: str = DEFAULT) -> EmotionModel:
    """The model that `path` ("module.callable", called without arguments) gives; loaded once per process.

    Raises StartRefused where there is no such module or callable: a bot that cannot read must not pretend to.
    """
    module, _, name = path.rpartition(".")
    try:
        load = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise StartRefused(
            f"The reader of emotion {path!r} cannot be loaded ({error}). Run `make setup`, or correct the key "
            f"`reader` of bot.nlu.emotion.EmotionReader in config.yml."
        ) from error
    model: EmotionModel = load()
    return model


def read(text: str, *, path: str = DEFAULT) -> Reading:
    """The reading of a message, UNREAD for a text without words or one that the model cannot read."""
    if not text.strip():
        return UNREAD
    try:
        return reader(path).read(text)
    except StartRefused:
        raise
    except (HeardError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError) as error:
        # The text itself must not reach the log; the kind of error is enough to find the fault.
        log.error("the reader failed on a message (%s); it goes on unread", type(error).__name__)
        return UNREAD
