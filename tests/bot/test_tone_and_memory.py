"""What the bot may read and remember: no tone where it was declined, no feelings of an earlier conversation."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from empathy.emotion import UNREAD
from tests.fakes.bot_process import BotProcess, Talk, responses

_others = count(1)
DECLINED = UNREAD.to_dict()
FEELINGS = ("emotion", "tier", "disclosure", "event", "person_due", "empathy_memory", "signals")


def another(bot: BotProcess) -> Talk:
    """A later conversation of the same customer: the account is the same, the conversation is new."""
    return Talk(bot, f"another-{next(_others)}")


def end_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return lines[-1]


def test_a_new_conversation_of_the_same_customer_begins_calm(talk: Talk, bot: BotProcess) -> None:
    for text in ("my bill is unacceptable", "my internet is slow, unacceptable", "my husband passed away"):
        told = end_of(talk.says(text))
    assert told["tier"] >= 2
    fresh = end_of(another(bot).says("hello"))
    assert (fresh["tier"], fresh["emotion"], fresh["disclosure"]) == (0, "neutral", None)
    assert fresh["course"]["readings"] == 1
    assert fresh["course"]["level"] == 0.0


def test_what_was_acknowledged_in_one_conversation_is_new_in_the_next(talk: Talk, bot: BotProcess) -> None:
    angry = "my bill is too high, this is unacceptable"
    first, second = responses(talk.says(angry)), responses(another(bot).says(angry))
    assert first == second == ["utter_acknowledge_frustration", "utter_bill"]


def test_no_feeling_travels_in_what_a_new_conversation_tells_the_action_server(
    talk: Talk, bot: BotProcess, actions: Any
) -> None:
    talk.says("is there an outage, this is unacceptable")
    actions.calls.clear()
    another(bot).says("is there an outage")
    slots = actions.calls[0]["tracker"]["slots"]
    assert slots["account_number"] == "HB-1001"
    felt = {name: slots[name] for name in FEELINGS if name != "empathy_memory"}
    assert felt | {"event": None} == {
        "emotion": "neutral",
        "tier": "0",
        "disclosure": None,
        "event": None,
        "person_due": "none",
        "signals": None,
    }
    assert slots["empathy_memory"]["turns"] == 1


def test_where_tone_is_declined_no_feeling_is_acknowledged_or_kept(talk: Talk) -> None:
    for text in ("my bill is unacceptable", "the internet is slow, this is unacceptable"):
        lines = talk.says(text, reading=DECLINED)
        assert "utter_acknowledge_frustration" not in responses(lines)
        assert (end_of(lines)["emotion"], end_of(lines)["tier"]) == ("neutral", 0)


def test_where_tone_is_declined_capital_letters_are_no_sign_either(talk: Talk) -> None:
    shouted = (
        "WHEN ARE YOU OPEN!!!",
        "MY BILL IS TOO HIGH!!!",
        "THE INTERNET IS SLOW!!!",
        "DATA USAGE PLEASE!!!",
    )
    for text in shouted:
        lines = talk.says(text, reading=DECLINED)
        assert "utter_acknowledge_repeats" not in responses(lines)
    assert end_of(lines)["person_due"] == "none"


def test_tone_that_is_declined_midway_is_not_read_from_then_on(talk: Talk) -> None:
    talk.says("my bill is too high, this is unacceptable")
    lines = talk.says("the internet is slow, this is unacceptable", reading=DECLINED)
    assert responses(lines) == ["utter_line_checked"]
    assert end_of(lines)["emotion"] == "neutral"


@pytest.mark.parametrize("kind", ["bereavement", "suicide"])
def test_where_tone_is_declined_distress_is_met_all_the_same(talk: Talk, kind: str) -> None:
    told = {"kind": kind, "confidence": 0.95, "evidence": ["told"], "person": "first"}
    level = "immediate" if kind == "suicide" else "offer"
    lines = talk.says("hello", reading={**DECLINED, "disclosure": told, "handoff": level})
    assert responses(lines)[0] in ("utter_acknowledge_bereavement", "utter_crisis_suicide")
