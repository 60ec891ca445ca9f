"""The bot starts with a sentence or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fakes.bot_process import BotProcess


def refusal(folder: Path, data: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """What `python -m bot` says in `folder`."""
    env = BotProcess(folder, data, 1).environment() | changes
    return subprocess.run(
        [sys.executable, "-m", "bot"], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_without_a_model_it_says_how_to_train_one(tmp_path: Path) -> None:
    refused = refusal(tmp_path, tmp_path)
    assert refused.returncode == 1
    assert "make train" in refused.stderr


def test_without_a_key_it_says_how_to_get_one(assistant: Path, tmp_path: Path) -> None:
    refused = refusal(assistant, tmp_path, HEARD_SECRET="")
    assert refused.returncode == 1
    assert "HEARD_SECRET" in refused.stderr


def test_a_taken_port_is_named(bot: BotProcess, assistant: Path, tmp_path: Path) -> None:
    refused = refusal(assistant, tmp_path, HEARD_BOT_PORT=str(bot.port))
    assert refused.returncode == 1
    assert f"{bot.port}" in refused.stderr
    assert "HEARD_BOT_PORT" in refused.stderr
