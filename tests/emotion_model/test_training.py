"""What training measures and decides, as far as it needs no network that learns."""

from __future__ import annotations

import numpy as np
import pytest

from emotion_model.corpus import Line
from emotion_model.heads import COLUMNS, DISCLOSURE, EMOTION, INTENSITY, KINDS, SHARED
from emotion_model.rules.cues import find
from emotion_model.tokens import cut
from emotion_model.training.diversity import makeup, near_duplicates
from emotion_model.training.mixing import Scored, best_mixing
from emotion_model.training.talk import EKMAN, SENTIMENT, grouped, macro_f1, marks_of
from empathy.emotion import EMOTIONS

NAMES = " ".join(EKMAN.values()).split()


def line(text: str, emotion: str = "neutral", disclosure: str = "none") -> Line:
    return Line(text, emotion, 0.5, disclosure, "first", "en", ("web",), "s", "dev")


def test_the_papers_groups_hold_each_of_the_28_labels_once():
    assert sorted(NAMES) == sorted(set(NAMES))
    assert len(NAMES) == 28
    assert sorted(" ".join(SENTIMENT.values()).split()) == sorted(NAMES)


def test_macro_f1_is_the_mean_over_labels():
    labels = np.array([[1, 0], [1, 0], [0, 1]], dtype=float)
    read = np.array([[0.9, 0.1], [0.1, 0.1], [0.1, 0.9]])
    assert macro_f1(read, labels, np.array([0.5, 0.5])) == pytest.approx((2 / 3 + 1) / 2)


def test_each_label_gets_the_mark_that_parts_it_best():
    labels = np.array([[1.0], [1.0], [0.0]])
    assert (
        macro_f1(np.array([[0.3], [0.2], [0.1]]), labels, marks_of(np.array([[0.3], [0.2], [0.1]]), labels))
        == 1.0
    )


def test_a_group_is_as_likely_as_its_likeliest_label():
    table = np.array([[0.1, 0.7, 0.2]])
    assert grouped(table, {"x": "a b", "y": "c"}, ["a", "b", "c"]).tolist() == [[0.7, 0.2]]


def test_near_duplicates_are_counted_and_variety_is_not():
    first = "my parcel has been at the depot for nine days now"
    near = "my parcel has been at the depot for eight days now"
    assert near_duplicates([line(first), line(near), line("where is my refund for the blue lamp")]) == 1
    assert near_duplicates([line("thanks"), line("thanks")]) == 0
    assert "near-duplicates (three quarters of the words shared): 1" in makeup([line(first), line(near)])[-1]


def scored(each: Line, *, encoder_knows: bool) -> Scored:
    message = cut(each.text)
    knowing, blind = np.zeros(COLUMNS, dtype=np.float32), np.zeros(COLUMNS, dtype=np.float32)
    knowing[EMOTION.start + EMOTIONS.index(each.emotion)] = 4.0
    knowing[DISCLOSURE.start + KINDS.index(each.disclosure)] = 4.0
    blind[EMOTION.start + 3] = 4.0
    blind[DISCLOSURE.start + 2] = 4.0
    blind[INTENSITY] = -4.0
    pair = (knowing, blind) if encoder_knows else (blind, knowing)
    return Scored(message, find(message), [pair[0]], [pair[1][:SHARED]], each)


@pytest.mark.parametrize("encoder_knows", [True, False])
def test_the_network_that_knows_better_gets_the_greater_part(encoder_knows: bool):
    lines = [
        line("where is it", "neutral"),
        line("I am so cross", "frustration"),
        line("she is gone", "sadness", "bereavement"),
    ]
    mixing = best_mixing([scored(each, encoder_knows=encoder_knows) for each in lines])
    assert (mixing.emotion > 0.5) == encoder_knows
    assert (mixing.disclosure > 0.5) == encoder_knows
