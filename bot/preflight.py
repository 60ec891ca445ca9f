"""Looks for what the bot cannot run without before the slow start begins, so that a refusal comes at once."""

from __future__ import annotations

import socket
from pathlib import Path

from bot.errors import StartRefused
from bot.settings import Settings


def check(settings: Settings) -> None:
    """Do nothing if the bot can start; raise StartRefused naming what is missing and what to do."""
    if not settings.relay_key:
        raise StartRefused(
            "The bot has no key for the service. Start the house with `make run`, or set HEARD_SECRET."
        )
    newest_model(settings.models)
    _refuse_taken(settings)


def newest_model(folder: Path) -> Path:
    """The newest trained model in `folder`; raises StartRefused if there is none."""
    found = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise StartRefused(f"There is no trained model in {folder}/. Run `make train` first.")
    return found[-1]


def _refuse_taken(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise StartRefused(
                f"Port {settings.port} is taken by another program. "
                "Stop that program, or set HEARD_BOT_PORT to a free port."
            ) from error
