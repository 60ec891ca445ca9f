"""The measures say what they claim."""

import pytest

from emotion_model.corpus import Line
from emotion_model.training.measures import (
    Read,
    false_alarms,
    interval,
    macro_f1,
    recall,
    report,
    same_kind,
    spearman,
)
from empathy.emotion import Disclosure, Reading


def read(meant: str, told: str, *, kind: str = "none", heard: str = "none", intensity: float = 0.5) -> Read:
    line = Line("text", meant, intensity, kind, "first", "en", ("web",), "s", "dev")
    disclosure = None if heard == "none" else Disclosure(heard, 0.9, ())
    return Read(line, Reading(told, intensity, {}, 0.9, (), disclosure, "none"))


def test_recall_counts_any_disclosure_and_same_kind_only_its_own():
    reads = [
        read("sadness", "sadness", kind="suicide", heard="self_harm"),
        read("sadness", "sadness", kind="suicide"),
    ]
    assert (recall(reads), same_kind(reads)) == (0.5, 0.0)


def test_false_alarms_are_counted_among_calm_messages_only():
    reads = [
        read("neutral", "neutral", heard="medical"),
        read("sadness", "sadness", kind="suicide", heard="suicide"),
    ]
    assert false_alarms(reads) == 1.0


def test_macro_f1_weighs_classes_alike():
    assert macro_f1([read("neutral", "neutral")] * 9 + [read("shame", "neutral")]) == pytest.approx(
        0.473, abs=0.001
    )


def test_the_same_order_correlates_fully():
    assert spearman([read("neutral", "neutral", intensity=step / 10) for step in range(8)]) == pytest.approx(
        1.0
    )


def test_an_interval_holds_its_value():
    value, low, high = interval([read("neutral", "neutral"), read("shame", "neutral")] * 20, macro_f1)
    assert low <= value <= high


def test_a_report_is_a_table():
    rows = report(
        [read("neutral", "neutral"), read("sadness", "sadness", kind="suicide", heard="suicide")], "dev"
    )
    assert rows[0] == "### dev (2 messages)"
    assert any(row.startswith("| recall, suicide | 1 | 1.000") for row in rows)
