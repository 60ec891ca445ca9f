"""Runs a measurement inside Rasa's own environment and reads its one line of JSON."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from rich.console import Console

from handoff_service.settings import load_settings
from heard.errors import CommandFailed
from heard.places import ROOT
from heard.train import ensure_model, environment


def asked_of_rasa(module: str, *words: str, fine: tuple[int, ...] = (0,)) -> Any:
    """What `python -m module words` prints, decoded; trains first if needed. Raises CommandFailed for other exit codes."""
    ensure_model(Console(stderr=True), config=load_settings().bot_config)
    command = [str(ROOT / ".venv-bot/bin/python"), "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode not in fine:
        raise CommandFailed(f"{module} failed. It ends:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)
