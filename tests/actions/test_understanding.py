"""Days, times, amounts and months are found in customers' words, and no words ever break the search."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.days import day_in, month_in
from actions.understanding import amount_in, count_in, no_preference, whole_of_it, window_in

TODAY = date(2026, 7, 2)  # a Thursday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", (7, 3)),
        ("mañana por la tarde", (7, 3)),
        ("the day after tomorrow", (7, 4)),
        ("pasado mañana", (7, 4)),
        ("next Tuesday", (7, 7)),
        ("Could you come on Tuesday afternoon?", (7, 7)),
        ("el martes", (7, 7)),
        ("el miercoles", (7, 8)),
        ("SABADO", (7, 4)),
        ("mon", (7, 6)),
        ("July 7", (7, 7)),
        ("7th of July please", (7, 7)),
        ("el 7 de julio", (7, 7)),
        ("Jul 9", (7, 9)),
        ("7/14", (7, 14)),
        ("the 9th", (7, 9)),
        ("el 9", (7, 9)),
        ("in two days", (7, 4)),
        ("en tres días", (7, 5)),
        ("this weekend", (7, 4)),
        ("next week", (7, 6)),
        ("2026-07-20", (7, 20)),
        ("today", (7, 2)),
    ],
)
def test_a_named_day_is_found(text: str, day: tuple[int, int]) -> None:
    assert day_in(text, TODAY) == date(2026, *day)


@pytest.mark.parametrize(
    "text",
    [
        "no sun in my flat",
        "may I speak to someone",
        "July 45",
        "2026-13-45",
        "I sat here all day",
        "18.00",
        "",
        "por la mañana",
    ],
)
def test_words_that_name_no_day_give_none(text: str) -> None:
    assert day_in(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Tuesday afternoon", "afternoon"),
        ("in the mornings", "morning"),
        ("after work", "evening"),
        ("por la mañana", "morning"),
        ("mañana", "morning"),
        ("mañana por la tarde", "afternoon"),
        ("de noche", "evening"),
        ("8 to 12", "morning"),
        ("12-5", "afternoon"),
        ("5 to 8 pm", "evening"),
        ("3pm", "afternoon"),
        ("at 12 pm", "afternoon"),
        ("18:30", "evening"),
        ("whenever", None),
        ("2026-07-07", None),
    ],
)
def test_a_part_of_the_day_is_found(text: str, window: str | None) -> None:
    assert window_in(text) == window


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("18", 1800),
        ("$18.00", 1800),
        ("18,00", 1800),
        ("18.5", 1850),
        ("$1,250", 125000),
        ("the June 12 charge of 18 dollars", 1800),
        ("12 of June, 18.00", 1800),
        ("HB-1001", None),
        ("the 9th", None),
        ("a lot", None),
    ],
)
def test_an_amount_is_found_in_cents(text: str, cents: int | None) -> None:
    assert amount_in(text) == cents


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("my June bill", (2026, 6)),
        ("junio", (2026, 6)),
        ("August", (2025, 8)),
        ("last month", (2026, 6)),
        ("este mes", (2026, 7)),
        ("May", (2026, 5)),
        ("the may bill", (2026, 5)),
        ("2026-04", (2026, 4)),
        ("sep", (2025, 9)),
        ("December 2019", (2019, 12)),
        ("may I ask something", None),
        ("the one before", None),
    ],
)
def test_a_month_is_found_as_the_latest_of_its_name(text: str, month: tuple[int, int] | None) -> None:
    assert month_in(text, TODAY) == (date(*month, 1) if month else None)


@pytest.mark.parametrize(
    ("text", "count"), [("3 months", 3), ("six", 6), ("en cuatro cuotas", 4), ("many", None)]
)
def test_a_number_is_found_in_digits_or_words(text: str, count: int | None) -> None:
    assert count_in(text) == count


def test_leaving_the_choice_to_us_is_heard() -> None:
    assert all(
        no_preference(text)
        for text in ("ASAP please", "any day is fine", "lo antes posible", "cualquier día")
    )
    assert not no_preference("Tuesday")
    assert whole_of_it("all of it")
    assert not whole_of_it("18.00")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=500), st.dates())
def test_no_text_breaks_the_search(text: str, today: date) -> None:
    day, month = day_in(text, today), month_in(text, today)
    assert day is None or isinstance(day, date)
    assert month is None or month.day == 1
    assert window_in(text) in ("morning", "afternoon", "evening", None)
    assert (amount_in(text) or 0) >= 0
    assert (count_in(text) or 0) >= 0


WORDS = st.sampled_from([
    "next", "this", "tuesday", "mañana", "31", "february", "99", "july", "in", "weeks", "day", "0",
    "el", "de", "2026", "-1", "the", "32nd", ",", ".", "24:99",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(WORDS, max_size=7).map(" ".join), st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1))
)
def test_nonsense_made_of_dates_breaks_nothing(text: str, today: date) -> None:
    assert day_in(text, today) is None or True
    assert window_in(text) in ("morning", "afternoon", "evening", None)
    month_in(text, today)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2090, 1, 1)))
def test_an_iso_day_is_that_day(day: date) -> None:
    assert day_in(day.isoformat(), TODAY) == day


@given(st.integers(0, 99_999_999))
def test_an_amount_as_we_speak_it_is_understood(cents: int) -> None:
    assert amount_in(f"{cents // 100}.{cents % 100:02d}") == cents
