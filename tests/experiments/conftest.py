"""A service on each database, with experiments and a clock of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from handoff_service.clock import utc_now
from handoff_service.house import Ways
from handoff_service.settings import Settings
from handoff_service.words import Words
from heard.places import ROOT
from tests.fakes.fake_bot import FakeBot, Script, done, reply
from tests.fakes.running import CHEAP, PACE, Service
from tests.handoff_service.conftest import bot, database_url, postgres, settings

__all__ = ["bot", "database_url", "postgres", "settings"]

ACKNOWLEDGED = "utter_acknowledge_confusion"
BILL = "The bill is hard to read."
OTHER = {"text": "Somebody takes over now.", "id": "handoff-other-en", "metadata": {"purpose": "handoff"}}


@dataclass
class Clock:
    """The real time (the bot checks the time of signatures), which a test may move on when the talking is over."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """The present instant."""
        return utc_now() + self.ahead

    def pass_by(self, **span: float) -> None:
        """Let time pass."""
        self.ahead += timedelta(**span)


def entry(name: str, response: str, **arms: list[str]) -> dict[str, object]:
    """An experiment as designers write it; equal shares."""
    listed = [{"id": arm, "share": 1 / len(arms), "variants": ids} for arm, ids in arms.items()]
    today = utc_now().date()
    dates = {"from": today - timedelta(days=1), "to": today + timedelta(days=30)}
    told = {"id": name, "response": response, "hypothesis": "One is better.", "measure": "handoff"}
    return {**told, **dates, "arms": listed}


def tried() -> list[dict[str, object]]:
    """Two experiments that run now: one on what the bot says, one on what the service says."""
    return [
        entry("bill", ACKNOWLEDGED, plain=["ack-confusion-en-any-a"], warm=["ack-confusion-en-any-b"]),
        entry("person", "utter_handoff_requested", one=["handoff-requested-en"], other=["handoff-other-en"]),
    ]


def write(root: Path, experiments: object) -> None:
    """Write the designers' file of experiments."""
    file = root / "data/empathy/experiments.yml"
    file.write_text(yaml.safe_dump({"version": 1, "experiments": experiments}), encoding="utf-8")


@pytest.fixture
def designers(tmp_path: Path) -> Path:
    """A folder of designers' files in which experiments run."""
    root = tmp_path / "designers"
    shutil.copytree(ROOT / "data/responses", root / "data/responses")
    shutil.copytree(ROOT / "data/empathy", root / "data/empathy")
    shutil.copy(ROOT / "domain.yml", root)
    write(root, tried())
    status = root / "data/responses/status.yml"
    words = yaml.safe_load(status.read_text(encoding="utf-8"))
    words["responses"]["utter_handoff_requested"].append(OTHER)
    status.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    return root


@pytest.fixture
def clock() -> Clock:
    """The service's time."""
    return Clock()


@pytest.fixture
async def service(settings: Settings, bot: FakeBot, designers: Path, clock: Clock) -> AsyncIterator[Service]:
    """A running service whose bot speaks on trial where it is asked about a bill."""
    words = Words(designers, country=settings.country)
    started = Service(
        settings, bot=bot, ways=Ways(designers, now=clock, pace=PACE, passwords=CHEAP, words=words)
    )
    for text in ("my bill", "furious about my bill", "annoyed about my bill"):
        bot.scripts[text] = Script([{**reply(BILL), "experiment": "bill", "arm": "plain"}, done()])
    await started.start()
    try:
        yield started
    finally:
        await started.stop()
