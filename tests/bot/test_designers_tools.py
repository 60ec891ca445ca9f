"""What designers use of Rasa works as ever, with empathy in it and without the house around it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.preflight import newest_model
from tests.bot.conftest import run_rasa
from tests.fakes.bot_process import ROOT, free_port

STORIES = """
version: "3.1"
stories:
- story: an acknowledgement before the solution
  steps:
  - user: "my bill is too high, this is unacceptable"
    intent: bill_too_high
  - action: utter_acknowledge_frustration
  - action: utter_bill
- story: an acknowledgement inside a form
  steps:
  - user: "I need a technician"
    intent: book_technician
  - action: technician_form
  - active_loop: technician_form
  - user: "when are you open, this is unacceptable"
    intent: opening_hours
  - action: utter_acknowledge_frustration
  - action: utter_hours
  - action: technician_form
  - user: "no thanks, unacceptable"
    intent: deny
- story: danger
  steps:
  - user: "hello, I want to kill myself"
    intent: greet
  - action: utter_crisis_suicide
  - action: action_request_handoff
"""


def test_test_stories_know_the_acknowledgements(assistant: Path, tmp_path: Path) -> None:
    (tmp_path / "test_stories.yml").write_text(
        STORIES.replace(
            """
  - user: "no thanks, unacceptable"
    intent: deny""",
            "",
        )
    )
    tested = run_rasa(
        assistant,
        "test",
        "core",
        "-s",
        str(tmp_path),
        "--out",
        str(tmp_path / "results"),
        "--fail-on-prediction-errors",
    )
    assert tested.returncode == 0, tested.stdout + tested.stderr
    failed = tmp_path / "results" / "failed_test_stories.yml"
    assert not failed.exists() or "None of the test stories failed" in failed.read_text()


def test_a_test_story_without_the_acknowledgement_fails(assistant: Path, tmp_path: Path) -> None:
    (tmp_path / "test_stories.yml").write_text(
        STORIES.split("- story: an acknowledgement inside")[0].replace(
            "  - action: utter_acknowledge_frustration\n", ""
        )
    )
    tested = run_rasa(
        assistant,
        "test",
        "core",
        "-s",
        str(tmp_path),
        "--out",
        str(tmp_path / "results"),
        "--fail-on-prediction-errors",
    )
    assert tested.returncode != 0


def test_the_training_data_is_valid(assistant: Path) -> None:
    checked = run_rasa(assistant, "data", "validate", "--fail-on-warnings")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_shell_speaks_without_the_house(assistant: Path) -> None:
    (assistant / "endpoints.yml").write_text((ROOT / "endpoints.yml").read_text())
    shell = ["shell", "--interface", "127.0.0.1", "--port", str(free_port())]
    shown = in_terminal(assistant, shell, prompt="Your input ->", text="my bill is unacceptable, too much")
    assert "That should not have happened." in shown
    assert "Your bill is explained here." in shown


async def test_interactive_learning_is_offered_what_empathy_predicts(assistant: Path) -> None:
    agent = Agent.load(newest_model(assistant / "models"))
    await agent.log_message(UserMessage("my bill is unacceptable, charged too much", sender_id="designer"))
    offered = await agent.predict_next_for_sender_id("designer")
    best = max(offered["scores"], key=lambda score: score["score"])
    assert (best["action"], offered["policy"]) == ("utter_acknowledge_frustration", "EmpathyPolicy")


def test_the_files_at_the_root_are_what_rasa_expects() -> None:
    parts = {
        name: yaml.safe_load((ROOT / name).read_text())
        for name in ("config.yml", "config.diet.yml", "endpoints.yml")
    }
    assert "${" not in (ROOT / "endpoints.yml").read_text()
    assert set(parts["endpoints.yml"]) == {"action_endpoint", "nlg"}
    for name in ("config.yml", "config.diet.yml"):
        policies = [one["name"] for one in parts[name]["policies"]]
        assert (policies[0], policies[-1]) == ("bot.policies.EmpathyPolicy", "bot.policies.FailSafePolicy")


def in_terminal(folder: Path, words: list[str], *, prompt: str, text: str) -> str:
    """Type `text` and then /stop at Rasa's prompt, in a terminal of its own; all that was shown until it ended."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "rasa", *words],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200", "LINES": "50"},
    )
    shown, lines = "", [text, "/stop"]
    while process.poll() is None:
        if select.select([mine], [], [], 0.5)[0]:
            shown += os.read(mine, 65536).decode(errors="replace")
        if lines and shown.count(prompt) > len([text, "/stop"]) - len(lines):
            os.write(mine, f"{lines.pop(0)}\r".encode())
    return shown
