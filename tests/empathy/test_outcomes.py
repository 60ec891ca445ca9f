"""What came of an experiment is said with its sureness, and not at all where it is too little or could point at somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from empathy.experiments import Arm
from empathy.outcomes import ENOUGH, FEWEST, MEASURES, Evidence, Look, Report, change_of, report
from tests.empathy.builders import experiment, reading, told

OVER = Look(date(2027, 1, 1))
FEW = f"fewer than {FEWEST} conversations"


def held(arm: str, n: int, **all_alike: Any) -> list[Evidence]:
    start = Evidence(arm, "", 1, 0.0, False, False, None)
    return [replace(start, customer=f"{arm}-{number}", **all_alike) for number in range(n)]


def spread(arm: str, n: int, mean: float) -> list[Evidence]:
    return [replace(one, change=mean + (0.1 if at % 2 else -0.1)) for at, one in enumerate(held(arm, n))]


def of(*evidence: list[Evidence], look: Look = OVER, **change: Any) -> Report:
    return report(experiment(**change), [one for each in evidence for one in each], look)


def test_a_conversation_counts_once_however_often_the_words_were_said() -> None:
    many = [replace(one, customer="c", sent=3, handoff=True) for one in held("plain", 40)]
    plain = of(many, held("warm", 40)).arms[0]
    assert (plain.customers, plain.conversations, plain.sent) == (1, 40, 120)
    assert (plain.figures["handoff"].n, plain.figures["handoff"].interval.value) == (40, 1.0)


@pytest.mark.parametrize(
    ("n", "shown", "why"),
    [
        (0, None, FEW),
        (FEWEST - 1, None, FEW),
        (FEWEST, FEWEST, f"not enough data: {FEWEST} of {ENOUGH} conversations"),
        (ENOUGH - 1, ENOUGH - 1, f"not enough data: {ENOUGH - 1} of {ENOUGH} conversations"),
        (ENOUGH, ENOUGH, ""),
    ],
)
def test_too_few_conversations_say_nothing_and_point_at_nobody(n: int, shown: int | None, why: str) -> None:
    found = of(held("plain", n, change=0.5), held("warm", 100))
    for figures in (found.arms[0].figures, found.comparisons[0].figures):
        figure = figures["emotion_change"]
        assert (figure.n, figure.why, figure.interval is None) == (shown, why, n < ENOUGH)


def test_only_what_is_known_is_counted() -> None:
    unknown = held("plain", 50, change=None, repeat=None)
    found = of([*unknown, *held("plain", 30, repeat=True, resolved=False)], held("warm", 5)).arms[0]
    assert {name: found.figures[name].n for name in MEASURES} == {
        "emotion_change": 30,
        "repeat_contact": 30,
        "handoff": 80,
        "resolution": 30,
    }


@pytest.mark.parametrize(
    ("measure", "field", "verdict"),
    [
        ("handoff", "handoff", "warm does worse than plain in handoff."),
        ("repeat_contact", "repeat", "warm does worse than plain in repeat_contact."),
        ("resolution", "resolved", "warm does better than plain in resolution."),
    ],
)
def test_more_is_better_or_worse_as_the_measure_has_it(measure: str, field: str, verdict: str) -> None:
    found = of(held("plain", 60, **{field: False}), held("warm", 60, **{field: True}), measure=measure)
    assert found.verdict == verdict


def test_feelings_that_press_less_are_better() -> None:
    assert of(spread("plain", 60, 0.0), spread("warm", 60, -0.3)).verdict == (
        "warm does better than plain in emotion_change."
    )
    assert of(spread("plain", 60, -0.3), spread("warm", 60, 0.0)).verdict == (
        "warm does worse than plain in emotion_change."
    )


def test_chance_is_not_called_a_difference() -> None:
    found = of(spread("plain", 60, 0.0), spread("warm", 60, 0.01))
    assert found.verdict == "warm against plain: no difference in emotion_change was shown."


def test_there_is_no_verdict_without_enough_data() -> None:
    found = of(spread("plain", 60, 0.0), spread("warm", 12, -0.5), arms=LOPSIDED)
    assert found.verdict == "warm against plain: not enough data: 12 of 30 conversations."


LOPSIDED = (Arm("plain", 0.8, ("plain-en",)), Arm("warm", 0.2, ("warm-en",)))


def test_a_running_experiment_has_no_verdict_and_every_look_is_warned_about() -> None:
    look = Look(date(2026, 12, 31), earlier=2)
    found = of(spread("plain", 60, 0.0), spread("warm", 60, -0.5), look=look)
    assert found.verdict == "It runs until 2026-12-31; there is no verdict before."
    assert any(said.startswith("This is look 3 at a running experiment") for said in found.warnings)
    assert not any("look" in said for said in of(held("plain", 60), held("warm", 60)).warnings[:-1])


def test_what_was_decided_is_the_verdict() -> None:
    found = of(held("plain", 5), look=Look(date(2026, 11, 2)), decision="warm, for everybody")
    assert found.verdict == "Decided: warm, for everybody"
    assert not any("look" in said for said in found.warnings[:-1])


def test_arms_that_lost_conversations_are_not_judged() -> None:
    found = of(spread("plain", 200, 0.0), spread("warm", 60, -0.5))
    assert found.verdict == "No verdict: the arms are out of balance."
    assert "find out before you trust a figure" in found.warnings[0]


def test_conversations_that_heard_two_arms_are_told() -> None:
    found = of(held("plain", 3), look=replace(OVER, mixed=7))
    assert found.warnings[0].startswith("7 conversations heard two arms")


def test_several_arms_share_one_risk() -> None:
    arms = tuple(Arm(name, share, (f"{name}-en",)) for name, share in (("a", 0.4), ("b", 0.3), ("c", 0.3)))
    found = of(spread("a", 80, 0.0), spread("b", 60, -0.1), spread("c", 60, 0.1), arms=arms)
    alone = of(spread("plain", 80, 0.0), spread("warm", 60, -0.1))
    of_three, of_two = (one.comparisons[0].figures["emotion_change"].interval for one in (found, alone))
    assert of_three.low < of_two.low < of_two.high < of_three.high
    assert [(one.arm, one.against) for one in found.comparisons] == [("b", "a"), ("c", "a")]
    assert "b does better" in found.verdict
    assert "c does worse" in found.verdict


def test_a_feeling_that_gives_way_to_relief_presses_less() -> None:
    assert change_of(reading("frustration", 0.8), reading("relief", 0.9)) == pytest.approx(-0.8)
    assert change_of(reading("neutral"), reading("confusion", 0.5)) == pytest.approx(0.35)


def test_what_was_disclosed_is_no_matter_of_wording() -> None:
    loss = reading("sadness", 0.2, disclosure=told("bereavement"))
    assert change_of(loss, reading("sadness", 0.2)) == 0.0


@pytest.mark.parametrize("untoned", [None, reading("sadness", 0.9, toned=False)])
def test_feelings_are_compared_only_where_both_were_read_with_consent(untoned: Any) -> None:
    assert change_of(untoned, reading("sadness", 0.9)) is None
    assert change_of(reading("sadness", 0.9), untoned) is None
