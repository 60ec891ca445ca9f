"""What the bot's tests share: one small trained assistant, one running bot, one action server that obeys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.settings import quiet_rasa

quiet_rasa()

from tests.fakes.action_server import FakeActions, says, sets  # noqa: E402 - Rasa must be quiet first
from tests.fakes.bot_process import ROOT, BotProcess, Talk  # noqa: E402

ASSISTANT = Path(__file__).parent / "assistant"
_names = count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what Rasa's own libraries say about their age; it is known and cannot be helped."""
    for kind in ("DeprecationWarning", "UserWarning", "FutureWarning"):
        config.addinivalue_line("filterwarnings", f"ignore::{kind}")


def run_rasa(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Rasa's own command line in `folder`, without the house around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
    return subprocess.run(
        [sys.executable, "-m", "rasa", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the test assistant, trained."""
    folder = tmp_path_factory.mktemp("assistant")
    shutil.copytree(ASSISTANT, folder, dirs_exist_ok=True)
    trained = run_rasa(folder, "train")
    assert trained.returncode == 0, trained.stdout + trained.stderr
    return folder


def working_answers() -> dict[str, object]:
    """What a healthy action server says."""
    handoff = {
        "handoff": {"reason": "asked", "level": "offer", "open_request": {}, "tried": [], "signals": {}}
    }
    return {
        "action_check_outage": says("utter_no_outage", area="Elm Street"),
        "action_data_usage": says("utter_data_usage", used="12", allowance="50"),
        "action_watch_conversation": sets(signals={"repeats": 1}),
        "action_request_handoff": {
            "events": [
                {"event": "slot", "name": "handed_over", "value": True},
                {"event": "active_loop", "name": None},
            ],
            "responses": [{"response": "utter_handoff_requested", "custom": handoff}],
        },
        "validate_technician_form": validated,
    }


def validated(body: dict[str, Any]) -> dict[str, Any]:
    """What the SDK's form validation says of the slots just set: weekdays pass, any other day is taken back."""
    events = body["tracker"]["events"]
    said = max(at for at, event in enumerate(events) if event["event"] == "user")
    just_set = [
        event for event in events[said:] if event["event"] == "slot" and event["name"].startswith("visit_")
    ]
    return {"events": [_checked(event["name"], event["value"]) for event in just_set], "responses": []}


def _checked(name: str, value: Any) -> dict[str, Any]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    good = name != "visit_day" or str(value).lower() in days
    return {"event": "slot", "name": name, "value": value if good else None}


@pytest.fixture(scope="session")
def action_server() -> Iterator[FakeActions]:
    """One action server for the session; use `actions`, which puts it back in order."""
    fake = FakeActions().start()
    yield fake
    fake.stop()


@pytest.fixture
def actions(action_server: FakeActions) -> FakeActions:
    """The action server, healthy."""
    if action_server.away:
        action_server.start()
    action_server.answers = dict(working_answers())  # type: ignore[arg-type]
    action_server.calls.clear()
    action_server.keys.clear()
    action_server.held.clear()
    action_server.gate.set()
    return action_server


@pytest.fixture(scope="session")
def running_bot(
    assistant: Path, action_server: FakeActions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    """One bot for the session."""
    process = BotProcess(assistant, tmp_path_factory.mktemp("data"), action_server.port).start()
    yield process
    process.stop()


@pytest.fixture
def bot(running_bot: BotProcess, actions: FakeActions) -> BotProcess:
    """The running bot with a healthy action server."""
    return running_bot


@pytest.fixture
def talk(bot: BotProcess) -> Talk:
    """A new customer's conversation."""
    return Talk(bot, f"customer-{next(_names)}")
