"""Follows a recipe of the handbook as a designer would: the YAML blocks into their files, then the commands, as they are printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from heard.places import ROOT

PAGE = ROOT / "docs/designers.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^##+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", re.MULTILINE | re.DOTALL)
PROGRAMS = ("empathy", "emotion_model", "bot", "actions", "handoff_service", "heard")
DESIGNS = (
    "data",
    "config.yml",
    "domain.yml",
    "endpoints.yml",
    "credentials.yml",
    "models",
    "tests/conversations",
)
NAMED_BY = ("id", "intent", "rule", "story", "name")


@dataclass(frozen=True)
class Block:
    """One block of code: yaml for a file, sh to run, text that the commands before it print."""

    kind: str
    text: str


def recipes() -> dict[str, list[Block]]:
    """Recipe -> its blocks, for every section of the page that has a command."""
    found = {
        title: [Block(*block) for block in BLOCK.findall(text)]
        for title, text in SECTION.findall(PAGE.read_text(encoding="utf-8"))
    }
    return {title: blocks for title, blocks in found.items() if any(one.kind == "sh" for one in blocks)}


def workshop(folder: Path) -> Path:
    """A copy of everything a designer works with; the environments are the project's own."""
    for name in (*PROGRAMS, *DESIGNS):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(
                source, target, ignore=shutil.ignore_patterns("__pycache__", "corpus", "training")
            )
        elif source.exists():
            shutil.copy2(source, target)
    for name in (".venv", ".venv-bot"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    return folder


def write_down(folder: Path, text: str) -> None:
    """Put a YAML block where its first line says; what has the same id, intent or name is replaced, the rest is added."""
    path = folder / text.splitlines()[0].removeprefix("# ")
    path.parent.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).date()
    # A resource is verified on the day it is written down, an experiment begins then: the page's days would grow old.
    text = re.sub(r"\b((?:verified_on|from): )\d\S+", rf"\g<1>{today}", text)
    text = re.sub(r"\b((?:review_by|to): )\d\S+", rf"\g<1>{today + timedelta(days=90)}", text)
    held = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    whole = merged(held, yaml.safe_load(text))
    path.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")


def merged(held: Any, added: Any) -> Any:
    """What a designer's file holds after the added lines were written into it."""
    if isinstance(held, dict) and isinstance(added, dict):
        return {**held, **{key: merged(held.get(key), value) for key, value in added.items()}}
    if isinstance(held, list) and isinstance(added, list) and all(isinstance(one, dict) for one in added):
        fresh = {name_of(one) for one in added}
        replaced = {name_of(one): one for one in added}
        kept = [replaced.pop(name_of(one), one) if may_replace(one, fresh) else one for one in held]
        return [*kept, *replaced.values()]
    return added


def may_replace(one: Any, fresh: set[str]) -> bool:
    """Whether an item of a list is one that the block writes anew; further examples of an intent are no such thing."""
    return isinstance(one, dict) and "examples" not in one and name_of(one) in fresh


def name_of(one: Any) -> str:
    """What a designer would call an item of a list."""
    if not isinstance(one, dict):
        return str(one)
    return next((f"{key} {one[key]}" for key in NAMED_BY if key in one), str(sorted(one)))


def commands(block: Block) -> Iterator[list[str]]:
    """The commands of a block, as arguments."""
    for line in block.text.splitlines():
        program, *arguments = shlex.split(line)
        assert program == ".venv/bin/heard", line
        yield [sys.executable, "-m", "heard", *arguments]


def run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """One command in the workshop. `python -m` takes the workshop's programs, so its files are the ones that count."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("HEARD_", "PYTEST_"))}
    environment = {**clean, "HEARD_DATA_DIR": str(folder / "var"), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@dataclass
class Follower:
    """Follows recipes in one workshop. With `trains` False it stops before the first command that needs a training."""

    folder: Path
    trains: bool = False

    def follow(self, blocks: list[Block]) -> None:
        """Do what a recipe says; raises AssertionError where the page promises what does not come."""
        printed, status = "", 0
        for block in blocks:
            if block.kind == "yaml":
                write_down(self.folder, block.text)
            elif block.kind == "sh":
                printed = ""
                for command in commands(block):
                    if "train" in command and not self.trains:
                        return
                    done = run(self.folder, command)
                    printed, status = printed + done.stdout + done.stderr, done.returncode
                    assert status in (0, 1), (command, printed)
            else:
                self.promised(block.text, printed, status)

    def promised(self, text: str, printed: str, status: int) -> None:
        """Every line of the page stands in what was printed; a command fails only where the page shows faults."""
        for line in text.splitlines():
            assert line.strip() in printed, (line, printed)
        assert (status == 1) == ("fault(s)" in text), printed
