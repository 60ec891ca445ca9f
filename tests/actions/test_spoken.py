"""Facts are said as people say them, in both languages, with characters that every phone shows."""

from datetime import UTC, date, datetime

import pytest

from actions import spoken
from actions.business.facts import WINDOWS, Slot

JULY_7 = date(2026, 7, 7)


def test_money_has_two_decimals() -> None:
    assert [spoken.amount(cents) for cents in (0, 5, 6240, 125000, -750)] == [
        "0.00",
        "0.05",
        "62.40",
        "1250.00",
        "-7.50",
    ]


def test_tenths_lose_an_idle_zero() -> None:
    assert [spoken.tenths(value) for value in (142, 200, 0)] == ["14.2", "20", "0"]


def test_days_are_spoken_in_both_languages() -> None:
    assert (spoken.day(JULY_7, "en"), spoken.day(JULY_7, "es")) == ("Tuesday, July 7", "martes 7 de julio")
    assert (spoken.month(JULY_7, "en"), spoken.month(JULY_7, "es")) == ("July", "julio")
    assert spoken.year_day(JULY_7, "es") == "7 de julio de 2026"


def test_a_moment_of_another_day_names_the_day() -> None:
    now, later = datetime(2026, 7, 6, 9, 30, tzinfo=UTC), datetime(2026, 7, 7, 18, 0, tzinfo=UTC)
    assert spoken.moment(later, now, "en") == "Tuesday, July 7, 6 PM"
    assert spoken.moment(later, later, "en") == "6 PM"


@pytest.mark.parametrize("language", ["en", "es"])
def test_windows_are_spoken_in_characters_an_sms_knows(language: str) -> None:
    assert all(spoken.window(name, language).isascii() for name in WINDOWS)
    assert spoken.slot(Slot(JULY_7, "evening"), "en") == "Tuesday, July 7 (5-8 PM)"


def test_lists_end_with_or_and_and() -> None:
    assert spoken.listed(["a", "b"], "es") == "a o b"
    assert spoken.listed(["a", "b", "c"], "en", "standard") == "a, b, and c"
    assert spoken.listed([], "en") == ""


def test_an_unknown_language_is_answered_in_english() -> None:
    assert [spoken.language_of(held) for held in ("es", "fr", "xx", None, 3)] == [
        "es",
        "fr",
        "en",
        "en",
        "en",
    ]
    assert spoken.words({"en": "packed"}, "es") == "packed"


def test_days_are_said_in_a_language_that_has_no_manners_of_its_own_here() -> None:
    assert spoken.day(date(2026, 7, 7), "fr") == "mardi 7 juillet"
