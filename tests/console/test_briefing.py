"""The brief on the page: the customer's words first, figures that can be checked, and no wish to know more."""

from __future__ import annotations

from handoff_service.console import briefing, words
from handoff_service.console.briefing import asked_again, course_bars, course_words

SERIES = [
    {"number": 1, "emotion": "confusion", "intensity": 0.3},
    {"number": 3, "emotion": "frustration", "intensity": 0.9},
    {"number": 5, "emotion": "relief", "intensity": 0.7},
]


def test_stronger_readings_are_taller_and_acute_ones_stand_out() -> None:
    bars = course_bars(SERIES)
    assert [bar.look for bar in bars] == ["strain", "acute", ""]
    assert bars[0].height < bars[1].height
    assert bars[2].height < bars[0].height
    assert [(bar.number, bar.emotion, bar.percent) for bar in bars] == [
        (1, "confused", 30),
        (3, "frustrated", 90),
        (5, "relieved", 70),
    ]


def test_all_bars_stand_on_the_line_inside_the_drawing() -> None:
    bars = course_bars(SERIES * 20)
    assert len(bars) == briefing.SHOWN_BARS
    assert all(bar.y >= 0 and bar.y + bar.height == briefing.BASE for bar in bars)


def test_the_drawing_is_told_in_one_sentence() -> None:
    assert (
        course_words({"series": SERIES, "trend": "falling"}) == "Easing; strongest in message 3: frustrated."
    )
    assert course_words({"series": [], "trend": "steady"}) == "No strain was read in any message."


def test_what_is_known_is_named_in_one_line() -> None:
    assert asked_again(["name: Sam", "dispute_month: June"]) == ("Asking again for: name, dispute month",)
    assert asked_again([]) == ()


def test_a_disclosure_says_whose_it_is_and_how_sure_the_reading_is() -> None:
    assert words.disclosure("suicide", confidence=0.95) == "Thoughts of suicide"
    assert (
        words.disclosure("medical", "third", 0.4) == "A medical emergency, about somebody else (not certain)"
    )
    assert words.disclosure("none") == ""


def test_a_hint_says_whether_help_was_given_where_there_is_danger() -> None:
    assert words.hint("suicide", helped=True).startswith("Help lines were given. Stay")
    assert words.hint("medical", helped=False).startswith("No help line has been given yet")
    assert words.hint("hardship", helped=False) == words.HINTS["hardship"]


def test_every_reason_that_the_programs_give_is_a_sentence() -> None:
    given = ("asked_for_person", "customer_asked", "crisis", "sensitive_process", "bot_stuck", "distress")
    for reason in (*given, "frustration", "behaviour", "request_failed", "policy"):
        assert reason in words.REASONS
    assert words.reason("suicide") == "Told us: thoughts of suicide."
    assert words.reason("something_new") == "Something new."
