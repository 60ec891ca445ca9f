"""A small world of designers' files: one rule, one answer, one acknowledgement a feeling, the shipped measures."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from heard.check.contract import FEELINGS, LOSSES
from heard.places import ROOT

SPANISH = {"type": "slot", "name": "language", "value": "es"}
SECOND = {"type": "slot", "name": "tier", "value": "2"}
DOMAIN = {
    "version": "3.1",
    "intents": ["explain_bill", {"report_bereavement": {"use_entities": []}}],
    "slots": {
        name: {"type": "text", "mappings": [{"type": "custom"}]}
        for name in ("language", "tier", "event", "emotion")
    },
}
POLICIES = [{"name": "bot.policies.EmpathicRulePolicy"}, {"name": "bot.policies.EmpathyPolicy"}]
SERVICE = 'say("utter_crisis_again", resources="help")\n'
RULE = {"rule": "the bill", "steps": [{"intent": "explain_bill"}, {"action": "utter_bill"}]}


def both(name: str, english: str, spanish: str) -> list[dict[str, Any]]:
    return [
        {"text": english, "id": f"{name}-en"},
        {"text": spanish, "id": f"{name}-es", "condition": [SPANISH]},
    ]


def write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "data/empathy", tmp_path / "data/empathy")
    responses = {
        f"utter_acknowledge_{one}": both(f"ack-{one}", f"That is {one}.", f"Eso es {one}.")
        for one in (*FEELINGS, *LOSSES.values())
    }
    responses["utter_acknowledge_confusion"] += [
        *both("ack-confusion-b", "Two prices for one thing.", "Dos precios para lo mismo."),
        {"text": "Still no sense in it.", "id": "ack-confusion-t2-en", "condition": [SECOND]},
    ]
    responses["utter_acknowledge_hardship"] += both(
        "ack-hardship-b", "Money is short.", "El dinero no llega."
    )
    write(tmp_path / "data/empathy/experiments.yml", {"version": 1, "experiments": []})
    (tmp_path / "data/responses").mkdir()
    shutil.copy(ROOT / "data/responses/crisis.yml", tmp_path / "data/responses")
    (tmp_path / "handoff_service").mkdir()
    (tmp_path / "handoff_service/words.py").write_text(SERVICE, encoding="utf-8")
    write(tmp_path / "domain.yml", DOMAIN)
    write(tmp_path / "config.yml", {"policies": POLICIES})
    write(tmp_path / "data/rules/bill.yml", {"version": "3.1", "rules": [RULE]})
    write(tmp_path / "data/responses/acknowledge.yml", {"version": "3.1", "responses": responses})
    write(
        tmp_path / "data/responses/answers.yml",
        {"version": "3.1", "responses": {"utter_bill": both("bill", "It is 60 dollars.", "Son 60 dólares.")}},
    )
    return tmp_path
