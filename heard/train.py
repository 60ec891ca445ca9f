"""Trains the bot only when something that shapes it has changed, so that a warm start takes seconds."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from handoff_service.settings import load_settings
from heard.errors import CommandFailed
from heard.places import ROOT

MODELS = Path("models")
NOTED = "heard.files.json"
SHAPES_THE_BOT = ("domain.yml", "data", "bot", "empathy", "emotion_model")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard train`."""
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")


def perform(options: argparse.Namespace) -> int:
    """Train if needed; returns 0."""
    ensure_model(Console(stderr=True), config=load_settings().bot_config, force=options.force)
    return 0


def ensure_model(console: Console, *, config: str, force: bool = False) -> None:
    """Leave `models/heard.tar.gz` trained by the configuration `config` from the files as they are now.

    Raises CommandFailed where there is no such file and, with the end of Rasa's own words, when training fails.
    """
    if not (ROOT / config).is_file():
        raise CommandFailed(
            f"HEARD_BOT_CONFIG names {config}, but there is no such file. Correct or remove it."
        )
    wanted, noted = fingerprint(ROOT, config), noted_files(ROOT, config)
    stamp = ROOT / MODELS / "heard.sha256"
    if not force and is_current(stamp, wanted):
        stamp.with_name(NOTED).write_text(noted, encoding="utf-8")
        return
    with console.status(
        f"Training the bot by {config} (the light one takes half a minute, DIET half an hour) ..."
    ):
        train(config)
    stamp.with_name(NOTED).write_text(noted, encoding="utf-8")
    stamp.write_text(wanted + "\n", encoding="utf-8")
    console.print("[green]✓[/] The bot is trained.")


def is_current(stamp: Path, wanted: str) -> bool:
    """Whether the model beside `stamp` exists and was trained from files with this fingerprint."""
    model = stamp.with_name("heard.tar.gz")
    return model.exists() and stamp.exists() and stamp.read_text(encoding="utf-8").strip() == wanted


def noted_files(root: Path, config: str) -> str:
    """What the designers' files are now, as JSON; kept beside the model, so that the preview can name what changed since."""
    files = sorted(path for path in shaping_files(root, config) if path.suffix == ".yml")
    digests = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    return json.dumps(digests, indent=1) + "\n"


def fingerprint(root: Path, config: str) -> str:
    """SHA-256 (hex) over names and contents of everything that shapes the trained bot."""
    digest = hashlib.sha256()
    for path in sorted(shaping_files(root, config)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def shaping_files(root: Path, config: str) -> Iterator[Path]:
    """The files under `root` that shape the bot: Rasa's YAML, our components, the core."""
    for name in (config, *SHAPES_THE_BOT):
        path = root / name
        if path.is_file():
            yield path
        yield from (p for p in path.rglob("*") if p.suffix in {".yml", ".py"} and p.is_file())


def train(config: str) -> None:
    """Run `rasa train` in Rasa's environment, output to `models/train.log`."""
    (ROOT / MODELS).mkdir(exist_ok=True)
    log = ROOT / MODELS / "train.log"
    command = [
        str(ROOT / ".venv-bot/bin/python"),
        "-m",
        "rasa",
        "train",
        "--config",
        config,
        "--fixed-model-name",
        "heard",
        "--quiet",
    ]
    with log.open("w", encoding="utf-8") as output:
        result = subprocess.run(
            command, cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if result.returncode != 0:
        end = "\n".join(log.read_text(encoding="utf-8").splitlines()[-15:])
        raise CommandFailed(f"training failed; the whole report is in {MODELS}/train.log. It ends:\n{end}")


def environment() -> dict[str, str]:
    """This process's environment with Rasa's telemetry off (it would also report errors, texts included)."""
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
