"""The agent sees the customer's own words, what happened, and what not to say; within bounds."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.brief import MAX_QUOTES, QUOTES_BYTES, SCHEMA, TranscriptLine, compose
from tests.empathy.builders import line, reading, readings, told

WHO = {"name": "Sam", "channel": "web", "locale": "en-US", "consent": {"tone": True}}
WHY = {"reason": "frustration", "level": "priority", "trigger": None, "disclosure": None}


def brief(*lines: TranscriptLine, **changes) -> dict:
    given_ = {"who": WHO, "why": WHY, "bot": {}, **changes}
    return compose(conversation="c1", lines=lines, **given_)


def said(number: int, text: str, emotion: str = "frustration", intensity: float = 0.6) -> TranscriptLine:
    return line(number, text, reading=reading(emotion, intensity))


talks = st.lists(
    st.builds(
        TranscriptLine,
        number=st.integers(1, 500),
        author=st.sampled_from(["customer", "bot", "agent", "system"]),
        purpose=st.sampled_from(["message", "acknowledgement", "answer"]),
        text=st.text(max_size=30).map(lambda text: text * 60),
        at=st.just("2026-11-21T10:00:00Z"),
        reading=st.none() | readings,
    ),
    max_size=12,
    unique_by=lambda one: one.number,
)


@given(talks)
def test_the_same_talk_gives_the_same_brief_and_it_is_plain_json(talk) -> None:
    once = brief(*talk)
    assert once == brief(*talk)
    assert json.loads(json.dumps(once)) == once


@given(talks)
def test_quotes_are_few_short_in_order_and_the_customers(talk) -> None:
    quotes = brief(*talk)["quotes"]
    own = {one.number for one in talk if one.author == "customer"}
    assert len(quotes) <= MAX_QUOTES
    assert {quote["number"] for quote in quotes} <= own
    assert all(first["number"] < second["number"] for first, second in pairwise(quotes))
    assert len(json.dumps(quotes, ensure_ascii=False).encode("utf-8", "surrogatepass")) <= QUOTES_BYTES


def test_an_empty_talk_gives_a_whole_brief() -> None:
    empty = brief(who={}, why={})
    assert empty["schema"] == SCHEMA
    assert empty["open_request"] == {"intent": None, "form": None, "slots": {}}
    assert (empty["quotes"], empty["course"]["trend"], empty["language"]) == ([], "steady", "en")


def test_the_strongest_words_are_quoted_and_the_trigger_always() -> None:
    lines = [said(n, f"words {n}", intensity=n / 10) for n in range(1, 9)]
    quotes = brief(*lines, why={**WHY, "trigger": 1})["quotes"]
    assert [quote["number"] for quote in quotes] == [1, 5, 6, 7, 8]


def test_a_disclosure_is_quoted_before_anger() -> None:
    quiet = line(1, "my wife died", reading=reading("neutral", disclosure=told("bereavement")))
    loud = [said(n, "so angry", intensity=0.9) for n in range(2, 9)]
    assert 1 in [quote["number"] for quote in brief(quiet, *loud)["quotes"]]


def test_relief_however_great_gives_way_to_distress() -> None:
    glad = [said(n, "so glad", "relief", 1.0) for n in range(1, 6)]
    assert 9 in [quote["number"] for quote in brief(*glad, said(9, "broken again", intensity=0.3))["quotes"]]


def test_a_message_of_the_full_length_is_quoted_whole() -> None:
    (quote,) = brief(line(1, "x" * 600))["quotes"]
    assert quote["text"] == "x" * 600


def test_a_long_message_is_quoted_by_its_beginning() -> None:
    (quote,) = brief(line(1, "x" * 3000))["quotes"]
    assert quote["text"].endswith("…")
    assert len(quote["text"]) == 600


def test_quotes_that_would_not_fit_are_left_out() -> None:
    lines = [said(n, "€" * 600) for n in range(1, 6)]
    assert len(brief(*lines)["quotes"]) == 2


def test_turning_points_name_the_message_that_moved_the_tier() -> None:
    course = brief(
        said(1, "hello", "neutral", 0.0), said(3, "again!", intensity=0.9), said(5, "ok", "relief")
    )["course"]
    assert course["turning_points"][0] == {"number": 3, "from": 0, "to": 2, "emotion": "frustration"}
    assert [point["number"] for point in course["series"]] == [1, 3, 5]
    assert course["trend"] == "falling"


def test_where_tone_may_not_be_read_no_course_is_shown() -> None:
    flat = line(1, "help", reading=reading("neutral", toned=False))
    assert brief(flat)["course"]["series"] == []


def test_what_was_acknowledged_is_told_in_the_words_used() -> None:
    spoken = line(2, "Nobody should have to chase this.", author="bot", purpose="acknowledgement")
    assert brief(said(1, "again"), spoken)["acknowledged"] == [{"number": 2, "text": spoken.text}]


def test_what_the_bot_did_comes_along() -> None:
    request = {"intent": "book_technician", "form": "technician_form", "slots": {"visit_day": "Monday"}}
    bot = {"tried": ["line test"], "promised": ["a call"], "open_request": request}
    composed = brief(bot=bot)
    assert (composed["tried"], composed["promised"], composed["open_request"]) == (
        ["line test"],
        ["a call"],
        request,
    )


def test_what_is_known_need_not_be_asked() -> None:
    bot = {
        "open_request": {"slots": {"account_number": "HB-1001", "visit_day": None}},
        "do_not_ask": ["what happened"],
    }
    assert brief(bot=bot)["do_not_ask"] == ["name: Sam", "account_number: HB-1001", "what happened"]


def test_hollow_words_are_warned_of_by_feeling_and_by_loss() -> None:
    assert "I understand your frustration" in brief(said(1, "again", intensity=0.9))["do_not_say"]
    assert "At least ..." in brief(why={**WHY, "disclosure": "bereavement"})["do_not_say"]
    assert brief(bot={"do_not_say": ["Dear customer"]})["do_not_say"] == ["Dear customer"]


def test_a_disclosure_may_be_given_as_a_record() -> None:
    assert "Everything will be fine" in brief(why={**WHY, "disclosure": {"kind": "suicide"}})["do_not_say"]


@pytest.mark.parametrize(
    ("who", "language"),
    [({"locale": "es-MX"}, "es"), ({"locale": "en-US", "language": "es"}, "es"), ({}, "en")],
)
def test_the_agent_knows_the_language(who: dict, language: str) -> None:
    assert brief(who=who)["language"] == language
