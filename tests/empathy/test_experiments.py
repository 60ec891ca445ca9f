"""Experiments: who hears which words follows from the customer alone, evenly, and never silences anybody."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from empathy.errors import Malformed
from empathy.experiments import (
    Arm,
    Occasion,
    Trial,
    arm_of,
    draw,
    explain,
    on_trial,
    part_of,
    told,
    trial_of,
    trials_in,
    trials_of,
    unit_of,
    why_not,
)
from empathy.words import choose_response, variant_id
from tests.empathy.builders import experiment

NOON = Occasion(date(2026, 12, 1), "en", "web")
PLAIN, WARM = ({"id": name, "text": name.upper()} for name in ("plain-en", "warm-en"))
names = st.text(st.sampled_from("abcdef"), min_size=1, max_size=6)
weights = st.lists(st.integers(1, 9), min_size=2, max_size=4)


def arms_of(parts: list[int]) -> tuple[Arm, ...]:
    return tuple(Arm(f"a{n}", part / sum(parts), (f"v{n}",)) for n, part in enumerate(parts))


def spoken(variants: list[dict], trial: Trial | None, **facts: object) -> dict:
    chosen = choose_response({"utter_x": on_trial(variants, trial)}, "utter_x", facts=facts, channel="web")
    assert chosen is not None
    return dict(chosen)


@given(names, names, st.lists(names, max_size=3))
def test_a_customer_hears_the_same_arm_whatever_other_experiments_there_are(name, customer, others) -> None:
    unit = unit_of("key", customer=customer, conversation="c")
    one = experiment(id=name)
    more = [experiment(id=f"{other}-other", response=f"utter_{other}") for other in others]
    alone, among = (trials_of(held, unit, NOON)[one.response] for held in ([one], [*more, one]))
    assert alone == among == trial_of(one, unit)


@given(names, names, names)
def test_a_known_customer_hears_one_arm_in_every_conversation(customer, first, second) -> None:
    assert unit_of("key", customer=customer, conversation=first) == unit_of(
        "key", customer=customer, conversation=second
    )


@given(names, names)
def test_an_unknown_customer_is_told_apart_by_the_conversation(first, second) -> None:
    units = {unit_of("key", customer=None, conversation=one) for one in (first, second)}
    assert len(units) == len({first, second})
    assert unit_of("key", customer=first, conversation=second) not in units


def test_nobody_is_found_by_the_unit_without_the_key() -> None:
    unit = unit_of("key", customer="+15550104477", conversation="c")
    assert len(unit) == 64
    assert "0104477" not in unit
    assert unit != unit_of("other key", customer="+15550104477", conversation="c")


@settings(max_examples=25)
@given(names, weights)
def test_shares_are_honoured(name, parts) -> None:
    one, n = experiment(id=name, arms=arms_of(parts)), 4000
    counts = Counter(arm_of(one, f"{name}/{customer}").id for customer in range(n))
    for arm in one.arms:
        spread = (n * arm.share * (1 - arm.share)) ** 0.5
        assert abs(counts[arm.id] - n * arm.share) < 6 * spread


def test_two_experiments_deal_independently_of_one_another() -> None:
    first, second = (experiment(id=name) for name in ("a", "b"))
    pairs = Counter((arm_of(first, str(n)).id, arm_of(second, str(n)).id) for n in range(4000))
    assert len(pairs) == 4
    assert all(abs(count - 1000) < 6 * 28 for count in pairs.values())


@given(names, names)
def test_a_draw_lies_on_the_line_and_stays_where_it_is(name, unit) -> None:
    assert 0.0 <= draw(name, unit) < 1.0
    assert draw(name, unit) == draw(name, unit)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, ""),
        ({"first": date(2026, 12, 2)}, "it begins on 2026-12-02"),
        ({"last": date(2026, 11, 30)}, "it ended on 2026-11-30"),
        ({"first": date(2026, 12, 1), "last": date(2026, 12, 1)}, ""),
        ({"decision": "plain words"}, "it is decided: plain words"),
        ({"languages": ("es",)}, "it does not run in en"),
        ({"languages": ("es", "en")}, ""),
        ({"channels": ("sms",)}, "it does not run on web"),
        ({"channels": ("web",)}, ""),
        ({"response": "utter_crisis_suicide"}, "words of help are never tried out"),
    ],
)
def test_an_experiment_runs_only_when_and_where_it_was_meant_to(change: dict, because: str) -> None:
    one = experiment(**change)
    assert why_not(one, NOON) == because
    assert bool(trials_of([one], "unit", NOON)) == (because == "")


def test_it_is_explained_which_experiment_decides_and_why_others_do_not() -> None:
    over = experiment(id="over", last=date(2026, 11, 30))
    now, later, other = experiment(id="now"), experiment(id="later"), experiment(response="utter_y")
    told_of = explain([over, now, later, other], now.response, unit="unit", occasion=NOON)
    assert [(one.experiment, one.because) for one in told_of] == [
        ("over", "it ended on 2026-11-30"),
        ("now", ""),
        ("later", "now runs on the same words"),
    ]
    assert [one.arm for one in told_of] == [arm_of(one, "unit").id for one in (over, now, later)]
    assert told_of[1].draw == draw("now", "unit")
    assert trials_of([over, now, later], "unit", NOON)[now.response].experiment == "now"


def test_the_arms_words_are_spoken_in_every_turn_and_marked() -> None:
    trial = Trial("e", "warm", ("warm-en",), ("plain-en",))
    for turn in range(20):
        words = spoken([PLAIN, WARM, {"id": "c", "text": "C"}], trial, turn=turn)
        assert (words["id"], part_of(words)) == ("warm-en", ("e", "warm"))


def test_other_words_stay_as_they_are_and_outside_a_trial_all_do() -> None:
    assert on_trial([PLAIN], None) == [PLAIN]
    words = spoken([{"id": "c", "text": "C"}], Trial("e", "warm", ("warm-en",), ("plain-en",)))
    assert (words, part_of(words)) == ({"id": "c", "text": "C"}, (None, None))


def test_words_that_fit_better_are_spoken_and_count_for_no_arm() -> None:
    event = {"id": "bill", "text": "B", "condition": [{"name": "event", "value": "bill"}]}
    words = spoken([PLAIN, WARM, event], trial_of(experiment(), "unit"), event="bill")
    assert (words["id"], part_of(words)) == ("bill", (None, None))


def test_what_was_said_is_not_repeated_for_the_sake_of_an_experiment() -> None:
    trial = Trial("e", "warm", ("warm-en",), ("plain-en",))
    pool = {"utter_x": on_trial([PLAIN, WARM, {"id": "c", "text": "C"}], trial)}
    said = ["warm-en"]
    for _ in range(2):
        words = choose_response(pool, "utter_x", facts={}, channel="web", said=said)
        assert words is not None
        assert part_of(words) == (None, None)
        said.append(variant_id(words))
    assert said == ["warm-en", "c", "plain-en"]


def test_an_arm_without_words_in_a_language_silences_nobody() -> None:
    spanish = {"id": "plain-es", "text": "H", "condition": [{"name": "language", "value": "es"}]}
    trial = Trial("e", "warm", ("warm-en",), ("plain-en", "plain-es"))
    words = spoken([PLAIN, WARM, spanish], trial, language="es")
    assert (words["text"], part_of(words)) == ("H", (None, None))


@given(st.dictionaries(names, st.builds(Trial, names, names, st.tuples(names), st.tuples(names)), max_size=3))
def test_trials_survive_the_wire(trials) -> None:
    assert trials_in(json.loads(json.dumps(told(trials)))) == trials


@pytest.mark.parametrize("wrong", [{"trials": 1}, {"trials": {"utter_x": 1}}, {"trials": {"utter_x": {}}}])
def test_trials_that_are_not_understood_are_refused(wrong: dict) -> None:
    with pytest.raises(Malformed):
        trials_in(wrong)


def test_a_customer_without_trials_adds_nothing_to_a_turn() -> None:
    assert told({}) == {}
    assert trials_in({"account": "HB-1001"}) == {}


def test_an_arm_keeps_its_own_words_also_where_another_names_them() -> None:
    both = replace(experiment(), arms=(Arm("a", 0.5, ("x", "y")), Arm("b", 0.5, ("y", "z"))))
    for unit in map(str, range(20)):
        trial = trial_of(both, unit)
        assert not set(trial.speaks) & set(trial.withholds)
        assert {*trial.speaks, *trial.withholds} == {"x", "y", "z"}
