"""The only place on Rasa's side that reads the environment."""

from __future__ import annotations

import hashlib
import hmac
import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Everything the bot may be told from outside. Keys are hex strings, empty when unknown; times are seconds."""

    host: str = "127.0.0.1"
    port: int = 5005
    actions_url: str = "http://127.0.0.1:5055/webhook"
    action_within: float = 8.0
    data_dir: Path = Path("var")
    store_url: str = "sqlite:///var/rasa.db"
    models: Path = Path("models")
    locale: str = "en-US"
    country: str = "US"
    log_level: str = "INFO"
    preview: Path | None = None
    relay_key: str = field(default="", repr=False)
    actions_key: str = field(default="", repr=False)


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from `environ` (the process's own by default), completed by `.env` and the defaults."""
    env = {**_dotenv(Path(".env")), **os.environ} if environ is None else dict(environ)
    data_dir = Path(env.get("HEARD_DATA_DIR") or "var")
    return Settings(
        port=int(env.get("HEARD_BOT_PORT") or 5005),
        actions_url=f"http://127.0.0.1:{env.get('HEARD_ACTIONS_PORT') or 5055}/webhook",
        action_within=float(env.get("HEARD_ACTION_WITHIN") or 8),
        data_dir=data_dir,
        store_url=_store_url(env.get("HEARD_DATABASE_URL") or "", data_dir),
        models=Path(env.get("HEARD_MODELS") or "models"),
        locale=env.get("HEARD_LOCALE") or "en-US",
        country=env.get("HEARD_COUNTRY") or "US",
        log_level=(env.get("HEARD_LOG_LEVEL") or "INFO").upper(),
        preview=_preview(env.get("HEARD_PREVIEW") or ""),
        relay_key=env.get("HEARD_RELAY_KEY") or _derived(env, data_dir, "relay"),
        actions_key=env.get("HEARD_ACTIONS_KEY") or _derived(env, data_dir, "actions"),
    )


def quiet_rasa() -> None:
    """Switch off Rasa's telemetry (it would also send crash reports, with message text, to a third party)
    and the chatter of its libraries. To be called before Rasa is imported.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["SQLALCHEMY_SILENCE_UBER_WARNING"] = "1"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
    warnings.simplefilter("ignore")


def _preview(chosen: str) -> Path | None:
    """The folder whose words designers preview: "on" is this one; None where there is no preview."""
    return None if chosen in ("", "off") else Path("." if chosen == "on" else chosen)


def _derived(env: Mapping[str, str], data_dir: Path, purpose: str) -> str:
    secret = env.get("HEARD_SECRET") or _text_of(data_dir / "secret")
    if not secret:
        return ""
    return hmac.new(secret.encode(), f"heard/{purpose}".encode(), hashlib.sha256).hexdigest()


def _store_url(database_url: str, data_dir: Path) -> str:
    # The service's SQLite file has one writer; Rasa keeps its own beside it. PostgreSQL is shared by both.
    if database_url.startswith("postgresql"):
        return "postgresql+psycopg2://" + database_url.split("://", 1)[1]
    return f"sqlite:///{data_dir / 'rasa.db'}"


def _dotenv(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in _text_of(path).splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""
