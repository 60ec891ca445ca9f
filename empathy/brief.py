"""Composes what an agent must know before the first word, `heard.brief/1`, from the transcript alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from empathy.course import Course, fold, force
from empathy.emotion import Reading
from empathy.tiers import next_tier

SCHEMA = "heard.brief/1"
MAX_QUOTES = 5
QUOTE_CHARS = 600
QUOTES_BYTES = 4096

_AVOID_BY_DISCLOSURE: Mapping[str, tuple[str, ...]] = {
    "suicide": ("Everything will be fine", "Promise me that ...", "committed suicide", "any survey or offer"),
    "self_harm": ("Everything will be fine", "Promise me that ...", "Why would you do that?"),
    "abuse_danger": ("Why do you stay?", "anything sent to a shared phone or address without asking"),
    "medical": ("a diagnosis or medical advice", "Please hold"),
    "bereavement": ("At least ...", "Time heals", "the account holder must call us"),
    "hardship": ("You should have paid", "threats of fees or disconnection"),
}
_AVOID_BY_EMOTION: Mapping[str, tuple[str, ...]] = {
    "frustration": ("I understand your frustration", "Calm down", "Have you tried ... (see what was tried)"),
    "confusion": ("As I said", "It is simple"),
    "anxiety": ("Don't worry", "a promise that is not yours to give"),
    "sadness": ("Cheer up", "At least ..."),
    "shame": ("You should have ...", "How did that happen?"),
    "disappointment": ("That is our policy", "Unfortunately"),
}


@dataclass(frozen=True)
class TranscriptLine:
    """One message of the transcript: number, who said it and why, the words, ISO time, its reading if any."""

    number: int
    author: str
    purpose: str
    text: str
    at: str
    reading: Reading | None


def compose(
    *,
    conversation: str,
    who: Mapping[str, Any],
    why: Mapping[str, Any],
    lines: Sequence[TranscriptLine],
    bot: Mapping[str, Any],
) -> dict[str, Any]:
    """The brief as a JSON object; the same input gives the same output.

    `who`: name, channel, locale, consent (and language, if it differs from the locale's). `why`: reason,
    level, trigger (number of the message that set it off, or None), disclosure, flags (every disclosure, see
    `empathy.flags.Flag`; may be missing). `bot`: tried, promised,
    open_request {intent, form, slots}, do_not_say, do_not_ask; all may be missing. At most five quotes,
    together within 4 KB of JSON.
    """
    read = _read(lines)
    course, points = _walked(read)
    return {
        "schema": SCHEMA,
        "conversation": conversation,
        "who": {key: who.get(key) for key in ("name", "channel", "locale", "consent")},
        "why": {key: why.get(key) for key in ("reason", "level", "trigger", "disclosure")},
        "flags": list(why.get("flags") or ()),
        "course": {"series": _series(read), "trend": course.trend, "turning_points": points},
        "quotes": _quotes(lines, why.get("trigger")),
        "acknowledged": _acknowledged(lines),
        "tried": list(bot.get("tried") or ()),
        "promised": list(bot.get("promised") or ()),
        "open_request": _open_request(bot),
        "do_not_say": _do_not_say(course, why.get("disclosure"), bot),
        "do_not_ask": _do_not_ask(who, bot),
        "language": who.get("language") or str(who.get("locale") or "en").split("-")[0],
    }


def _read(lines: Sequence[TranscriptLine]) -> list[tuple[int, Reading]]:
    # Where tone may not be read, the brief shows no course of it either; a disclosure still stands in `why`.
    own = [(line.number, line.reading) for line in lines if line.author == "customer"]
    return [(number, reading) for number, reading in own if reading is not None and reading.toned]


def _walked(read: Sequence[tuple[int, Reading]]) -> tuple[Course, list[dict[str, Any]]]:
    course, tier = Course(), 0
    points: list[dict[str, Any]] = []
    for number, reading in read:
        course = fold(course, reading)
        after = next_tier(tier, course)
        if after != tier:
            points.append({"number": number, "from": tier, "to": after, "emotion": reading.emotion})
        tier = after
    return course, points


def _series(read: Sequence[tuple[int, Reading]]) -> list[dict[str, Any]]:
    return [
        {"number": number, "emotion": reading.emotion, "intensity": round(reading.intensity, 3)}
        for number, reading in read
    ]


def _quote(line: TranscriptLine) -> dict[str, Any]:
    text = line.text if len(line.text) <= QUOTE_CHARS else line.text[: QUOTE_CHARS - 1].rstrip() + "…"
    emotion, intensity = (line.reading.emotion, line.reading.intensity) if line.reading else ("neutral", 0.0)
    return {"number": line.number, "text": text, "emotion": emotion, "intensity": round(intensity, 3)}


def _weight(line: TranscriptLine, trigger: Any) -> tuple[bool, bool, float, int]:
    told = line.reading is not None and line.reading.disclosure is not None
    return line.number == trigger, told, force(line.reading) if line.reading else 0.0, line.number


def _quotes(lines: Sequence[TranscriptLine], trigger: Any) -> list[dict[str, Any]]:
    said = [line for line in lines if line.author == "customer"]
    telling = sorted(said, key=lambda line: _weight(line, trigger), reverse=True)[:MAX_QUOTES]
    quotes: list[dict[str, Any]] = []
    for line in telling:
        if _size([*quotes, _quote(line)]) <= QUOTES_BYTES:
            quotes.append(_quote(line))
    return sorted(quotes, key=lambda quote: int(quote["number"]))


def _size(quotes: Sequence[Mapping[str, Any]]) -> int:
    return len(json.dumps(list(quotes), ensure_ascii=False).encode("utf-8", "replace"))


def _acknowledged(lines: Sequence[TranscriptLine]) -> list[dict[str, Any]]:
    return [{"number": one.number, "text": one.text} for one in lines if one.purpose == "acknowledgement"]


def _open_request(bot: Mapping[str, Any]) -> dict[str, Any]:
    held = bot.get("open_request") or {}
    return {"intent": held.get("intent"), "form": held.get("form"), "slots": dict(held.get("slots") or {})}


def _do_not_say(course: Course, disclosure: Any, bot: Mapping[str, Any]) -> list[str]:
    kind = disclosure.get("kind") if isinstance(disclosure, Mapping) else disclosure
    found = [*(bot.get("do_not_say") or ()), *_AVOID_BY_DISCLOSURE.get(str(kind), ())]
    return list(dict.fromkeys([*found, *_AVOID_BY_EMOTION.get(course.emotion, ())]))


def _do_not_ask(who: Mapping[str, Any], bot: Mapping[str, Any]) -> list[str]:
    known = {"name": who.get("name"), **_open_request(bot)["slots"]}
    facts = [f"{key}: {value}" for key, value in known.items() if value not in (None, "")]
    return list(dict.fromkeys([*facts, *(bot.get("do_not_ask") or ())]))
