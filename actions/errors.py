"""What can go wrong in the action server itself, each with the remedy in its message."""

from __future__ import annotations

from empathy.errors import HeardError


class SettingsError(HeardError):
    """A setting cannot be used; the message names it and says what it may be."""


class PortBusy(HeardError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use, so the action server cannot start. "
            f"Stop what uses it, or choose another with HEARD_ACTIONS_PORT."
        )
        self.port = port


class FormIncomplete(HeardError):
    """A form was submitted without an answer that its action needs."""

    def __init__(self, slot: str) -> None:
        super().__init__(
            f"The form was submitted without {slot}. Are validate_<form> in the domain's actions?"
        )
        self.slot = slot
