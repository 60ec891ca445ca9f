"""Answers in forms are understood, refused with a reason, or left alone where they are no answers."""

from typing import Any

import pytest

from actions.forms import DisputeForm, PaymentPlanForm, TechnicianForm
from tests.fakes.actions_house import Answer, ask, fill, house, said


def technician(slot: str, text: str, intent: str = "inform", **slots: Any) -> Answer:
    return fill(TechnicianForm(house()), slot, text, said(text, intent), **slots)


def plan(slot: str, text: str, **slots: Any) -> Answer:
    return fill(PaymentPlanForm(house()), slot, text, said(text), **slots)


def dispute(slot: str, text: str, intent: str = "inform", **slots: Any) -> Answer:
    return fill(DisputeForm(house()), slot, text, said(text, intent), **slots)


@pytest.mark.parametrize("text", ["Tuesday", "next tuesday", "July 7", "el martes", "2026-07-07"])
def test_a_day_is_kept_in_one_shape(text: str) -> None:
    assert technician("visit_day", text).slots == {"visit_day": "2026-07-07"}


@pytest.mark.parametrize("text", ["asap", "any day", "lo antes posible"])
def test_the_soonest_day_is_chosen_for_those_who_leave_it_to_us(text: str) -> None:
    assert technician("visit_day", text).slots == {"visit_day": "2026-07-03"}


@pytest.mark.parametrize("text", ["today", "yesterday", "when the moon is full", "in 90 days", "2026-02-31"])
def test_a_day_that_cannot_be_is_refused_with_a_reason(text: str) -> None:
    refused = technician("visit_day", text)
    assert refused.slots == {"visit_day": None}
    assert refused.responses == ["utter_invalid_day"]


def test_a_day_on_which_nobody_works_is_answered_with_days_that_are_free() -> None:
    full = technician("visit_day", "Sunday")
    assert full.slots == {"visit_day": None}
    assert full.responses == ["utter_no_slot"]
    assert full.facts()["day"] == "Sunday, July 5"
    assert (
        full.messages[0]["buttons"][0]["payload"] == '/inform{"day": "2026-07-06", "time_window": "morning"}'
    )


def test_the_button_of_a_free_time_fills_day_and_window() -> None:
    pressed = said('/inform{"day": "2026-07-06", "time_window": "morning"}')
    assert fill(TechnicianForm(house()), "visit_day", "2026-07-06", pressed).slots == {
        "visit_day": "2026-07-06"
    }


@pytest.mark.parametrize(
    ("text", "window"), [("afternoon", "afternoon"), ("after work", "evening"), ("mañana", "morning")]
)
def test_a_window_is_kept_by_its_name(text: str, window: str) -> None:
    assert technician("visit_window", text, visit_day="2026-07-07").slots == {"visit_window": window}


def test_a_window_nobody_works_in_keeps_the_day_and_offers_others() -> None:
    full = technician("visit_window", "evening", visit_day="2026-07-06")
    assert full.slots == {"visit_window": None, "visit_day": "2026-07-06"}
    assert full.responses == ["utter_no_slot"]


def test_a_day_that_filled_up_meanwhile_is_asked_for_again() -> None:
    full = technician("visit_window", "evening", visit_day="2026-07-05")
    assert full.slots == {"visit_window": None, "visit_day": None}


def test_any_window_takes_the_first_free_one() -> None:
    assert technician("visit_window", "any time", visit_day="2026-07-07").slots == {"visit_window": "morning"}


def test_a_window_that_names_no_time_is_refused() -> None:
    assert technician("visit_window", "blue").responses == ["utter_invalid_window"]


@pytest.mark.parametrize("intent", ["explain_bill", "complaint", "ask_for_person", "slow_internet"])
def test_an_interruption_is_never_called_a_wrong_answer(intent: str) -> None:
    quiet = technician("visit_day", "this is not an answer", intent)
    assert quiet.slots == {"visit_day": None}
    assert quiet.responses == []


def test_an_outcry_for_help_now_is_no_choice_of_a_day() -> None:
    assert technician("visit_day", "I need this fixed NOW", "complaint").slots == {"visit_day": None}


@pytest.mark.parametrize("intent", ["complaint", "greet", "affirm", "repeat_complaint", "book_technician"])
def test_words_that_answer_nothing_make_the_form_ask_again(intent: str) -> None:
    slots = {"requested_slot": "visit_day", "visit_problem": "no light"}
    asked = ask(
        TechnicianForm(house()), said("this is ridiculous", intent), slots=slots, form="technician_form"
    )
    assert (asked.slots, asked.responses) == ({"visit_day": None}, [])


