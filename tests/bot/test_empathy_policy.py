"""When empathy speaks before the designers' solution, and when it stays silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies import EmpathyPolicy
from empathy.emotion import UNREAD
from tests.bot.parts import DOMAIN, READER, policy, predicted, run, says, tracker


@pytest.fixture
def empathy(tmp_path: Path) -> Any:
    return policy(EmpathyPolicy, tmp_path, reader=READER)


def next_of(empathy: Any, made: DialogueStateTracker) -> str | None:
    return predicted(empathy.predict_action_probabilities(made, DOMAIN))


def turn(empathy: Any, made: DialogueStateTracker, *, solution: str = "utter_bill") -> list[str]:
    """Play a turn to its end: empathy's actions, then the designers' solution."""
    ran: list[str] = []
    while (name := next_of(empathy, made)) not in (None, "action_listen"):
        ran.append(run(made, empathy.predict_action_probabilities(made, DOMAIN)))
        assert name == ran[-1]
    prediction = empathy.predict_action_probabilities(made, DOMAIN)
    made.update_with_events(prediction.events, DOMAIN)
    if name is None:
        made.update(ActionExecuted(solution))
        made.update(BotUttered("words"))
        assert next_of(empathy, made) is None
    return ran


def talk(empathy: Any, *messages: tuple[str, str]) -> list[list[str]]:
    made = tracker()
    ran = []
    for text, intent in messages:
        for event in says(text, intent):
            made.update(event)
        ran.append(turn(empathy, made))
    return ran


def test_a_calm_message_is_left_to_the_designers(empathy: Any) -> None:
    assert next_of(empathy, tracker(says("my bill"))) is None


def test_before_the_first_message_nothing_is_predicted(empathy: Any) -> None:
    assert next_of(empathy, tracker(ActionExecuted("action_session_start"))) is None


def test_a_feeling_is_acknowledged_once_then_solved(empathy: Any) -> None:
    assert talk(empathy, ("my bill is unacceptable", "bill_too_high")) == [["utter_acknowledge_frustration"]]


def test_words_that_name_nothing_are_acknowledged_as_what_the_talk_was_about(empathy: Any) -> None:
    made = tracker(says("what is this bill", "bill_too_high"), ActionExecuted("utter_bill"))
    made.update_with_events(says("unacceptable, all of it, really now", "nlu_fallback"), DOMAIN)
    events = empathy.predict_action_probabilities(made, DOMAIN).events
    assert {event.key: event.value for event in events}["event"] == "bill_too_high"


def test_one_event_is_never_acknowledged_twice(empathy: Any) -> None:
    first, second, third = talk(
        empathy,
        ("my bill is unacceptable", "bill_too_high"),
        ("what are your hours", "opening_hours"),
        ("unacceptable, that invoice amount", "bill_too_high"),
    )
    assert first == ["utter_acknowledge_frustration"]
    assert second == []
    assert "utter_acknowledge_frustration" not in third


def test_the_prediction_beats_an_active_form(empathy: Any) -> None:
    made = tracker(ActiveLoop("technician_form"), says("this is unacceptable", "complaint"))
    prediction = empathy.predict_action_probabilities(made, DOMAIN)
    assert predicted(prediction) == "utter_acknowledge_frustration"
    assert prediction.is_no_user_prediction
    assert prediction.max_confidence == 1.0


def test_the_slots_are_kept_current_even_on_turns_without_words(empathy: Any) -> None:
    prediction = empathy.predict_action_probabilities(tracker(says("this is annoying")), DOMAIN)
    values = {event.key: event.value for event in prediction.events}
    assert predicted(prediction) is None or values["emotion"] == "frustration"
    assert values["event"] == "bill_too_high"
    assert values["empathy_memory"]["turns"] == 1


def test_slots_that_did_not_change_are_not_set_again(empathy: Any) -> None:
    made = tracker(says("my bill"))
    made.update_with_events(empathy.predict_action_probabilities(made, DOMAIN).events, DOMAIN)
    assert empathy.predict_action_probabilities(made, DOMAIN).events == []


def test_danger_is_met_with_words_then_a_person_then_silence(empathy: Any) -> None:
    made = tracker(says("I want to kill myself", "greet"))
    assert turn(empathy, made) == ["utter_crisis_suicide", "action_request_handoff"]
    assert next_of(empathy, made) == "action_listen"


def test_danger_told_again_is_met_with_the_shorter_words(empathy: Any) -> None:
    made = tracker(says("I want to kill myself", "greet"))
    assert turn(empathy, made)[0] == "utter_crisis_suicide"
    for event in says("I want to kill myself, really", "greet"):
        made.update(event)
    assert turn(empathy, made) == ["utter_crisis_again", "action_request_handoff"]


def test_danger_without_a_name_is_met_with_help_all_the_same(empathy: Any) -> None:
    nameless = replace(UNREAD, level="immediate", toned=True)
    made = tracker(says("something terrible", "greet", reading=nameless))
    assert turn(empathy, made) == ["utter_crisis_self_harm", "action_request_handoff"]


def after_the_services_own_words_of_crisis(text: str) -> list[Event]:
    events = says(text)
    events[-1].metadata["after_crisis"] = True
    return events


@pytest.mark.parametrize("before", [[], says("hello", "greet")])
def test_right_after_words_of_crisis_that_the_service_spoke_nothing_is_acknowledged(
    empathy: Any, before: list[Event]
) -> None:
    made = tracker(before, after_the_services_own_words_of_crisis("my bill is unacceptable"))
    assert turn(empathy, made) == []
    for event in says("unacceptable, and so slow", "slow_internet"):
        made.update(event)
    assert turn(empathy, made) == ["utter_acknowledge_frustration"]


def test_no_offer_of_a_person_right_after_words_of_crisis(empathy: Any) -> None:
    asked = "my bill is too high this month"
    made = tracker(*(says(asked) for _ in range(3)), after_the_services_own_words_of_crisis(asked))
    assert "utter_acknowledge_repeats" not in turn(empathy, made)


def test_asking_for_a_person_gets_one_also_in_a_form(empathy: Any) -> None:
    made = tracker(ActiveLoop("technician_form"), says("a person please", "ask_for_person"))
    assert turn(empathy, made) == ["action_request_handoff"]


def test_a_pressed_button_is_no_text_to_be_read(empathy: Any) -> None:
    made = tracker(
        ActionExecuted("action_listen"), UserUttered("/ask_for_person", intent={"name": "ask_for_person"})
    )
    assert turn(empathy, made) == ["action_request_handoff"]


def test_acute_frustration_is_acknowledged_and_handed_over(empathy: Any) -> None:
    intents = ("bill_too_high", "complaint", "slow_internet", "report_outage")
    ran = talk(empathy, *((f"I am furious about {intent}", intent) for intent in intents))
    assert ran[-1][-2:] == ["utter_acknowledge_frustration", "action_request_handoff"]
    assert "utter_acknowledge_frustration" in ran[0]


def test_while_a_person_has_the_conversation_the_bot_is_silent(empathy: Any) -> None:
    made = tracker(SlotSet("handed_over", True), says("this is unacceptable"))
    assert next_of(empathy, made) == "action_listen"


def test_repeating_oneself_makes_the_bot_look_at_the_whole_conversation(empathy: Any) -> None:
    asked = ("my bill is too high this month", "bill_too_high")
    assert talk(empathy, asked, asked)[1][0] == "action_watch_conversation"


def test_a_person_is_offered_after_repeats_and_not_again_at_once(empathy: Any) -> None:
    asked = ("my bill is too high this month", "bill_too_high")
    ran = talk(empathy, asked, asked, asked, asked)
    offers = [at for at, names in enumerate(ran) if "utter_acknowledge_repeats" in names]
    assert offers[:1] == [2]
    assert 3 not in offers


def test_the_watch_may_raise_the_level(empathy: Any) -> None:
    asked = says("my bill is too high this month")
    made = tracker(asked, ActionExecuted("utter_bill"), asked)
    run(made, empathy.predict_action_probabilities(made, DOMAIN))
    made.update(SlotSet("person_due", "priority"))
    assert next_of(empathy, made) == "action_request_handoff"


def test_in_test_stories_the_words_are_read_again(empathy: Any) -> None:
    made = tracker(
        ActionExecuted("action_listen"),
        UserUttered("this is unacceptable", intent={"name": "complaint"}),
        model=None,
    )
    assert next_of(empathy, made) == "utter_acknowledge_frustration"


def test_a_broken_reading_is_taken_as_unread(empathy: Any) -> None:
    broken = UserUttered(
        "hm", intent={"name": "greet"}, parse_data={"emotion": {"emotion": "rage"}, "intent": {}}
    )
    assert next_of(empathy, tracker(ActionExecuted("action_listen"), broken)) is None


def test_a_memory_of_another_version_is_forgotten_not_fatal(empathy: Any) -> None:
    made = tracker(SlotSet("empathy_memory", {"turns": "many"}), says("this is unacceptable"))
    assert next_of(empathy, made) == "utter_acknowledge_frustration"


def test_a_restart_forgets_the_feelings_too(empathy: Any) -> None:
    made = tracker(
        says("I am furious", "complaint"),
        SlotSet("empathy_memory", {"turns": 9, "tier": 3}),
        Restarted(),
        says("hello", "greet"),
    )
    events = empathy.predict_action_probabilities(made, DOMAIN).events
    assert {event.key: event.value for event in events}["empathy_memory"]["turns"] == 1


def test_slots_that_the_domain_lacks_are_no_obstacle(empathy: Any) -> None:
    made = tracker(says("this is unacceptable"))
    for name in ("empathy_memory", "person_due", "disclosure", "handed_over"):
        del made.slots[name]
    assert next_of(empathy, made) == "utter_acknowledge_frustration"
