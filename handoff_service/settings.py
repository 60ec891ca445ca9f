"""The only reader of the environment in the service: every setting, its default, its check, its keys."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from empathy.quiet import hours_of
from handoff_service import ids

PREFIX = "HEARD_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingError(Exception):
    """A setting that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; each field is the environment variable HEARD_<FIELD IN CAPITALS>."""

    host: str = "127.0.0.1"
    port: int = 8080
    bot_port: int = 5005
    actions_port: int = 5055
    bot_config: str = "config.yml"
    phone_port: int = 8090
    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    secret: str = field(default="", repr=False)
    public_url: str = ""
    reply_deadline: float = 20.0
    locale: str = "en-US"
    country: str = "US"
    twilio_account_sid: str = ""
    twilio_auth_token: str = field(default="", repr=False)
    twilio_from: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    twilio_token_before: str = field(default="", repr=False)
    twilio_answers_keywords: bool = True
    texts_per_second: float = 10.0
    quiet_hours: str = "21:00-08:00"
    time_zone: str = "America/New_York"
    alert_url: str = field(default="", repr=False)
    log_level: str = "INFO"
    preview: str = ""
    demo_agent: str = "maya@harbor.example"
    demo_password_override: str = field(default="", repr=False, metadata={"variable": "HEARD_DEMO_PASSWORD"})
    demo_account: str = "HB-1001"
    messages_per_minute: int = 30
    conversations_per_minute: int = 30

    def key(self, purpose: str) -> str:
        """The key for one purpose (relay, actions, customer, button, internal, rasa-api, address,
        experiments, phone, code, twilio), as hex digits."""
        return hmac.new(self.secret.encode(), f"heard/{purpose}".encode(), hashlib.sha256).hexdigest()

    def demo_password(self) -> str:
        """The demo agent's password: the operator's, or one made once and kept in the data folder."""
        return self.demo_password_override or kept(self.data_dir / "demo-agent", ids.new_password)

    def twilio_token(self) -> str:
        """What text messages are signed with: Twilio's token, or the house's own while there is no account.

        Empty where an account is named without its token: then nobody can be believed.
        """
        return self.twilio_auth_token or ("" if self.twilio_account_sid else self.key("twilio"))

    def preview_root(self, own: Path) -> Path | None:
        """The folder whose designs are previewed: `own` for "on", another by its path; None without a preview."""
        if self.preview in ("", "off"):
            return None
        return own if self.preview == "on" else Path(self.preview)

    def twilio_tokens(self) -> tuple[str, ...]:
        """The tokens that an inbound message may be signed with: Twilio's, and the one before it while it changes."""
        return tuple(filter(None, (self.twilio_token(), self.twilio_token_before)))

    @property
    def bot_url(self) -> str:
        """Where the bot's private channel listens."""
        return f"http://127.0.0.1:{self.bot_port}"


def load_settings(environment: Mapping[str, str] | None = None, *, root: Path = Path()) -> Settings:
    """Settings from `environment` (default: the process's, over a `.env` file in `root`).

    Makes the data folder and the house secret if they are missing. Raises SettingError for unusable values.
    """
    source = {**dotenv(root / ".env"), **os.environ} if environment is None else environment
    chosen = {
        f.name: value
        for f in fields(Settings)
        if (value := source.get(variable_of(f.name))) not in (None, "")
    }
    settings = Settings(**{name: parsed(name, str(value)) for name, value in chosen.items()})  # type: ignore[arg-type]
    return completed(settings)


def variable_of(name: str) -> str:
    """The environment variable of a field."""
    declared = {f.name: str(f.metadata["variable"]) for f in fields(Settings) if "variable" in f.metadata}
    return declared.get(name, PREFIX + name.upper())


def parsed(name: str, value: str) -> object:
    """`value` as the type of the field `name`; raises SettingError."""
    kinds: dict[str, Callable[[str], object]] = {"int": int, "float": float, "Path": Path, "bool": truth}
    kind = {f.name: str(f.type) for f in fields(Settings)}[name]
    try:
        return kinds.get(kind, str)(value)
    except (ValueError, KeyError):
        wanted = "yes or no" if kind == "bool" else "a number"
        raise SettingError(
            f"{variable_of(name)} is {value!r}, but it must be {wanted}. Correct or remove it."
        ) from None


def truth(value: str) -> bool:
    """Yes or no as operators write them; raises KeyError for anything else."""
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[value.lower()]


def refuse_unreadable_hours(settings: Settings) -> None:
    """Raise SettingError for quiet hours or a time zone that cannot be followed."""
    try:
        hours_of(settings.quiet_hours)
        ZoneInfo(settings.time_zone)
    except ValueError as fault:
        raise SettingError(f"HEARD_QUIET_HOURS or HEARD_TIME_ZONE: {fault}. Correct or remove it.") from None
    except ZoneInfoNotFoundError:
        raise SettingError(
            f"HEARD_TIME_ZONE is {settings.time_zone!r}, which is no zone. Write one like Europe/Madrid."
        ) from None


def completed(settings: Settings) -> Settings:
    """The settings with what follows from others filled in: folder, database, secret, address."""
    refuse_unreadable_hours(settings)
    folder = settings.data_dir.resolve()
    if settings.preview not in ("", "off") and settings.host not in LOOPBACK:
        raise SettingError(
            f"HEARD_PREVIEW is for this machine alone, but HEARD_HOST is {settings.host}. "
            "Take one of them away, or use `heard preview`."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingError(
            f"HEARD_DATA_DIR: cannot make {folder} ({fault.strerror}). Choose another folder."
        ) from None
    return Settings(
        **{
            **{f.name: getattr(settings, f.name) for f in fields(Settings)},
            "data_dir": folder,
            "database_url": settings.database_url or f"sqlite+aiosqlite:///{folder / 'heard.db'}",
            "secret": settings.secret or kept(folder / "secret", ids.new_secret),
            "public_url": settings.public_url or f"http://{settings.host}:{settings.port}",
        }
    )


def kept(file: Path, make: Callable[[], str]) -> str:
    """What `file` holds; made once, readable by its owner alone."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as new:
        value = make()
        new.write(value + "\n")
    return value


def dotenv(file: Path) -> dict[str, str]:
    """NAME=value lines of a `.env` file; none if it is missing."""
    if not file.is_file():
        return {}
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (
        line.removeprefix("export ").split("=", 1)
        for line in lines
        if line and line[0] != "#" and "=" in line
    )
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}