@pytest.mark.parametrize("intent", ["explain_bill", "ask_for_person", "stop_form", "payment_plan"])
def test_questions_and_wishes_in_between_are_left_to_the_rules(intent: str) -> None:
    slots = {"requested_slot": "visit_day"}
    assert ask(TechnicianForm(house()), said("hm", intent), slots=slots, form="technician_form").events == []


def test_a_form_that_only_begins_asks_nothing_again() -> None:
    begun = ask(TechnicianForm(house()), said("a technician", "book_technician"), form="technician_form")
    assert begun.events == []


def test_an_answer_that_was_not_asked_for_is_dropped_quietly() -> None:
    quiet = technician("visit_day", "blue", requested_slot="visit_problem")
    assert (quiet.slots, quiet.responses) == ({"visit_day": None}, [])


def test_the_problem_is_kept_in_the_customers_words() -> None:
    kept = technician("visit_problem", "the   light\nis RED", "router_problem")
    assert kept.slots == {"visit_problem": "the light is RED"}


@pytest.mark.parametrize(
    ("text", "intent"), [("let me talk to someone", "ask_for_person"), ("/affirm", "affirm"), (" ", "")]
)
def test_what_is_no_problem_is_not_kept_as_one(text: str, intent: str) -> None:
    assert technician("visit_problem", text, intent).slots == {"visit_problem": None}


@pytest.mark.parametrize(("text", "count"), [("2", 2), ("six months", 6), ("tres", 3), ("in 4 parts", 4)])
def test_two_to_six_instalments_are_taken(text: str, count: int) -> None:
    assert plan("plan_months", text).slots == {"plan_months": count}


@pytest.mark.parametrize("text", ["1", "7", "twelve", "forever"])
def test_other_numbers_of_instalments_are_refused(text: str) -> None:
    assert plan("plan_months", text).responses == ["utter_invalid_months"]


@pytest.mark.parametrize(
    ("text", "day"), [("today", "2026-07-02"), ("now", "2026-07-02"), ("the 15th", "2026-07-15")]
)
def test_a_plan_begins_within_a_month(text: str, day: str) -> None:
    assert plan("plan_start_day", text).slots == {"plan_start_day": day}


@pytest.mark.parametrize("text", ["in 60 days", "2020-01-01", "soon-ish"])
def test_a_plan_cannot_begin_later_or_earlier(text: str) -> None:
    assert plan("plan_start_day", text).responses == ["utter_invalid_day"]


def test_a_disputed_month_must_have_a_bill() -> None:
    assert dispute("dispute_month", "the June one").slots == {"dispute_month": "2026-06"}
    refused = dispute("dispute_month", "June 2019")
    assert refused.responses == ["utter_invalid_month"]
    assert refused.facts()["months_known"].startswith("June, May")


def test_months_are_listed_in_the_customers_language() -> None:
    refused = dispute("dispute_month", "no sé", language="es")
    assert refused.facts()["months_known"].startswith("junio, mayo")


@pytest.mark.parametrize(("text", "amount"), [("18", "18.00"), ("$ 18,00", "18.00"), ("all of it", "62.40")])
def test_a_disputed_amount_is_kept_as_money(text: str, amount: str) -> None:
    assert dispute("dispute_amount", text, dispute_month="2026-06").slots == {"dispute_amount": amount}


@pytest.mark.parametrize("text", ["62.41", "0", "too much"])
def test_an_amount_beyond_the_bill_or_of_nothing_is_refused(text: str) -> None:
    refused = dispute("dispute_amount", text, dispute_month="2026-06")
    assert refused.slots == {"dispute_amount": None}
    assert refused.responses == ["utter_invalid_amount"]


def test_a_reason_is_kept_in_the_customers_words() -> None:
    assert dispute("dispute_reason", "I never ordered that", "complaint").slots == {
        "dispute_reason": "I never ordered that"
    }


def test_a_form_on_an_unknown_account_still_collects() -> None:
    assert dispute("dispute_month", "June", account_number="HB-9999").slots == {"dispute_month": "2026-06"}


def test_several_entities_of_one_kind_are_read_as_one_text() -> None:
    both = fill(TechnicianForm(house()), "visit_day", ["tuesday", "wednesday"], said("tuesday or wednesday"))
    assert both.slots == {"visit_day": "2026-07-07"}
