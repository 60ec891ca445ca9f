"""Training: which files and which configuration make a trained bot stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from heard.errors import CommandFailed
from heard.places import ROOT
from heard.train import ensure_model, fingerprint, is_current


def test_a_bot_trained_by_the_light_configuration_is_stale_for_the_heavy_one() -> None:
    assert fingerprint(ROOT, "config.yml") != fingerprint(ROOT, "config.diet.yml")
    assert fingerprint(ROOT, "config.yml") == fingerprint(ROOT, "config.yml")


def test_changed_words_make_the_bot_stale(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("recipe: default.v1\n")
    (tmp_path / "domain.yml").write_text("intents: [greet]\n")
    before = fingerprint(tmp_path, "config.yml")
    (tmp_path / "domain.yml").write_text("intents: [greet, thank]\n")
    assert fingerprint(tmp_path, "config.yml") != before


def test_a_stamp_without_a_model_is_not_current(tmp_path: Path) -> None:
    stamp = tmp_path / "heard.sha256"
    stamp.write_text("same\n")
    assert not is_current(stamp, "same")
    stamp.with_name("heard.tar.gz").touch()
    assert is_current(stamp, "same")
    assert not is_current(stamp, "other")


def test_a_configuration_that_is_not_there_is_refused_by_the_setting_that_named_it() -> None:
    with pytest.raises(CommandFailed, match=r"HEARD_BOT_CONFIG names config\.heavy\.yml"):
        ensure_model(Console(quiet=True), config="config.heavy.yml")
