"""Keeps our patched parts away from any Rasa they were not written and tested against."""

from __future__ import annotations

import rasa

from bot.errors import WrongRasa

RASA_VERSION = "3.6.21"


def require_rasa(part: str, *, found: str = rasa.__version__) -> None:
    """Do nothing on Rasa 3.6.21; raise WrongRasa naming `part` on any other version."""
    if found != RASA_VERSION:
        raise WrongRasa(
            f"{part} was written against Rasa {RASA_VERSION}, but Rasa {found} is installed. "
            f"Run `make setup` to restore the locked environment, or review {part} against the new version."
        )
