"""Says facts as a customer would: amounts, days, times and lists, in the language of the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from babel import localedata
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list

from actions.business.facts import WINDOW_HOURS, Slot, Words
from empathy.words import DEFAULT_LANGUAGE, filled

#: Where a language has its own manners; for all others the library's locale and the plain patterns do.
LOCALES: Mapping[str, str] = {"en": "en_US", "es": "es_US"}
_DAY: Mapping[str, str] = {"en": "EEEE, MMMM d", "es": "EEEE d 'de' MMMM"}
_DATE: Mapping[str, str] = {"en": "MMMM d", "es": "d 'de' MMMM"}
_PLAIN_DAY, _PLAIN_DATE = "EEEE d MMMM", "d MMMM"


def language_of(slot: object) -> str:
    """The language to speak: the slot's if days and amounts can be said in it, else English."""
    return slot if isinstance(slot, str) and localedata.exists(slot) else DEFAULT_LANGUAGE


def locale_of(language: str) -> str:
    """The library's name for the language as it is spoken here."""
    return LOCALES.get(language, language)


def amount(cents: int) -> str:
    """An amount of money without its sign of currency: 6240 is "62.40"; the designers' words add the sign."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def tenths(value: int) -> str:
    """A number given in tenths, without an idle zero: 142 is "14.2", 200 is "20"."""
    return f"{value / 10:g}"


def day(when: date, language: str) -> str:
    """A day with its weekday: "Tuesday, July 7", "martes 7 de julio"."""
    return str(format_date(when, _DAY.get(language, _PLAIN_DAY), locale=locale_of(language)))


def calendar_day(when: date, language: str) -> str:
    """A day without its weekday: "June 12", "12 de junio"; with the year if it is not this season's."""
    return str(format_date(when, _DATE.get(language, _PLAIN_DATE), locale=locale_of(language)))


def year_day(when: date, language: str) -> str:
    """A far day with its year: "June 12, 2027", "12 de junio de 2027"."""
    return str(format_date(when, "long", locale=locale_of(language)))


def month(first: date, language: str) -> str:
    """The name of a month: "June", "junio"."""
    return str(format_date(first, "LLLL", locale=locale_of(language)))


def clock_time(when: datetime | time, language: str) -> str:
    """A time of day, full hours short: "6 PM", "5:40 AM", "6 pm"."""
    said = format_skeleton("hm" if when.minute else "h", when, locale=locale_of(language))
    return plain(str(said))


def moment(when: datetime, now: datetime, language: str) -> str:
    """A time of today, or with its day if it is another's: "6 PM", "Wednesday, July 8, 6 AM"."""
    said = clock_time(when, language)
    return said if when.date() == now.date() else f"{day(when.date(), language)}, {said}"


def window(name: str, language: str) -> str:
    """The hours of a part of the day: "12-5 PM", "8 am-12 pm"."""
    begin, end = (time(hour) for hour in WINDOW_HOURS[name])
    said = plain(str(format_interval(begin, end, skeleton="h", locale=locale_of(language))))
    return said.replace(" – ", "-").replace("–", "-")


def slot(when: Slot, language: str) -> str:
    """A day and its window: "Tuesday, July 7 (12-5 PM)"."""
    return f"{day(when.day, language)} ({window(when.window, language)})"


def listed(parts: Sequence[str], language: str, style: str = "or") -> str:
    """The parts as one phrase; `style` is "or" or "standard" (and)."""
    return str(format_list(list(parts), style=style, locale=locale_of(language))) if parts else ""  # type: ignore[arg-type]


def words(texts: Words, language: str, when: date | None = None) -> str:
    """The company's words in this language (English if it has none), {day} filled with `when`."""
    said = texts.get(language) or texts[DEFAULT_LANGUAGE]
    return filled(said, {"day": calendar_day(when, language)}) if when else said


def plain(text: str) -> str:
    """The text without thin blanks, which double the price of an SMS, and without the dots of "p.m.".

    A time often ends a sentence, and "p.m.." would be a mistake in it.
    """
    blanks = text.translate({0x2009: " ", 0x202F: " ", 0x00A0: " "})
    return re.sub(r"\b([ap])\.m\.", r"\1m", blanks)
