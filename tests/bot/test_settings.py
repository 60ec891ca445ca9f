"""The settings of the bot come from the environment alone."""

from __future__ import annotations

from pathlib import Path

from bot import settings
from tests.fakes.bot_process import SECRET, key_for


def test_nothing_set_gives_the_documented_defaults(tmp_path: Path) -> None:
    read = settings.read({"HEARD_DATA_DIR": str(tmp_path)})
    assert (read.host, read.port, read.actions_url) == ("127.0.0.1", 5005, "http://127.0.0.1:5055/webhook")
    assert read.store_url == f"sqlite:///{tmp_path}/rasa.db"
    assert (read.relay_key, read.actions_key) == ("", "")


def test_keys_are_derived_from_the_secret_and_may_be_given(tmp_path: Path) -> None:
    derived = settings.read({"HEARD_SECRET": SECRET})
    assert (derived.relay_key, derived.actions_key) == (key_for("relay"), key_for("actions"))
    assert settings.read({"HEARD_SECRET": SECRET, "HEARD_RELAY_KEY": "k"}).relay_key == "k"
    (tmp_path / "secret").write_text(SECRET + "\n")
    assert settings.read({"HEARD_DATA_DIR": str(tmp_path)}).relay_key == key_for("relay")


def test_postgresql_is_shared_and_sqlite_is_not() -> None:
    shared = settings.read({"HEARD_DATABASE_URL": "postgresql+asyncpg://u:p@h:1/d"})
    assert shared.store_url == "postgresql+psycopg2://u:p@h:1/d"
    own = settings.read({"HEARD_DATABASE_URL": "sqlite+aiosqlite:///x/heard.db", "HEARD_DATA_DIR": "x"})
    assert own.store_url == "sqlite:///x/rasa.db"


def test_secrets_do_not_show() -> None:
    shown = repr(settings.read({"HEARD_SECRET": SECRET}))
    assert key_for("relay") not in shown
    assert key_for("actions") not in shown
