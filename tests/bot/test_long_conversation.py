"""A conversation may be as long as it needs to be: what was said first still holds, and replies stay as quick."""

from __future__ import annotations

from bot.bench import around
from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import BotProcess, Talk, responses

#: Asked by button where a customer who typed it again and again would rightly be offered a person.
PRESSED = ("/opening_hours", "/bill_too_high", "/slow_internet", "/thank")


def chat(talk: Talk, turns: int) -> None:
    for number in range(turns):
        lines = talk.says("pressed", kind="button", payload=PRESSED[number % len(PRESSED)])
        assert [line["type"] for line in lines] == ["reply", "done"]


def test_after_300_turns_everything_still_holds(talk: Talk, actions: FakeActions) -> None:
    assert responses(talk.says("I need a technician"))[-1] == "utter_ask_visit_problem"
    talk.says("the router is dead")
    talk.says("on monday")
    talk.says("my bill is unacceptable, I was charged too much")
    chat(talk, 296)
    talk.says("is there an outage")
    slots = actions.calls[-1]["tracker"]["slots"]
    assert slots["visit_day"] == "monday"
    assert slots["account_number"] == "HB-1001"
    assert slots["empathy_memory"]["turns"] == 301
    assert slots["empathy_memory"]["events"] == ["bill_too_high"]
    assert len(actions.calls[-1]["tracker"]["events"]) < 200


def test_a_form_stays_open_through_any_number_of_questions(talk: Talk) -> None:
    talk.says("I need a technician")
    talk.says("the router is dead")
    for _ in range(30):
        lines = talk.says("pressed", kind="button", payload="/opening_hours")
        assert responses(lines) == ["utter_hours", "utter_ask_visit_day"]
    assert talk.says("on friday")[0]["text"] == "Booked for friday: the router is dead."


def test_a_story_is_followed_late_in_the_conversation(talk: Talk) -> None:
    chat(talk, 40)
    assert responses(talk.says("I want to file a complaint"))[-1] == "utter_complaint"
    assert responses(talk.says("yes")) == ["utter_line_checked"]


def test_a_restarted_bot_goes_on_where_the_long_conversation_was(assistant, actions, tmp_path) -> None:
    with BotProcess(assistant, tmp_path, actions.port) as bot:
        talk = Talk(bot, "long")
        chat(talk, 30)
        talk.says("I need a technician")
        bot.kill()
        bot.start()
        assert responses(talk.says("the router is dead")) == ["utter_ask_visit_day"]


def test_the_benchmark_reports_the_turns_around_the_one_asked_for() -> None:
    costs = [(float(turn), float(turn) / 2) for turn in range(1, 41)]
    assert around(costs, 20) == {"wall_ms": 19.5, "cpu_ms": 9.75}
