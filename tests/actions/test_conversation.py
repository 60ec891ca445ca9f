"""The conversation as a whole: when a person is due, what is handed over, how forms are left."""

from typing import Any

from actions.conversation import LeaveForm, RequestHandoff, WatchConversation
from empathy.behaviour import BehaviourRules
from tests.fakes.actions_house import Answer, ask, did, house, said


def watch(*events: dict[str, Any], **slots: Any) -> Answer:
    return ask(WatchConversation(house(), BehaviourRules()), *events, slots=slots)


def request(*events: dict[str, Any], form: str = "", **slots: Any) -> dict[str, Any]:
    asked = ask(RequestHandoff(house(), BehaviourRules()), *events, slots=slots, form=form)
    assert asked.responses == ["utter_handoff_requested"]
    held: dict[str, Any] = asked.messages[0]["custom"]["handoff"]
    return held


def reading(
    emotion: str = "neutral", kind: str = "none", confidence: float = 0.0, level: str = "none"
) -> dict[str, Any]:
    told = {"kind": kind, "confidence": confidence, "evidence": ["word"], "person": "first"}
    return {"emotion": emotion, "intensity": 0.5, "scores": {}, "disclosure": told, "handoff": level}


SLOW = "my internet is slow since monday evening"


def test_a_calm_conversation_needs_no_person() -> None:
    seen = watch(said("hello there", "greet"), said(SLOW, "slow_internet"))
    assert seen.slots["person_due"] == "none"
    assert seen.slots["signals"]["repeats"] == 0


def test_repeating_oneself_calls_for_an_offer_and_going_on_for_priority() -> None:
    assert watch(*[said(SLOW, "slow_internet")] * 3).slots["person_due"] == "offer"
    assert watch(*[said(SLOW, "slow_internet")] * 6).slots["person_due"] == "priority"


def test_restarts_are_seen_although_rasa_forgets_what_was_before() -> None:
    turns = [said(SLOW, "slow_internet"), said("start again", "restart_over"), {"event": "restart"}]
    assert watch(*turns, said("hello", "greet")).slots["signals"]["restarts"] == 1


def test_waiting_is_measured_from_the_question_to_the_end_of_the_answer() -> None:
    seen = watch(
        said(SLOW, "slow_internet", at=100.0), did("action_line_test", 400.0), did("action_listen", 460.0)
    )
    assert seen.slots["signals"]["waiting_s"] == 360.0


def test_a_button_is_no_shouting_and_no_repeat() -> None:
    pressed = said('/inform{"day": "2026-07-07"}')
    assert watch(pressed, pressed, pressed).slots["signals"]["repeats"] == 0


def test_hints_of_hardship_add_up_to_an_offer() -> None:
    hint = reading(kind="hardship", confidence=0.2)
    once = watch(said("money is tight", reading=hint))
    thrice = watch(*[said(f"money is tight, number {n}", reading=hint) for n in range(3)])
    assert (once.slots["person_due"], thrice.slots["person_due"]) == ("none", "offer")
    assert thrice.slots["signals"]["disclosure"]["confidence"] == 0.488


def test_hints_of_a_crisis_that_add_up_go_ahead_of_the_queue() -> None:
    hint = reading(kind="suicide", confidence=0.5)
    seen = watch(said("what is the point", reading=hint), said("nobody would notice", reading=hint))
    assert seen.slots["person_due"] == "priority"


def test_hints_of_different_kinds_do_not_add_up() -> None:
    hints = [reading(kind=kind, confidence=0.25) for kind in ("hardship", "bereavement")]
    assert watch(*[said("well", reading=hint) for hint in hints]).slots["signals"]["disclosure"] is None


def test_a_broken_reading_is_as_good_as_none() -> None:
    assert watch(said("well", reading={"emotion": "fury"})).slots["person_due"] == "none"


def test_a_request_says_what_the_customer_came_for_and_what_was_tried() -> None:
    held = request(
        said("is there an outage", "report_outage"),
        did("utter_acknowledge_frustration"),
        did("action_check_outage"),
        did("action_line_test"),
        did("utter_router_steps"),
        did("utter_welcome"),
        did("action_listen"),
        said("get me a person", "ask_for_person"),
    )
    assert held["reason"] == "customer_asked"
    assert held["level"] == "offer"
    assert held["open_request"] == {
        "intent": "report_outage",
        "form": None,
        "slots": {"account_number": "HB-1001"},
    }
    assert held["tried"] == ["action_check_outage", "action_line_test", "utter_router_steps"]


def test_a_request_out_of_a_form_carries_the_form_with_its_answers() -> None:
    slots = {"dispute_month": "2026-06", "dispute_amount": None}
    held = request(said("a person please", "ask_for_person"), form="dispute_form", **slots)
    assert held["open_request"]["intent"] == "dispute_charge"
    assert held["open_request"]["form"] == "dispute_form"
    assert held["open_request"]["slots"] == {"account_number": "HB-1001", "dispute_month": "2026-06"}


def test_a_request_ends_the_form_and_marks_the_conversation() -> None:
    asked = ask(
        RequestHandoff(house(), BehaviourRules()), said("a person", "ask_for_person"), form="dispute_form"
    )
    assert asked.slots == {"requested_slot": None, "handed_over": True}
    assert {"event": "active_loop", "name": None, "timestamp": None} in asked.events


def test_a_crisis_is_the_reason_before_all_others() -> None:
    told = reading("sadness", kind="suicide", confidence=0.9, level="immediate")
    held = request(said("I want to end it, get me a person", "ask_for_person", reading=told))
    assert (held["reason"], held["level"]) == ("crisis", "immediate")


def test_a_crisis_told_earlier_still_is_the_reason() -> None:
    assert request(said("please", "ask_for_person"), disclosure="suicide")["reason"] == "crisis"


def test_sensitive_processes_are_the_reason_where_nobody_asked() -> None:
    assert request(said("my mother died", "report_bereavement"))["reason"] == "sensitive_process"
    assert request(said("yes", "affirm"), disclosure="hardship")["reason"] == "sensitive_process"


def test_a_bot_that_does_not_understand_says_so() -> None:
    held = request(said("fnord", "nlu_fallback"), said("fnord!", "nlu_fallback"))
    assert held["reason"] == "bot_stuck"


def test_distress_and_frustration_are_told_apart() -> None:
    assert (
        request(said("I am so scared", "router_problem", reading=reading("anxiety")), tier="2")["reason"]
        == "distress"
    )
    assert (
        request(said(SLOW, "slow_internet", reading=reading("frustration")), tier="2")["reason"]
        == "frustration"
    )


def test_without_any_cause_in_the_conversation_it_is_policy() -> None:
    assert request(said(SLOW, "slow_internet"))["reason"] == "policy"


def test_an_acute_tier_goes_ahead_of_the_queue() -> None:
    assert request(said(SLOW, "slow_internet"), tier="3")["level"] == "priority"


def test_leaving_a_form_clears_its_answers_alone() -> None:
    slots = {"visit_problem": "x", "visit_day": None, "plan_months": 3}
    left = ask(LeaveForm(house()), said("never mind", "stop_form"), slots=slots, form="technician_form")
    assert left.responses == ["utter_form_left"]
    assert left.slots == {"requested_slot": None, "visit_problem": None, "visit_day": None}
