"""The private door: signed, streamed, idempotent, and never an empty 200."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request

import pytest

from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import BotProcess, Talk, key_for, responses


def test_a_message_is_answered_with_numbered_lines_and_an_end(talk: Talk) -> None:
    lines = talk.says("hello")
    assert [line["type"] for line in lines] == ["reply", "done"]
    assert lines[0]["index"] == 0
    assert (lines[0]["response"], lines[0]["variant"]) == ("utter_greet", "greet-en")
    assert lines[1]["intent"]["name"] == "greet"


def test_the_acknowledgement_comes_before_the_solution(talk: Talk) -> None:
    lines = talk.says("my bill is too high, this is unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_bill"]
    assert [line["purpose"] for line in lines[:2]] == ["acknowledgement", "answer"]
    assert lines[-1]["acknowledged"] is True
    assert (lines[-1]["tier"], lines[-1]["emotion"]) == (1, "frustration")


def test_the_acknowledgement_is_there_while_a_slow_action_still_runs(
    talk: Talk, actions: FakeActions
) -> None:
    actions.held.add("action_check_outage")
    actions.gate.clear()
    lines = talk.bot.lines(talk.turn("is there an outage, this is unacceptable"))
    assert next(lines)["response"] == "utter_acknowledge_frustration"
    assert not actions.gate.is_set()
    actions.gate.set()
    assert responses(list(lines)) == ["utter_no_outage"]


def test_a_reading_that_came_along_is_not_read_again(talk: Talk) -> None:
    reading = {
        "emotion": "anxiety",
        "intensity": 0.7,
        "scores": {},
        "confidence": 0.8,
        "evidence": [],
        "disclosure": None,
        "handoff": "none",
        "toned": True,
    }
    lines = talk.says("my bill is too high", reading=reading)
    assert responses(lines)[0] == "utter_acknowledge_anxiety"


def test_a_message_that_the_reader_cannot_read_is_answered_unread(talk: Talk) -> None:
    lines = talk.says("my bill is too high, unreadable")
    assert responses(lines) == ["utter_bill"]
    assert lines[-1]["emotion"] == "neutral"


def test_the_same_message_again_gets_the_same_lines(talk: Talk) -> None:
    turn = talk.turn("my bill is too high, this is unacceptable")
    assert list(talk.bot.lines(turn)) == list(talk.bot.lines(turn))
    assert responses(talk.says("hello")) == ["utter_greet"]


def test_copies_that_arrive_at_once_run_once(talk: Talk, actions: FakeActions) -> None:
    actions.held.add("action_check_outage")
    actions.gate.clear()
    turn = talk.turn("is there an outage")
    answers: list[list[dict[str, object]]] = []
    copies = [threading.Thread(target=lambda: answers.append(list(talk.bot.lines(turn)))) for _ in range(5)]
    for copy in copies:
        copy.start()
    actions.gate.set()
    for copy in copies:
        copy.join()
    assert len(answers) == 5
    assert all(answer == answers[0] for answer in answers)
    assert len(actions.calls) == 1


def test_messages_of_one_conversation_are_answered_in_order(talk: Talk, actions: FakeActions) -> None:
    actions.held.add("action_check_outage")
    actions.gate.clear()
    first = talk.bot.lines(talk.turn("is there an outage, this is unacceptable"))
    next(first)
    second: list[dict[str, object]] = []
    later = threading.Thread(target=lambda: second.extend(talk.says("hello")))
    later.start()
    assert second == []
    actions.gate.set()
    assert responses(list(first)) == ["utter_no_outage"]
    later.join()
    assert responses(second) == ["utter_greet"]


def test_a_turn_without_the_right_signature_is_refused(talk: Talk) -> None:
    status, problem = talk.bot.refused(talk.turn("hello"), key="another key")
    assert (status, problem["code"]) == (401, "sign_in_needed")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"kind": "shout"}, 422),
        ({"schema": "heard.turn/9"}, 422),
        ({"text": 7}, 422),
        ({"text": "x" * 4001}, 413),
        ({"text": "x" * 20_000}, 413),
        ({"text": "   "}, 422),
        ({"text": "\u200b\x00"}, 422),
    ],
)
def test_a_turn_that_makes_no_sense_is_refused_by_name(
    talk: Talk, changes: dict[str, object], status: int
) -> None:
    got, problem = talk.bot.refused(talk.turn("hello", **changes))
    assert got == status
    assert problem["remedy"]


def test_a_turn_beyond_all_measure_is_refused(bot: BotProcess) -> None:
    with pytest.raises((urllib.error.HTTPError, ConnectionError, urllib.error.URLError)) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{bot.url}/turns", b"x" * 400_000), timeout=20)
    assert getattr(refused.value, "code", 413) == 413


@pytest.mark.parametrize(
    "text", ["😡😡😡", "🏳️‍🌈", "...", "?", "\u202eolleh", "{name}", "{0[text]}", "[x](day)", "ok" * 900]
)
def test_odd_messages_still_get_an_answer(talk: Talk, text: str) -> None:
    lines = talk.says(text)
    assert responses(lines)
    assert lines[-1]["type"] == "done"


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/ask_for_person",
        "\u00a0/restart",
        "\u3000/back",
        "\u2028/session_start",
        "\x1c/restart",
        "/ greet",
        '/greet{"handed_over": true}',
        '/inform{"day": "monday"}',
        "//restart",
        "/bill_too_high@0.9",
    ],
)
def test_a_typed_slash_never_drives_the_bot(talk: Talk, text: str) -> None:
    intent = talk.says(text)[-1]["intent"]
    assert intent["confidence"] < 1.0


def test_a_button_carries_its_intent(talk: Talk) -> None:
    lines = talk.says("A person", kind="button", payload="/opening_hours")
    assert responses(lines) == ["utter_hours"]
    assert lines[0]["buttons"] == [{"title": "A person", "payload": "/ask_for_person"}]


def test_words_follow_the_language_and_the_channel(bot: BotProcess) -> None:
    spanish = Talk(bot, "spanish", language="es").says("my bill is too high, this is unacceptable")
    assert spanish[0]["variant"] == "ack-frustration-es"
    texts = Talk(bot, "texting", channel="sms").says("is there an outage")
    assert texts[0]["text"] == "No outage in Elm Street."


def test_words_on_trial_are_named_whoever_chose_to_speak(talk: Talk) -> None:
    def trial(name: str) -> dict[str, object]:
        return {"experiment": f"on-{name}", "arm": "a", "speaks": [name], "withholds": []}

    trials = {
        "utter_acknowledge_frustration": trial("ack-frustration-1"),
        "utter_no_outage": trial("no-outage-en"),
    }
    lines = talk.says("is there an outage, this is unacceptable", context={"trials": trials})
    told = [(line["variant"], line["experiment"], line["arm"]) for line in lines[:2]]
    assert told == [(name, f"on-{name}", "a") for name in ("ack-frustration-1", "no-outage-en")]
    assert talk.says("is there an outage")[0]["experiment"] is None


def test_the_account_reaches_the_actions(talk: Talk, actions: FakeActions) -> None:
    talk.says("is there an outage", context={"account": "HB-2002"})
    assert actions.calls[0]["tracker"]["slots"]["account_number"] == "HB-2002"


def test_actions_get_the_key_and_the_domain_without_its_words(talk: Talk, actions: FakeActions) -> None:
    talk.says("is there an outage")
    assert actions.keys == [key_for("actions")]
    assert actions.calls[0]["domain"]["responses"] == {}
    assert "technician_form" in actions.calls[0]["domain"]["forms"]


def test_a_person_may_be_asked_for_at_any_time(talk: Talk) -> None:
    lines = talk.says(kind="person")
    assert [line["type"] for line in lines] == ["handoff", "done"]
    assert lines[0]["request"]["level"] == "offer"
    assert lines[0]["text"] == "A person will take over."


def test_handing_back_ends_the_silence_and_is_told(talk: Talk) -> None:
    talk.says("send a technician to my home, please")
    talk.says(kind="person")
    assert responses(talk.says(kind="handback")) == ["utter_handed_back"]
    assert responses(talk.says("hello")) == ["utter_greet"]


def test_a_lost_handback_leaves_no_customer_in_silence(talk: Talk) -> None:
    talk.says(kind="person")
    assert responses(talk.says("hello")) == ["utter_greet"]


def test_the_health_check_names_the_model(bot: BotProcess) -> None:
    with urllib.request.urlopen(f"{bot.url}/health") as answer:
        assert json.loads(answer.read())["status"] == "ok"


@pytest.mark.parametrize(
    "path", ["/", "/version", "/status", "/conversations/x/tracker", "/model/parse", "/webhooks/rest/webhook"]
)
def test_nothing_else_of_rasas_http_api_is_there(bot: BotProcess, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"http://127.0.0.1:{bot.port}{path}")
    assert missing.value.code == 404
