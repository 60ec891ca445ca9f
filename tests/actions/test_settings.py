"""Settings come from the environment or `.env`, are checked with a remedy, and the key is the house's own."""

import stat
from pathlib import Path

import pytest

from actions.errors import SettingsError
from actions.settings import derived_key, dotenv, read


def test_without_settings_the_documented_defaults_hold(tmp_path: Path) -> None:
    settings = read({"HEARD_DATA_DIR": str(tmp_path)})
    assert (settings.port, settings.log_level, settings.database) == (5055, "INFO", tmp_path / "harbor.db")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_cannot_be_is_refused_by_its_setting(port: str) -> None:
    with pytest.raises(SettingsError, match="HEARD_ACTIONS_PORT"):
        read({"HEARD_ACTIONS_PORT": port, "HEARD_ACTIONS_KEY": "k"})


def test_an_unknown_log_level_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="DEBUG, INFO"):
        read({"HEARD_LOG_LEVEL": "loud", "HEARD_ACTIONS_KEY": "k"})


def test_the_key_follows_from_the_house_secret(tmp_path: Path) -> None:
    given = read({"HEARD_SECRET": "s", "HEARD_DATA_DIR": str(tmp_path)}).key
    (tmp_path / "secret").write_text("s\n")
    assert given == derived_key("s") == read({"HEARD_DATA_DIR": str(tmp_path)}).key


def test_a_missing_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first, second = (read({"HEARD_DATA_DIR": str(tmp_path / "var")}).key for _ in range(2))
    assert first == second
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600


def test_a_data_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(SettingsError, match="HEARD_DATA_DIR"):
        read({"HEARD_DATA_DIR": str(tmp_path / "var")})


def test_the_key_never_shows_in_print() -> None:
    assert "hush" not in repr(read({"HEARD_ACTIONS_KEY": "hush"}))


def test_a_dotenv_file_is_read_line_by_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# ours\nHEARD_ACTIONS_PORT = '5056'\n\nnonsense\n")
    assert dotenv(tmp_path / ".env") == {"HEARD_ACTIONS_PORT": "5056"}
    assert dotenv(tmp_path / "none") == {}
