"""Lays out a brief for the eye: headline, quotes with their evidence, the course as bars with figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from empathy.correction import counted
from empathy.flags import Flag
from handoff_service.console import words
from handoff_service.console.marking import Piece, marked
from handoff_service.conversations.models import Message
from handoff_service.handoffs.briefs import flags_in
from handoff_service.handoffs.reading import Case

BAR, GAP, BASE, TALLEST = 14, 6, 51, 44
SHOWN_BARS = 24


@dataclass(frozen=True)
class Quote:
    """The customer's own words, with the words marked from which the emotion was read."""

    number: int
    pieces: tuple[Piece, ...]
    emotion: str


@dataclass(frozen=True)
class Bar:
    """One reading as a bar (coordinates of the drawing) and as a row of the table."""

    number: int
    emotion: str
    percent: int
    look: str
    x: int
    y: int
    width: int
    height: int
    middle: int


@dataclass(frozen=True)
class FlagView:
    """One disclosure of distress: its kind and name, what helps, in which message, and who marked or doubts it."""

    kind: str
    name: str
    hint: str
    number: int
    standing: str


@dataclass(frozen=True)
class BriefView:
    """The brief as the page shows it, most important first."""

    headline: str
    feeling: str
    trend: str
    toned: bool
    note: str | None
    note_by: str | None
    flags: tuple[FlagView, ...]
    quotes: tuple[Quote, ...]
    avoid: tuple[str, ...]
    open_request: str
    slots: tuple[tuple[str, str], ...]
    acknowledged: tuple[str, ...]
    tried: tuple[str, ...]
    promised: tuple[str, ...]
    course: tuple[Bar, ...]
    course_words: str
    width: int


def brief(found: Case) -> BriefView | None:
    """The brief of a case, or None where no handoff was ever asked for."""
    if found.brief is None or found.handoff is None:
        return None
    told, bars = found.brief, course_bars(found.brief["course"]["series"])
    held = told["open_request"]
    return BriefView(
        headline=words.reason(str(told["why"]["reason"])),
        feeling=feeling(told["course"]),
        trend=str(told["course"]["trend"]),
        toned=found.conversation.tone_consent,
        note=found.handoff.note,
        note_by=found.handoff.request.get("note_by"),
        flags=flag_views(found.transcript),
        quotes=quotes(told["quotes"], found.transcript),
        avoid=(*said_badly(told["do_not_say"]), *asked_again(told["do_not_ask"])),
        open_request=words.plain(str(held.get("intent") or held.get("form") or "")),
        slots=tuple((words.plain(name), str(value)) for name, value in held["slots"].items() if value),
        acknowledged=tuple(f"“{one['text']}”" for one in told["acknowledged"]),
        tried=tuple(words.plain(str(one)) for one in told["tried"]),
        promised=tuple(str(one) for one in told["promised"]),
        course=bars,
        course_words=course_words(told["course"]),
        width=max(12 * (BAR + GAP), len(bars) * (BAR + GAP)),
    )


def said_badly(phrases: Sequence[str]) -> tuple[str, ...]:
    """What not to say: phrases, which open with a capital, as they would be said; kinds of words as they are."""
    return tuple(f"“{phrase}”" if phrase[:1].isupper() else phrase for phrase in phrases)


def asked_again(facts: Sequence[str]) -> tuple[str, ...]:
    """What is known already and must not be asked again, in one line."""
    known = ", ".join(words.plain(fact.split(":", 1)[0]) for fact in facts)
    return (f"Asking again for: {known}",) if known else ()


def flag_views(transcript: Sequence[Message]) -> tuple[FlagView, ...]:
    """Every disclosure in a conversation, the gravest first, as the conversation stands now."""
    helped = any(message.purpose == "crisis" for message in transcript)
    return tuple(flag_view(flag, helped=helped) for flag in flags_in(transcript))


def flag_view(flag: Flag, *, helped: bool) -> FlagView:
    """One disclosure with who marked it and who doubts it."""
    marked_by = f"Marked by {flag.by}." if flag.by else ""
    doubt = f"{flag.doubted_by} does not see this here; the flag stays until people have cleared it up."
    return FlagView(
        kind=flag.kind,
        name=words.disclosure(flag.kind, flag.person, flag.confidence),
        hint=words.hint(flag.kind, helped=helped),
        number=flag.number,
        standing=f"{marked_by} {doubt if flag.doubted_by else ''}".strip(),
    )


def feeling(course: Mapping[str, Any]) -> str:
    """How the customer feels by the newest reading, and which way it goes."""
    if not course["series"]:
        return ""
    last = course["series"][-1]
    emotion = words.EMOTIONS.get(str(last["emotion"]), str(last["emotion"]))
    return f"Last read as {emotion}, {words.TRENDS.get(str(course['trend']), '')}"


def quotes(chosen: Sequence[Mapping[str, Any]], transcript: Sequence[Message]) -> tuple[Quote, ...]:
    """The brief's quotes with their evidence marked, as the readings have it."""
    readings = {one.number: one.reading and counted(one.reading, one.corrections) for one in transcript}
    found = []
    for one in chosen:
        reading = readings.get(int(one["number"]))
        told = reading.disclosure.evidence if reading and reading.disclosure else ()
        evidence = {*reading.evidence, *told} if reading else set()
        emotion = words.EMOTIONS.get(str(one["emotion"]), "") if one["emotion"] != "neutral" else ""
        found.append(Quote(int(one["number"]), marked(str(one["text"]), evidence), emotion))
    return tuple(found)


def course_bars(series: Sequence[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """The newest readings as bars: taller is stronger; calm ones are short and grey, acute ones stand out."""
    shown = list(series)[-SHOWN_BARS:]
    return tuple(bar(one, index * (BAR + GAP) + GAP // 2) for index, one in enumerate(shown))


def bar(reading: Mapping[str, Any], x: int) -> Bar:
    """One bar."""
    calm = reading["emotion"] in ("neutral", "relief")
    strength = 0.0 if calm else float(reading["intensity"])
    height = max(3, round(strength * TALLEST))
    look = "" if calm else ("acute" if strength >= 0.75 else "strain")
    emotion = words.EMOTIONS.get(str(reading["emotion"]), str(reading["emotion"]))
    percent = round(float(reading["intensity"]) * 100)
    return Bar(int(reading["number"]), emotion, percent, look, x, BASE - height, BAR, height, x + BAR // 2)


def course_words(course: Mapping[str, Any]) -> str:
    """The drawing in one sentence."""
    strained = [one for one in course["series"] if one["emotion"] not in ("neutral", "relief")]
    if not strained:
        return "No strain was read in any message."
    worst = max(strained, key=lambda one: float(one["intensity"]))
    emotion = words.EMOTIONS.get(str(worst["emotion"]), str(worst["emotion"]))
    trend = words.TRENDS.get(str(course["trend"]), "steady")
    return f"{trend.capitalize()}; strongest in message {worst['number']}: {emotion}."
