"""The two ways in which the bot fails: it is not there, or it is there and errs."""

from __future__ import annotations

from empathy.errors import HeardError


class BotFailed(HeardError):
    """The bot gave no whole answer; `reason` is a short code without anybody's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The bot gave no whole answer ({reason}). Look at its process and at its log.")
        self.reason = reason


class BotDown(BotFailed):
    """It cannot be reached, or broke off: every turn will fail, so keep asking until it is back."""


class BotFaulty(BotFailed):
    """It answers, but not this turn: after some tries the turn is given up and a person is offered."""
