"""Settings come from one place, say what is wrong with them, and never show a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff_service.settings import SettingError, Settings, dotenv, load_settings


def test_defaults_make_a_folder_a_secret_and_an_address(tmp_path: Path) -> None:
    settings = load_settings({"HEARD_DATA_DIR": str(tmp_path / "new folder")})
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.database_url.endswith("new folder/heard.db")
    assert (tmp_path / "new folder" / "secret").stat().st_mode & 0o777 == 0o600


def test_secret_and_demo_password_stay_the_same(tmp_path: Path) -> None:
    first, second = (load_settings({"HEARD_DATA_DIR": str(tmp_path)}) for _ in range(2))
    assert (first.secret, first.demo_password()) == (second.secret, second.demo_password())


def test_keys_differ_by_purpose(tmp_path: Path) -> None:
    settings = load_settings({"HEARD_DATA_DIR": str(tmp_path)})
    purposes = ("relay", "actions", "customer", "button", "internal", "rasa-api")
    assert len({settings.key(purpose) for purpose in purposes}) == len(purposes)


@pytest.mark.parametrize("name", ["HEARD_PORT", "HEARD_REPLY_DEADLINE"])
def test_a_number_that_is_none_is_named_with_its_remedy(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match=f"{name} is 'many'.*must be a number"):
        load_settings({"HEARD_DATA_DIR": str(tmp_path), name: "many"})


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="HEARD_DATA_DIR"):
        load_settings({"HEARD_DATA_DIR": str(tmp_path / "file" / "below")})


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(secret="s3cret", twilio_auth_token="t0ken", demo_password_override="pa55"))
    assert not any(hidden in shown for hidden in ("s3cret", "t0ken", "pa55"))


def test_a_dotenv_file_may_have_comments_quotes_and_exports(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('# ours\nHEARD_PORT=9001\n\nexport HEARD_LOCALE="es-US"\n')
    assert dotenv(tmp_path / ".env") == {"HEARD_PORT": "9001", "HEARD_LOCALE": "es-US"}
    assert dotenv(tmp_path / "none") == {}
