"""What the service and the bot say to one another arrives as it was sent, or not at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.course import Course
from empathy.emotion import DISCLOSURES, EMOTIONS, LEVELS
from empathy.errors import Malformed
from empathy.wire import (
    CHANNELS,
    KINDS,
    PURPOSES,
    WINDOW_S,
    BotDone,
    BotFault,
    BotHandoff,
    BotReply,
    BotTurn,
    Button,
    line_from_dict,
    sign,
    verify,
)
from tests.empathy.builders import readings, shares

words = st.text(st.characters(codec="utf-8"), max_size=8)
plain_json = st.dictionaries(words, words | st.integers() | st.lists(words, max_size=2), max_size=3)
turns = st.builds(
    BotTurn,
    conversation=words,
    message_id=words,
    number=st.integers(),
    kind=st.sampled_from(KINDS),
    text=words,
    channel=st.sampled_from(CHANNELS),
    language=words,
    payload=st.none() | words,
    reading=st.none() | readings,
    epoch=st.integers(),
    context=plain_json,
)
replies = st.builds(
    BotReply,
    index=st.integers(),
    purpose=st.sampled_from(PURPOSES),
    text=words,
    response=st.none() | words,
    variant=st.none() | words,
    experiment=st.none() | words,
    arm=st.none() | words,
    buttons=st.lists(st.builds(Button, words, words), max_size=2).map(tuple),
)
requests = st.builds(
    BotHandoff,
    index=st.integers(),
    text=words,
    request=st.builds(lambda rest, level: {**rest, "level": level}, plain_json, st.sampled_from(LEVELS)),
    response=st.none() | words,
    variant=st.none() | words,
    experiment=st.none() | words,
    arm=st.none() | words,
)
ends = st.builds(
    BotDone,
    intent=st.none() | words,
    intent_confidence=shares,
    tier=st.integers(0, 3),
    emotion=st.sampled_from(EMOTIONS),
    disclosure=st.none() | st.sampled_from(DISCLOSURES),
    course=st.builds(Course, level=shares, peak=shares),
    failed_actions=st.lists(words, max_size=2).map(tuple),
    acknowledged=st.booleans(),
    person_due=st.sampled_from(LEVELS),
)


def sent(record: dict) -> dict:
    return json.loads(json.dumps({**record, "key of a later version": 1}))


@given(turns)
def test_a_turn_survives_the_wire(turn) -> None:
    assert BotTurn.from_dict(sent(turn.to_dict())) == turn


@given(replies | requests | ends | st.builds(BotFault, words))
def test_each_line_survives_the_wire_as_what_it_is(line) -> None:
    assert line_from_dict(sent(line.to_dict())) == line


def test_a_turn_of_another_schema_is_refused() -> None:
    with pytest.raises(Malformed, match=r"heard\.turn/1"):
        BotTurn.from_dict({"schema": "heard.turn/2"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "1"},
        {"kind": "shout"},
        {"channel": "fax"},
        {"payload": 3},
        {"reading": [1]},
        {"context": "x"},
        {"conversation": None},
    ],
)
def test_a_turn_with_a_wrong_field_is_refused(wrong: dict) -> None:
    turn = BotTurn("c", "m", 1, "message", "hi")
    with pytest.raises(Malformed):
        BotTurn.from_dict({**turn.to_dict(), **wrong})


@pytest.mark.parametrize(
    "line",
    [
        {"type": "song"},
        {},
        {"type": "reply", "index": 0, "purpose": "joke", "text": ""},
        {"type": "reply", "index": 0, "purpose": "answer", "text": "", "buttons": "x"},
        {"type": "reply", "index": 0, "purpose": "answer", "text": "", "buttons": [1]},
        {"type": "handoff", "index": 0, "text": "", "request": {}},
        {"type": "done", "disclosure": "theft"},
        {"type": "fault"},
    ],
)
def test_a_line_that_is_not_understood_is_refused(line: dict) -> None:
    with pytest.raises(Malformed):
        line_from_dict(line)


def test_an_end_may_say_that_nothing_was_disclosed() -> None:
    assert line_from_dict({"type": "done", "disclosure": "none"}) == BotDone()


@given(words.filter(bool), st.binary(max_size=20), st.integers(0, 10**11))
def test_a_right_signature_is_accepted_within_the_window(key: str, body: bytes, at: int) -> None:
    signature = sign(key, body, str(at))
    assert verify(key, body, str(at), signature, now=at + WINDOW_S)
    assert verify(key, body, str(at), signature, now=at - WINDOW_S)
    assert not verify(key, body, str(at), signature, now=at + WINDOW_S + 1)
    assert not verify(key, body, str(at), signature, now=at - 1, window_s=0.5)


@given(st.binary(min_size=1, max_size=20), st.integers(10**9, 10**10), st.data())
def test_any_change_to_what_was_signed_is_noticed(body: bytes, at: int, data) -> None:
    signature = sign("key", body, str(at))
    place, bit = data.draw(st.integers(0, len(body) - 1)), 1 << data.draw(st.integers(0, 7))
    changed = body[:place] + bytes([body[place] ^ bit]) + body[place + 1 :]
    assert not verify("key", changed, str(at), signature, now=at)
    assert not verify("key", body + b"x", str(at), signature, now=at)
    assert not verify("key", body, str(at + 1), signature, now=at)
    assert not verify("other", body, str(at), signature, now=at)


@given(st.text(max_size=70))
def test_no_made_up_signature_is_accepted(signature: str) -> None:
    assert not verify("key", b"body", "1000", signature, now=1000)


@pytest.mark.parametrize("timestamp", ["", "-5", "1e3", "１０００", " 1000", "9" * 13])
def test_a_strange_timestamp_is_refused(timestamp: str) -> None:
    assert not verify("key", b"", timestamp, sign("key", b"", timestamp), now=1000)


def test_an_empty_key_verifies_nothing() -> None:
    assert not verify("", b"", "1000", sign("", b"", "1000"), now=1000)
