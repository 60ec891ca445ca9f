"""The only place in this package that reads the environment."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from actions.errors import SettingsError

HOST = "127.0.0.1"
"""The action server serves Rasa on the same machine and nobody else; this is no setting."""

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """What the action server may be told from outside; `key` is what callers must show."""

    port: int
    data_dir: Path
    log_level: str
    key: str = field(repr=False)

    @property
    def database(self) -> Path:
        """The file of the embedded business desk."""
        return self.data_dir / "harbor.db"


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from `environ` (default: the process's own, completed by `.env`). Raises SettingsError."""
    env = {**dotenv(Path(".env")), **os.environ} if environ is None else dict(environ)
    data_dir = Path(env.get("HEARD_DATA_DIR") or "var")
    return Settings(
        port=port_of(env.get("HEARD_ACTIONS_PORT") or "5055"),
        data_dir=data_dir,
        log_level=log_level_of(env.get("HEARD_LOG_LEVEL") or "INFO"),
        key=env.get("HEARD_ACTIONS_KEY") or derived_key(env.get("HEARD_SECRET") or kept_secret(data_dir)),
    )


def port_of(text: str) -> int:
    """The port in `text`. Raises SettingsError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SettingsError(f"HEARD_ACTIONS_PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def log_level_of(text: str) -> str:
    """The log level in `text`, in capitals. Raises SettingsError."""
    if text.upper() not in LOG_LEVELS:
        raise SettingsError(f"HEARD_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {text!r}.")
    return text.upper()


def derived_key(secret: str) -> str:
    """The key for calls from Rasa to this server, derived from the house secret."""
    return hmac.new(secret.encode(), b"heard/actions", hashlib.sha256).hexdigest()


def kept_secret(data_dir: Path) -> str:
    """The house secret in `data_dir`, made once by whichever part of the house starts first.

    Raises SettingsError where it can be neither read nor made.
    """
    place = data_dir / "secret"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        made_now = not place.exists()
        if made_now:
            _write_once(place, secrets.token_hex(32))
        return place.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise SettingsError(
            f"The house secret {place} cannot be used ({fault}). Check HEARD_DATA_DIR."
        ) from fault


def _write_once(place: Path, secret: str) -> None:
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secret)


def dotenv(file: Path) -> dict[str, str]:
    """The settings in a file of NAME=value lines; none if there is no such file."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}
