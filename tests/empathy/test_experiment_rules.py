"""The designers' file of experiments is followed as written, or refused by the key that is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from empathy.errors import RuleError
from empathy.experiment_rules import experiments, faults, shaped
from tests.empathy.builders import ENTRY, experiment


def file_of(**change: Any) -> dict[str, Any]:
    return {"version": 1, "experiments": [{**ENTRY, **change}]}


def arm(**change: Any) -> list[dict[str, Any]]:
    return [{"id": "plain", "share": 0.5, "variants": ["plain-en"], **change}, ENTRY["arms"][1]]


def test_what_is_written_is_what_runs() -> None:
    limits = {"languages": ["en"], "channels": ["sms"], "decision": "plain"}
    (one,) = experiments(file_of(**limits))
    assert one == experiment(languages=("en",), channels=("sms",), decision="plain")


@pytest.mark.parametrize(
    "empty", [None, {}, [], {"experiments": {}}, {"experiments": None}, {"version": 1, "experiments": []}]
)
def test_an_empty_file_tries_nothing_out(empty: Any) -> None:
    assert experiments(empty) == ()


def test_a_day_may_be_written_as_text() -> None:
    assert experiments(file_of(to="2026-12-31"))[0].last == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"experiments": "x"}, "experiments"),
        ("x", "experiments"),
        ({"experiments": ["x"]}, "experiments.0"),
        (file_of(id=""), "experiments.0.id"),
        (file_of(id="A b"), "experiments.0.id"),
        (file_of(id="x" * 65), "experiments.0.id"),
        (file_of(hypothesis=None), "experiments.0.hypothesis"),
        (file_of(measure="sales"), "experiments.0.measure"),
        (file_of(**{"from": "soon"}), "experiments.0.from"),
        (file_of(to=None), "experiments.0.to"),
        (file_of(languages="en"), "experiments.0.languages"),
        (file_of(arms="plain"), "experiments.0.arms"),
        (file_of(arms=["plain"]), "experiments.0.arms.0"),
        (file_of(arms=arm(share="half")), "experiments.0.arms.0"),
        (file_of(arms=arm(share=True)), "experiments.0.arms.0"),
        (file_of(arms=arm(share=0)), "experiments.0.arms.0"),
        (file_of(arms=arm(share=1.5)), "experiments.0.arms.0"),
        (file_of(arms=arm(id="")), "experiments.0.arms.0.id"),
        (file_of(arms=arm(id="Plain")), "experiments.0.arms.0.id"),
        (file_of(arms=arm(variants="x")), "experiments.0.arms.0.variants"),
        (file_of(arms=arm(share=0.4)), "experiments.0.arms"),
        (file_of(response="utter_crisis_medical"), "experiments.0.response"),
    ],
)
def test_what_cannot_be_followed_is_named_by_its_key(given: Any, key: str) -> None:
    with pytest.raises(RuleError) as told:
        experiments(given)
    assert (told.value.file, told.value.key) == ("data/empathy/experiments.yml", key)
    assert told.value.remedy


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"arms": [ENTRY["arms"][0]]}, "experiment-shares"),
        ({"arms": [{**ENTRY["arms"][0], "share": 1.0}]}, "experiment-shares"),
        ({"arms": [ENTRY["arms"][0], {**ENTRY["arms"][1], "id": "plain"}]}, "experiment-shares"),
        ({"arms": arm(variants=["warm-en"])}, "experiment-overlap"),
        ({"to": date(2026, 10, 1)}, "experiment-ended"),
        ({"response": "utter_crisis_medical"}, "experiment-sensitive"),
    ],
)
def test_an_experiment_that_could_only_mislead_is_unfit(change: dict[str, Any], rule: str) -> None:
    assert rule in {fault.rule for fault in faults(shaped(file_of(**change)))}


def test_shares_may_miss_one_by_a_rounding() -> None:
    thirds = [{"id": f"a{n}", "share": 0.3333333, "variants": [f"v{n}"]} for n in range(3)]
    assert list(faults(shaped(file_of(arms=thirds)))) == []


@pytest.mark.parametrize(
    ("change", "meet"),
    [
        ({}, True),
        ({"response": "utter_y"}, False),
        ({"decision": "plain"}, False),
        ({"first": date(2027, 1, 1), "last": date(2027, 2, 1)}, False),
        ({"first": date(2026, 10, 1), "last": date(2026, 10, 2)}, False),
        ({"languages": ("es",)}, False),
        ({"languages": ("en", "es")}, True),
        ({"channels": ("sms",)}, False),
    ],
)
def test_two_experiments_on_one_response_must_not_meet(change: dict[str, Any], meet: bool) -> None:
    first = experiment(languages=("en",), channels=("web",))
    second = experiment(id="other", languages=("en",), channels=("web",))
    second = type(second)(**{**vars(second), **change})
    assert bool(list(faults((first, second)))) == meet
    assert bool(list(faults((second, first)))) == meet


def test_an_experiment_without_limits_meets_every_other() -> None:
    assert [fault.key for fault in faults((experiment(), experiment(id="o", languages=("es",))))] == [
        "experiments.1.response"
    ]


def test_an_id_belongs_to_one_experiment() -> None:
    twice = faults((experiment(), experiment(response="utter_y")))
    assert [(fault.key, fault.rule) for fault in twice] == [("experiments.1.id", "experiment-overlap")]
