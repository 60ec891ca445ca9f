"""A person's correction counts over the reading, and no correction ever clears a flag or lowers a level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.correction import (
    CALM,
    UNGRADED,
    Correction,
    Judgement,
    as_read,
    changes,
    corrected,
    counted,
    intensity_of,
    level_called_for,
    standing,
    sureness,
    training_line,
    unsure,
)
from empathy.emotion import CRISES, LEVELS, Reading
from empathy.errors import Malformed
from tests.empathy.builders import reading, readings, told
from tests.empathy.histories import histories, judgements


@given(judgements)
def test_a_judgement_survives_its_json_form(judgement: Judgement) -> None:
    assert Judgement.from_dict(judgement.to_dict()) == judgement


@pytest.mark.parametrize(
    ("key", "value"),
    [("emotion", "rage"), ("intensity", 1.5), ("disclosure", "money"), ("person", "second"), ("emotion", 3)],
)
def test_a_wrong_value_is_refused_by_its_name(key: str, value: object) -> None:
    with pytest.raises(Malformed, match=key):
        Judgement.from_dict({"emotion": "anxiety", "disclosure": "none", key: value})


@given(readings)
def test_what_was_read_differs_from_itself_in_nothing(read: Reading) -> None:
    assert changes(read, as_read(read)) == ()


def test_changes_are_named() -> None:
    read = reading("frustration", 0.5, disclosure=told("suicide"))
    assert changes(read, Judgement("anxiety", 0.8, "hardship", "third")) == (
        "emotion",
        "intensity",
        "disclosure",
        "person",
    )
    assert changes(read, Judgement("frustration", None, "none", "third")) == ("disclosure",)


@given(readings, judgements)
def test_no_correction_lowers_a_level_or_removes_a_disclosure(read: Reading, judgement: Judgement) -> None:
    now = corrected(read, judgement)
    assert LEVELS.index(now.level) >= LEVELS.index(read.level)
    assert read.disclosure is None or now.disclosure is not None


@given(readings, st.sampled_from(CRISES))
def test_a_crisis_that_was_missed_calls_for_a_person_at_once(read: Reading, kind: str) -> None:
    assert corrected(read, Judgement("neutral", None, kind)).level == "immediate"


@given(readings, judgements)
def test_without_consent_no_correction_reads_the_tone(read: Reading, judgement: Judgement) -> None:
    untoned = replace(read, toned=False)
    now = corrected(untoned, judgement)
    assert (now.emotion, now.intensity) == (untoned.emotion, untoned.intensity)


def test_the_words_that_show_a_disclosure_stay_with_their_kind_alone() -> None:
    read = reading(disclosure=told("suicide", 0.4))
    kept = corrected(read, Judgement("neutral", None, "suicide", "third")).disclosure
    other = corrected(read, Judgement("neutral", None, "medical")).disclosure
    assert kept is not None
    assert other is not None
    assert (kept.evidence, kept.person, other.evidence) == (("his words",), "third", ())


@pytest.mark.parametrize(
    ("judged", "strength"),
    [
        (Judgement("frustration", None, "none"), 0.3),
        (Judgement("anxiety", None, "none"), UNGRADED),
        (Judgement("anxiety", 0.9, "none"), 0.9),
        (Judgement("neutral", None, "none"), CALM),
    ],
)
def test_an_emotion_that_was_not_graded_gets_a_modest_strength(judged: Judgement, strength: float) -> None:
    assert intensity_of(reading("frustration", 0.3), judged) == strength


@given(histories())
def test_the_newest_judgement_that_was_not_taken_back_counts(made: tuple[Correction, ...]) -> None:
    gone = {one.undoes for one in made}
    left = [one for one in made if one.judgement and one.id not in gone]
    assert standing(made) == (left[-1] if left else None)


@given(readings, histories())
def test_what_counts_is_the_reading_where_nothing_stands(read: Reading, made: tuple[Correction, ...]) -> None:
    counts = standing(made)
    assert counted(read, made) == (corrected(read, counts.judgement) if counts else read)  # type: ignore[arg-type]


@given(readings, st.lists(judgements, max_size=3))
def test_the_level_called_for_only_rises_with_each_judgement(read: Reading, made: list[Judgement]) -> None:
    levels = [LEVELS.index(level_called_for(read, made[:count])) for count in range(len(made) + 1)]
    assert levels == sorted(levels)


def test_what_the_review_list_doubts() -> None:
    assert unsure(reading(disclosure=told("suicide", 0.59)))
    assert not unsure(reading(disclosure=told("suicide", 0.6)))
    assert not unsure(reading(confidence=0.1))
    assert sureness(reading(confidence=0.2)) == 0.2
    assert sureness(reading(toned=False)) == 1.0
    assert sureness(reading(toned=False, disclosure=told("suicide", 0.4))) == 0.4


def test_a_training_line_holds_the_labels_and_the_text() -> None:
    line = training_line("hi", reading("frustration", 0.5), Judgement("anxiety", None, "none", "third"))
    assert line == {
        "text": "hi",
        "emotion": "anxiety",
        "intensity": 0.5,
        "disclosure": "none",
        "person": "first",
    }
    about = training_line("hi", reading(), Judgement("sadness", 0.8, "bereavement", "third"))
    assert (about["disclosure"], about["person"]) == ("bereavement", "third")
