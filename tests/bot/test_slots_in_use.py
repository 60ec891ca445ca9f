"""Designers may ask for emotion, tier and disclosure: in conditions of words, in rules, in stories."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.core.events import SlotSet

from empathy.words import choose_response
from tests.bot.conftest import ASSISTANT, run_rasa
from tests.bot.parts import tracker
from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import BotProcess, Talk, responses

FELT = {
    "emotion": ["neutral", "frustration", "anxiety", "sadness"],
    "tier": ["0", "1", "2", "3"],
    "disclosure": ["bereavement", "hardship", "suicide"],
}
RULES = """
- rule: hours for the bereaved
  condition: [{slot_was_set: [{disclosure: bereavement}]}]
  steps: [{intent: opening_hours}, {action: utter_complaint}]
- rule: hours for everybody else
  condition: [{slot_was_set: [{disclosure: null}]}]
  steps: [{intent: opening_hours}, {action: utter_hours}]
- rule: usage while it is calm
  condition: [{slot_was_set: [{tier: "0"}]}]
  steps: [{intent: data_usage}, {action: utter_greet}]
- rule: usage while it is not
  condition: [{slot_was_set: [{tier: "1"}]}]
  steps: [{intent: data_usage}, {action: utter_thank}]
"""
STORY = """
- story: a frustrated complaint is looked into
  steps:
  - intent: complaint
  - slot_was_set: [{emotion: frustration}, {tier: "1"}]
  - action: utter_line_checked
"""


def rewritten(path: Path, change: Any) -> None:
    path.write_text(yaml.safe_dump(change(yaml.safe_load(path.read_text())), sort_keys=False))


def asking_for_feelings(domain: dict[str, Any]) -> dict[str, Any]:
    for name, values in FELT.items():
        held = {key: domain["slots"][name][key] for key in ("initial_value",) if key in domain["slots"][name]}
        kind = {
            "type": "categorical",
            "values": values,
            "influence_conversation": True,
            "mappings": [{"type": "custom"}],
        }
        domain["slots"][name] = {**held, **kind}
    return domain


def with_rules(rules: dict[str, Any]) -> dict[str, Any]:
    kept = [one for one in rules["rules"] if one["rule"] not in ("hours", "usage")]
    return {**rules, "rules": kept + yaml.safe_load(RULES)}


@pytest.fixture(scope="module")
def curious(tmp_path_factory: pytest.TempPathFactory, action_server: FakeActions) -> Iterator[BotProcess]:
    """A bot whose rules and stories ask how the customer feels."""
    folder = tmp_path_factory.mktemp("curious")
    shutil.copytree(ASSISTANT, folder, dirs_exist_ok=True)
    rewritten(folder / "domain.yml", asking_for_feelings)
    rewritten(folder / "data/rules.yml", with_rules)
    rewritten(
        folder / "data/stories.yml", lambda held: {**held, "stories": held["stories"] + yaml.safe_load(STORY)}
    )
    trained = run_rasa(folder, "train")
    assert trained.returncode == 0, trained.stdout + trained.stderr
    with BotProcess(folder, tmp_path_factory.mktemp("data"), action_server.port) as bot:
        yield bot


def test_a_rule_may_ask_for_the_disclosure(curious: BotProcess) -> None:
    told, calm = Talk(curious, "told"), Talk(curious, "untold")
    told.says("my husband passed away")
    assert responses(told.says("when are you open"))[-1] == "utter_complaint"
    assert responses(calm.says("when are you open")) == ["utter_hours"]


def test_a_rule_may_ask_for_the_tier(curious: BotProcess) -> None:
    calm, cross = Talk(curious, "calm"), Talk(curious, "cross")
    assert responses(calm.says("data usage please")) == ["utter_greet"]
    assert responses(cross.says("data usage please, unacceptable"))[-1] == "utter_thank"


def test_a_story_may_ask_for_the_emotion(curious: BotProcess) -> None:
    lines = Talk(curious, "angry").says("this is a complaint, unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_line_checked"]


@pytest.mark.parametrize(
    ("slot", "value"), [("emotion", "anxiety"), ("tier", "2"), ("disclosure", "hardship")]
)
def test_a_condition_of_words_may_ask_for_each_of_them(slot: str, value: str) -> None:
    fitting = {"text": "for this moment", "condition": [{"type": "slot", "name": slot, "value": value}]}
    words = {"utter_hours": [{"text": "for every moment"}, fitting]}
    held = tracker(SlotSet(slot, value)).current_slot_values()
    chosen = [
        choose_response(words, "utter_hours", facts=facts, channel="web")
        for facts in (held, tracker().current_slot_values())
    ]
    assert [one["text"] for one in chosen] == ["for this moment", "for every moment"]
