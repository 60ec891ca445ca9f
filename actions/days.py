"""Finds days and months in customers' words, English or Spanish, with a kept library where it is sure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal

from babel.dates import get_day_names, get_month_names
from dateparser.search import search_dates

from actions.understanding import ISO_DAY, count_of, matching

_LANGUAGES = ("en", "es")
_MORNING_PHRASE = re.compile(r"\b(?:(?:por|en|de|a) la mañana|esta mañana)\b")
_OWN_DAYS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\b(?:day after tomorrow|pasado mañana|overmorrow)\b"), 2),
    (re.compile(r"\b(?:tomorrow|tmrw|tmw|tomorow|mañana|manana)\b"), 1),
    (re.compile(r"\b(?:today|hoy|tonight|esta noche|esta tarde|this (?:morning|afternoon|evening))\b"), 0),
)
_IN_DAYS = re.compile(r"\b(?:in|en|dentro de) (\w{1,6}) (day|week|d[ií]a|semana)s?\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEXT_WEEK = re.compile(r"\b(?:next week|(?:la )?(?:pr[óo]xima semana|semana que viene))\b")
_WEEKEND = re.compile(r"\b(?:weekend|fin de semana)\b")
_ORDINAL = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)\b|\b(?:the|el|d[ií]a) (\d{1,2})\b")


def day_in(text: str, today: date) -> date | None:
    """The first day that the text names, seen from `today`; it may lie in the past. None if it names none."""
    said = _MORNING_PHRASE.sub(" ", matching(text))
    return next((found for found in _days_in(said, today) if found is not None), None)


def _days_in(said: str, today: date) -> Iterator[date | None]:
    yield _iso_day(said)
    yield next((later(today, count) for pattern, count in _OWN_DAYS if pattern.search(said)), None)
    yield _day_ahead(said, today)
    yield _searched_day(said, today)
    yield _ordinal_day(said, today)


def _iso_day(said: str) -> date | None:
    match = ISO_DAY.search(said)
    return _date(*(int(part) for part in match.groups())) if match else None


def _day_ahead(said: str, today: date) -> date | None:
    ahead = _IN_DAYS.search(said)
    if ahead and (count := count_of(ahead[1])) is not None:
        return later(today, count * (7 if ahead[2] in ("week", "semana") else 1))
    if _WEEKEND.search(said):
        return later(today, (5 - today.weekday()) % 7)
    if _NEXT_WEEK.search(said) and not any(word in _full_names() for word in said.split()):
        return later(today, 7 - today.weekday())
    return None


def _searched_day(said: str, today: date) -> date | None:
    # The library takes "sun in my flat" for Sunday, "may I" for May, "July 45" for 2045: only fragments that
    # name a weekday or a number of the day itself are believed.
    said = _weekdays().get(said) or " ".join(
        _full_names().get(word, word) for word in re.findall(r"[\w/.-]+", said)
    )
    for language in _LANGUAGES:
        for fragment, found in _search(said, language, today):
            if _tells(fragment, found.date()):
                return found.date()
    return None


def _search(said: str, language: str, today: date) -> list[tuple[str, datetime]]:
    settings: Any = {
        "RELATIVE_BASE": datetime.combine(today, time(0)),
        "PREFER_DATES_FROM": "future",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    try:
        return search_dates(said, languages=[language], settings=settings) or []
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError, RecursionError):
        return []  # the library breaks on some odd texts; to us they simply name no day


def _tells(fragment: str, found: date) -> bool:
    numbers = [int(number) for number in re.findall(r"\d{1,2}(?!\d)", fragment)]
    if not numbers:
        return any(word in _full_names() for word in re.findall(r"\w+", fragment))
    named = (
        any(word in _months() or word in _short_months() for word in re.findall(r"[^\W\d]+", fragment))
        or re.search(r"\d[/.-]\d", fragment) is not None
    )
    return named and found.day in numbers


def _ordinal_day(said: str, today: date) -> date | None:
    match = _ORDINAL.search(said)
    if match is None:
        return None
    number = int(match[1] or match[2])
    for ahead in range(62):
        found = later(today, ahead)
        if found is not None and found.day == number:
            return found
    return None


def month_in(text: str, today: date) -> date | None:
    """The first day of the month that the text names, the latest of its name unless a year is told."""
    said = matching(text)
    if iso := re.search(r"\b(\d{4})-(\d\d)\b", said):
        return _date(int(iso[1]), int(iso[2]), 1)
    if re.search(r"\b(?:last month|mes pasado)\b", said):
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if re.search(r"\b(?:this month|este mes)\b", said):
        return today.replace(day=1)
    known = {**_short_months(), **_months()} if len(said.split()) == 1 else _months()
    named = (known[word] for word in re.findall(r"\w+", _without_modal_may(said)) if word in known)
    number = next(named, None)
    if number is None:
        return None
    year = _YEAR.search(said)
    return _date(int(year[0]) if year else today.year - (number > today.month), number, 1)


def _without_modal_may(said: str) -> str:
    return re.sub(r"\bmay (?=i\b|we\b|you\b|be\b|have\b|not\b)", " ", said)


def later(day: date, count: int) -> date | None:
    """The day `count` days after `day`, None beyond the calendar's end."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    return _month_names("wide")


@cache
def _short_months() -> Mapping[str, int]:
    return _month_names("abbreviated")


def _month_names(width: Literal["wide", "abbreviated"]) -> Mapping[str, int]:
    names = (
        (name, number) for each in _LANGUAGES for number, name in get_month_names(width, locale=each).items()
    )
    return {matching(str(name)).strip("."): int(number) for name, number in names}


@cache
def _full_names() -> Mapping[str, str]:
    """Every name of a weekday, also without its accents, with the name as it is written."""
    names = (
        matching(str(name)) for each in _LANGUAGES for name in get_day_names("wide", locale=each).values()
    )
    return {written: name for name in names for written in (name, without_accents(name))}


@cache
def _weekdays() -> Mapping[str, str]:
    """Every name and short name of a weekday, with the name as it is written."""
    found = {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday", **_full_names()}
    for language in _LANGUAGES:
        wide, short = get_day_names("wide", locale=language), get_day_names("abbreviated", locale=language)
        found.update({matching(str(short[number])): matching(str(wide[number])) for number in range(7)})
    return found


def without_accents(text: str) -> str:
    """The text with plain letters, as many people type it."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
