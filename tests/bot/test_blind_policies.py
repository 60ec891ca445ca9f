"""Rules, stories and forms go on as written, whatever empathy said in between."""

from __future__ import annotations

from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet

from bot.policies.hidden import without_hidden
from bot.policies.names import is_hidden, purpose_of
from tests.bot.parts import says, tracker
from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import Talk, responses


def test_hidden_turns_leave_the_view_and_their_slots_stay() -> None:
    made = tracker(
        says("hi"),
        ActionExecuted("utter_acknowledge_frustration"),
        BotUttered("ack"),
        SlotSet("tier", "2"),
        ActionExecuted("utter_bill"),
        BotUttered("bill"),
    )
    view = without_hidden(made)
    assert [event.text for event in view.events if isinstance(event, BotUttered)] == ["bill"]
    assert view.get_slot("tier") == "2"
    assert view.latest_action_name == "utter_bill"
    assert len(made.events) == 7


def test_right_after_an_acknowledgement_the_view_still_listens() -> None:
    made = tracker(
        ActiveLoop("technician_form"),
        says("hi"),
        ActionExecuted("action_watch_conversation"),
        ActionExecuted("utter_acknowledge_anxiety"),
        BotUttered("ack"),
    )
    view = without_hidden(made)
    assert view.latest_action_name == "action_listen"
    assert view.active_loop_name == "technician_form"
    assert view.latest_message == made.latest_message


def test_a_conversation_without_hidden_turns_is_its_own_view() -> None:
    made = tracker(says("hi"), ActionExecuted("utter_bill"))
    assert without_hidden(made) is made


def test_the_view_follows_the_conversation() -> None:
    made = tracker(says("hi"), ActionExecuted("utter_crisis_suicide"))
    assert len(without_hidden(made).events) == 2
    made.update(ActionExecuted("utter_bill"))
    assert without_hidden(made).latest_action_name == "utter_bill"


def test_names_say_what_is_hidden_and_what_words_are_for() -> None:
    assert [is_hidden(name) for name in ("utter_crisis_medical", "action_request_handoff", None)] == [
        True,
        False,
        False,
    ]
    assert purpose_of("utter_acknowledge_repeats") == "acknowledgement"
    assert purpose_of("utter_technical_problem") == "status"
    assert purpose_of(None) == "answer"


def test_a_story_goes_on_after_an_acknowledgement(talk: Talk) -> None:
    talk.says("hello")
    assert responses(talk.says("this is a complaint, unacceptable")) == [
        "utter_acknowledge_frustration",
        "utter_complaint",
    ]
    assert responses(talk.says("yes")) == ["utter_line_checked"]


def test_a_story_goes_on_after_a_watch(talk: Talk) -> None:
    talk.says("I want to file a complaint")
    talk.says("no")
    assert responses(talk.says("I want to file a complaint"))[-1] == "utter_complaint"
    assert responses(talk.says("yes")) == ["utter_line_checked"]


def test_a_form_survives_an_emotion(talk: Talk) -> None:
    assert responses(talk.says("I need a technician")) == ["utter_ask_visit_problem"]
    lines = talk.says("the router is dead, this is unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_ask_visit_day"]
    assert talk.says("on monday")[0]["text"] == "Booked for monday: the router is dead, this is unacceptable."


def test_a_value_given_in_anger_is_checked_all_the_same(talk: Talk) -> None:
    talk.says("I need a technician")
    talk.says("the router is dead")
    lines = talk.says("any day would be fine, unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_ask_visit_day"]
    assert responses(talk.says("on friday")) == ["utter_booked"]


def test_a_question_asked_in_anger_inside_a_form_is_answered_then_the_form_goes_on(talk: Talk) -> None:
    talk.says("I need a technician")
    lines = talk.says("when are you open, this is unacceptable")
    assert responses(lines) == ["utter_acknowledge_frustration", "utter_hours", "utter_ask_visit_problem"]


def test_a_person_asked_for_inside_a_form_ends_it(talk: Talk, actions: FakeActions) -> None:
    talk.says("I need a technician")
    assert responses(talk.says("I want to talk to a person")) == ["utter_handoff_requested"]
    call = next(call for call in actions.calls if call["next_action"] == "action_request_handoff")
    assert call["tracker"]["active_loop"]["name"] == "technician_form"
    talk.says(kind="handback")
    assert responses(talk.says("hello")) == ["utter_greet"]


def test_danger_inside_a_form_ends_it(talk: Talk) -> None:
    talk.says("I need a technician")
    assert responses(talk.says("I want to kill myself")) == [
        "utter_crisis_suicide",
        "utter_handoff_requested",
    ]
