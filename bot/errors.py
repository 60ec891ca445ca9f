"""The ways the bot can refuse to start or to take a turn, each with the sentence that repairs it."""

from __future__ import annotations

from empathy.errors import HeardError


class BotError(HeardError):
    """Root of what can go wrong on Rasa's side."""


class WrongRasa(BotError):
    """Another Rasa than the one our patched parts were written and tested against."""


class StartRefused(BotError):
    """Something that the bot cannot run without is missing; the message says what to do."""


class NotReady(BotError):
    """Rasa has no model in memory yet, so no turn can be answered; ask again."""
