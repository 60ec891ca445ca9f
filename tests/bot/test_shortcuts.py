"""Our short cuts through Rasa's rules and its memory of stories find what Rasa finds."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ActionExecuted, ActiveLoop

from bot.policies.blind import EmpathicMemoizationPolicy, EmpathicRulePolicy
from bot.policies.shortcuts import ending_of, feature_text, unpacked
from bot.preflight import newest_model
from tests.bot.parts import DOMAIN, says, tracker

STEPS = {
    "greet": ["utter_greet"],
    "complaint": ["utter_complaint"],
    "affirm": ["utter_line_checked"],
    "deny": [],
}


@pytest.fixture(scope="module")
def trained(assistant: Path) -> list[Any]:
    runner = Agent.load(newest_model(assistant / "models")).processor.graph_runner
    return [node._component for node in runner._instantiated_nodes.values()]


@pytest.fixture(scope="module")
def memory(trained: list[Any]) -> Any:
    return next(one for one in trained if isinstance(one, EmpathicMemoizationPolicy))


@pytest.fixture(scope="module")
def rules(trained: list[Any]) -> Any:
    return next(one for one in trained if isinstance(one, EmpathicRulePolicy))


@pytest.mark.parametrize("intents", list(itertools.product(STEPS, repeat=3)))
def test_whatever_was_said_both_recall_the_same(memory: Any, intents: tuple[str, ...]) -> None:
    made = tracker(
        *(
            says("words", intent) + [ActionExecuted(name) for name in STEPS[intent]]
            for intent in intents[:-1]
        ),
        says("words", intents[-1]),
    )
    states = memory._prediction_states(made, DOMAIN)
    ours = memory.recall(states, made, DOMAIN, None)
    assert ours == AugmentedMemoizationPolicy.recall(memory, states, made, DOMAIN, None)


def test_a_story_is_recalled_after_a_greeting(memory: Any) -> None:
    made = tracker(says("hi", "greet"), ActionExecuted("utter_greet"), says("words", "complaint"))
    assert memory.recall(memory._prediction_states(made, DOMAIN), made, DOMAIN, None) == "utter_complaint"


def test_an_ending_is_read_alike_from_states_and_from_keys(memory: Any) -> None:
    states = [
        {},
        {
            "user": {"intent": "complaint", "entities": ["day"]},
            "prev_action": {"action_name": "action_listen"},
            "slots": {"tier": [1.0]},
        },
    ]
    assert ending_of(feature_text(states)) == ("action_name: action_listen", "complaint")
    assert ending_of(unpacked(memory._create_feature_key(states))) == ending_of(feature_text(states[-1:]))
    assert ending_of("[{}]") == ("", "")


@pytest.mark.parametrize("intent", [*DOMAIN.intents, "nlu_fallback"])
@pytest.mark.parametrize("loop", [None, "technician_form"])
@pytest.mark.parametrize("action", [None, "utter_greet", "technician_form", "action_check_outage"])
def test_both_find_the_same_rules(rules: Any, intent: str, loop: str | None, action: str | None) -> None:
    made = tracker(ActiveLoop(loop), says("words", intent), [ActionExecuted(action)] if action else [])
    states = rules._prediction_states(made, DOMAIN)
    for lookup in (rules.lookup["rules"], rules.lookup["rules_for_loop_unhappy_path"]):
        assert rules._get_possible_keys(lookup, states) == RulePolicy._get_possible_keys(
            rules, lookup, states
        )
        assert rules._get_possible_keys(lookup, []) == RulePolicy._get_possible_keys(rules, lookup, [])
