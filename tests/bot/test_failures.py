"""What the customer hears when a part of the bot is broken: a sentence, and never a success that was none."""

from __future__ import annotations

import pytest

from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import BotProcess, Talk, responses


def test_an_action_that_raises_is_owned_up_to(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_check_outage"] = 500
    lines = talk.says("is there an outage")
    assert responses(lines) == ["utter_technical_problem"]
    assert lines[-1]["failed_actions"] == ["action_check_outage"]


def test_an_action_that_hangs_is_given_up(talk: Talk, actions: FakeActions) -> None:
    actions.held.add("action_check_outage")
    actions.gate.clear()
    assert responses(talk.says("is there an outage")) == ["utter_technical_problem"]
    actions.gate.set()
    assert responses(talk.says("hello")) == ["utter_greet"]


@pytest.mark.parametrize("answer", [{"events": 7, "responses": []}, {"events": [{"event": "nonsense"}]}])
def test_an_action_that_answers_nonsense_is_owned_up_to(
    talk: Talk, actions: FakeActions, answer: dict
) -> None:
    actions.answers["action_check_outage"] = answer
    assert responses(talk.says("is there an outage")) == ["utter_technical_problem"]


def test_an_action_that_leaves_nothing_is_owned_up_to(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_check_outage"] = {"events": [], "responses": []}
    assert responses(talk.says("is there an outage")) == ["utter_technical_problem"]


def test_a_response_without_its_value_is_owned_up_to(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_check_outage"] = {"events": [], "responses": [{"response": "utter_no_outage"}]}
    assert responses(talk.says("is there an outage")) == ["utter_technical_problem"]


def test_feelings_are_acknowledged_even_if_the_solution_dies(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_check_outage"] = 500
    lines = talk.says("is there an outage, this is unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_technical_problem"]


def test_a_form_whose_check_died_announces_no_success(talk: Talk, actions: FakeActions) -> None:
    talk.says("I need a technician")
    actions.answers["validate_technician_form"] = 500
    lines = talk.says("the router blinks red")
    assert responses(lines) == ["utter_technical_problem"]
    assert lines[-1]["failed_actions"] == ["technician_form"]


def test_a_dead_handoff_is_promised_here_and_reported(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_request_handoff"] = 500
    lines = talk.says("I want to talk to a person")
    assert responses(lines) == ["utter_handoff_requested"]
    assert lines[0]["purpose"] == "handoff"
    assert lines[-1]["failed_actions"] == ["action_request_handoff"]


def test_a_dead_watch_takes_nothing_from_the_turn(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_watch_conversation"] = 500
    talk.says("my bill is too high this month")
    lines = talk.says("my bill is too high this month")
    assert responses(lines) == ["utter_bill"]
    assert "action_watch_conversation" in lines[-1]["failed_actions"]


def test_danger_is_met_with_help_though_every_action_is_dead(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_request_handoff"] = 500
    lines = talk.says("I want to kill myself")
    assert responses(lines) == ["utter_crisis_suicide", "utter_handoff_requested"]
    assert lines[0]["text"] == "Help is here: call 988."
    assert lines[-1]["disclosure"] == "suicide"


def test_the_action_server_may_be_away_and_come_back(talk: Talk, actions: FakeActions) -> None:
    actions.stop()
    assert responses(talk.says("is there an outage")) == ["utter_technical_problem"]
    actions.start()
    assert responses(talk.says("is there an outage")) == ["utter_no_outage"]


def test_a_killed_bot_answers_the_same_message_again_after_its_restart(assistant, actions, tmp_path) -> None:
    with BotProcess(assistant, tmp_path, actions.port, action_within=20) as bot:
        talk = Talk(bot, "killed")
        answered = talk.turn("hello")
        before = list(bot.lines(answered))
        actions.held.add("action_check_outage")
        actions.gate.clear()
        unanswered = talk.turn("is there an outage, this is unacceptable")
        assert next(bot.lines(unanswered))["response"] == "utter_acknowledge_frustration"
        bot.kill()
        actions.gate.set()
        bot.start()
        assert list(bot.lines(answered)) == before
        lines = list(bot.lines(unanswered))
        assert responses(lines) == ["utter_acknowledge_frustration", "utter_no_outage"]
        assert lines[-1]["course"]["readings"] == 2


def test_a_broken_store_is_told_and_not_taken_for_a_new_customer(assistant, actions, tmp_path) -> None:
    with BotProcess(assistant, tmp_path, actions.port) as bot:
        talk = Talk(bot, "stored")
        talk.says("hello")
        for path in tmp_path.glob("rasa.db*"):
            path.write_bytes(b"this is no database" * 1000)
        status, problem = bot.refused(talk.turn("hello"))
        assert (status, problem["code"]) == (503, "unavailable")
        assert bot.stop() == 0


def test_the_log_holds_nobodys_words(talk: Talk, actions: FakeActions) -> None:
    actions.answers["action_check_outage"] = {"events": [{"event": "slot", "name": "Zanzibar"}]}
    talk.says("is there an outage on Zanzibar street, unreadable")
    talk.says("x", kind="button", payload='/greet{"broken Zanzibar')
    log = talk.bot.log.read_text()
    assert "Zanzibar" not in log
    assert "ERROR" in log
