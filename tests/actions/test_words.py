"""The designers' files and the actions agree: every response spoken has words, and every placeholder is filled."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import handoff
from actions.billing import DISPUTE_SLOTS, PLAN_SLOTS
from actions.visits import VISIT_SLOTS
from actions.wiring import all_actions
from empathy.behaviour import BehaviourRules
from empathy.words import filled
from tests.fakes.actions_house import FORMS, ask, fill, house, said

SOURCES = sorted(Path("actions").glob("*.py"))
NUMBERS = [f"HB-{number}" for number in (*range(1001, 1010), 9999)]
ANSWERS = {
    "visit_problem": "no light",
    "visit_day": "2026-07-07",
    "visit_window": "evening",
    "plan_months": "3",
    "plan_start_day": "2026-07-10",
    "dispute_month": "2026-06",
    "dispute_amount": "18.00",
    "dispute_reason": "nobody came",
}
WRONG = {"visit_day": "Sunday", "dispute_month": "this month"}
Spoken = tuple[str, dict[str, str]]


@cache
def domain() -> dict[str, Any]:
    held: dict[str, Any] = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
    return held


@cache
def responses() -> dict[str, Any]:
    found = dict(domain().get("responses") or {})
    for file in sorted(Path("data/responses").glob("*.yml")):
        found.update(yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {})
    return found


@cache
def spoken() -> tuple[Spoken, ...]:
    """Everything the actions say to every account of the company, on well and badly answered forms."""
    said_so_far: list[Spoken] = []
    for action in all_actions(house(), BehaviourRules()):
        for number in NUMBERS:
            for text in ("tell me", "my April bill", "this month", "move it to Tuesday"):
                answer = ask(action, said(text), slots={**ANSWERS, "account_number": number})
                said_so_far += [(m["response"], answer.facts(at)) for at, m in enumerate(answer.messages)]
    for action in all_actions(house(), BehaviourRules()):
        for slot in FORMS.get(action.name().removeprefix("validate_"), {}).get("required_slots", []):
            answer = fill(action, slot, WRONG.get(slot, "blue"), said("blue"), dispute_month="2026-06")
            said_so_far += [(m["response"], answer.facts(at)) for at, m in enumerate(answer.messages)]
    return tuple(said_so_far)


def test_every_response_named_in_the_actions_has_words_in_both_languages() -> None:
    names = {
        name
        for file in SOURCES
        for name in re.findall(r'"(utter_\w+[a-z])"', file.read_text(encoding="utf-8"))
    }
    prefixes = {
        name for file in SOURCES for name in re.findall(r'"(utter_\w+_)"', file.read_text(encoding="utf-8"))
    }
    for name in names - prefixes:
        conditions = [str(variant.get("condition")) for variant in responses()[name]]
        assert any("language" in each and "es" in each for each in conditions), f"{name} has no Spanish words"


def test_every_placeholder_is_filled_by_the_action_that_speaks() -> None:
    for response, facts in spoken():
        for variant in responses()[response]:
            assert "{" not in filled(variant["text"], facts), response


def test_the_cases_tried_speak_nearly_every_business_response() -> None:
    names = {response for response, _ in spoken()}
    assert len(names) >= 36, sorted(names)


@pytest.mark.parametrize("kind", ["actions", "served"])
def test_the_domain_and_the_server_know_the_same_actions(kind: str) -> None:
    served = {action.name() for action in all_actions(house(), BehaviourRules())}
    listed = {name for name in domain()["actions"] if not name.startswith("utter_")}
    missing = listed - served if kind == "served" else served - listed
    assert not missing


def test_the_forms_of_the_domain_are_the_ones_the_actions_serve() -> None:
    forms = {name: tuple(form["required_slots"]) for name, form in domain()["forms"].items()}
    assert forms == dict(handoff.FORM_SLOTS)
    assert set(forms.values()) == {VISIT_SLOTS, PLAN_SLOTS, DISPUTE_SLOTS}


def test_every_slot_the_actions_read_or_set_is_in_the_domain() -> None:
    slots = {"account_number", "language", "tier", "disclosure", "person_due", "signals", "handed_over"}
    assert slots | set(ANSWERS) <= set(domain()["slots"])
