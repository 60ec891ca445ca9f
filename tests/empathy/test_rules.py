"""Designers' files become rules, or an error that says where, what and how to mend it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from empathy.errors import RuleError
from empathy.rules import EmpathyRules, empathy_rules, service_level_rules
from empathy.service_levels import ServiceLevelRules


@pytest.mark.parametrize("empty", [None, {}, {"tiers": None, "course": {}, "behaviour": None}])
def test_an_empty_file_keeps_the_defaults(empty: object) -> None:
    assert empathy_rules(empty) == EmpathyRules()


def test_designers_marks_replace_the_defaults_one_by_one() -> None:
    rules = empathy_rules(
        {
            "tiers": {"enter": [0.3, 0.6, 0.9]},
            "course": {"keep": 0.5, "weights": {"confusion": 0.1}},
            "behaviour": {"offer": 0.2, "long_wait_s": 60},
        }
    )
    assert rules.tiers.enter == (0.3, 0.6, 0.9)
    assert (rules.course.keep, rules.course.weights["confusion"], rules.course.weights["shame"]) == (
        0.5,
        0.1,
        0.9,
    )
    assert (rules.behaviour.offer, rules.behaviour.long_wait_s) == (0.2, 60.0)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ([1], "(top)"),
        ({"tier": {}}, "tier"),
        ({1: {}}, "1"),
        ({"tiers": [1]}, "tiers"),
        ({"tiers": {"entre": []}}, "tiers.entre"),
        ({"tiers": {"enter": 0.5}}, "tiers.enter"),
        ({"tiers": {"enter": [0.1, 0.2]}}, "tiers.enter"),
        ({"tiers": {"enter": [0.1, 0.2, "x"]}}, "tiers.enter"),
        ({"tiers": {"enter": [0.3, 0.2, 0.1]}}, "tiers.enter"),
        ({"tiers": {"leave": [0.3, 0.4, 0.5]}}, "tiers.leave"),
        ({"course": {"keep": 1.0}}, "course.keep"),
        ({"course": {"gain": True}}, "course.gain"),
        ({"course": {"weights": {"anger": 1}}}, "course.weights.anger"),
        ({"course": {"weights": {"shame": 2}}}, "course.weights.shame"),
        ({"behaviour": {"repeat": 1}}, "behaviour.repeat"),
        ({"behaviour": {"repeats": -1}}, "behaviour.repeats"),
        ({"behaviour": {"offer": 0.9, "priority": 0.5}}, "behaviour"),
        ({"behaviour": {"long_wait_s": 0}}, "behaviour"),
    ],
)
def test_a_fault_names_file_and_key(data: object, key: str) -> None:
    with pytest.raises(RuleError) as fault:
        empathy_rules(data, file="my.yml")
    assert (fault.value.file, fault.value.key) == ("my.yml", key)
    assert fault.value.remedy


def test_a_tier_above_the_third_begins_with_the_promises_of_the_one_below() -> None:
    rules = service_level_rules({"tiers": {3: {"first_reply": 2}, 5: {"next_reply": 1}}})
    assert len(rules.tiers) == 6
    assert rules.tiers[5].next_reply == timedelta(minutes=1)
    assert rules.tiers[4] == rules.tiers[3]
    assert rules.tiers[4].first_reply == timedelta(minutes=2)


def test_service_levels_are_given_in_minutes_by_tier() -> None:
    rules = service_level_rules({"tiers": {3: {"first_reply": 2}, "0": {"resolution": 60}}})
    assert rules.tiers[3].first_reply == timedelta(minutes=2)
    assert rules.tiers[0].resolution == timedelta(hours=1)
    assert rules.tiers[1] == ServiceLevelRules().tiers[1]


def test_no_service_levels_are_the_defaults() -> None:
    assert service_level_rules(None) == ServiceLevelRules()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"tiers": {10: {}}}, "tiers.10"),
        ({"tiers": {0: {"reply": 1}}}, "tiers.0.reply"),
        ({"tiers": {0: {"resolution": "soon"}}}, "tiers.0.resolution"),
    ],
)
def test_a_fault_in_service_levels_names_the_key(data: object, key: str) -> None:
    with pytest.raises(RuleError) as fault:
        service_level_rules(data)
    assert fault.value.key == key
