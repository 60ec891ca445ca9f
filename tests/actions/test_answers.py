"""What the business actions say: response names and facts, for the seeded accounts, in both languages."""

from datetime import timedelta

import pytest

from actions import billing, connection, orders, visits
from actions.errors import FormIncomplete
from actions.speaking import AccountAction
from tests.fakes.actions_house import NOW, Answer, ask, house, said


def answer(
    kind: type[AccountAction], text: str = "please tell me", account: str = "HB-1001", **slots: str
) -> Answer:
    return ask(kind(house()), said(text), slots={"account_number": account, **slots})


def test_the_high_june_bill_is_explained_by_its_cause() -> None:
    told = answer(billing.ExplainBill, "why is my bill so high")
    assert told.responses == ["utter_bill_explained"]
    assert told.facts() == {
        "month": "June",
        "total": "62.40",
        "usual": "44.40",
        "difference": "18.00",
        "reason": "a one-time technician visit fee from June 12",
    }


def test_the_june_bill_is_explained_in_spanish() -> None:
    told = answer(billing.ExplainBill, "mi factura de junio", language="es")
    assert told.facts()["month"] == "junio"
    assert told.facts()["reason"] == "un cargo único por la visita técnica del 12 de junio"


def test_a_usual_bill_is_called_usual() -> None:
    assert answer(billing.ExplainBill, "my April bill").messages[0]["response"] == "utter_bill_usual"
    assert answer(billing.ExplainBill, account="HB-1005").facts() == {"month": "June", "total": "39.90"}


def test_a_month_without_a_bill_is_answered_with_the_months_that_have_one() -> None:
    told = answer(billing.ExplainBill, "my bill of July 2024")
    assert told.responses == ["utter_invalid_month"]
    assert told.facts()["months_known"] == "June, May, April, March, February, and January"


def test_this_month_before_its_bill_is_out_means_the_bill_in_the_customers_hands() -> None:
    told = answer(billing.ExplainBill, "why is my bill higher this month")
    assert told.facts()["month"] == "June"


def test_an_open_balance_is_told_with_its_due_day() -> None:
    assert answer(billing.AccountBalance).facts() == {"balance": "62.40", "due_on": "Saturday, July 11"}
    assert answer(billing.AccountBalance, account="HB-1002").responses == ["utter_balance_clear"]


def test_a_late_fee_is_told_with_its_reason() -> None:
    told = answer(billing.ExplainLateFee, account="HB-1004")
    assert told.facts() == {
        "fee": "7.50",
        "charged_on": "Friday, June 26",
        "reason": "the payment of June 23 did not go through",
    }
    assert answer(billing.ExplainLateFee).responses == ["utter_no_late_fee"]


def test_a_failed_payment_is_told_with_its_reason() -> None:
    told = answer(billing.PaymentStatus, account="HB-1004")
    assert told.responses == ["utter_payment_failed"]
    assert told.facts()["reason"] == "the card on file has expired"
    assert answer(billing.PaymentStatus).facts() == {"amount": "44.40", "paid_on": "Thursday, June 11"}


def test_an_outage_is_told_with_its_expected_end() -> None:
    told = answer(connection.CheckOutage, account="HB-1002", language="es")
    assert told.responses == ["utter_outage"]
    assert told.facts() == {
        "area": "Eastport",
        "since": "5:40 am",
        "expected": "6 pm",
        "cause": "un cable de fibra cortado por obras en la calle",
    }


def test_no_outage_is_told_by_area_and_a_named_area_comes_first() -> None:
    assert answer(connection.CheckOutage).facts() == {"area": "Millbrook"}
    named = ask(connection.CheckOutage(house()), said("is eastport down?", entities={"area": "eastport"}))
    assert named.responses == ["utter_outage"]


def test_a_bad_line_and_a_good_one_are_told_apart() -> None:
    assert answer(connection.TestLine).responses == ["utter_line_test_bad"]
    assert answer(connection.TestLine).facts() == {"speed": "38", "sold_speed": "300"}
    assert answer(connection.TestLine, account="HB-1004").responses == ["utter_line_test_ok"]


def test_a_mobile_line_and_its_data_are_told() -> None:
    assert answer(connection.MobileStatus, account="HB-1003").facts() == {
        "number": "555-0143",
        "state": "blocked, because the SIM was reported lost",
    }
    usage = answer(connection.DataUsage).facts()
    assert usage == {"used": "14.2", "allowance": "20", "resets_on": "Saturday, July 11"}


def test_what_an_account_does_not_have_is_said_so() -> None:
    assert answer(connection.TestLine, account="HB-1003").responses == ["utter_no_home_line"]
    assert answer(connection.MobileStatus, account="HB-1005").responses == ["utter_no_mobile_line"]
    assert answer(connection.DataUsage, account="HB-1005").responses == ["utter_no_mobile_line"]
    assert answer(orders.OrderStatus, account="HB-1005").responses == ["utter_no_order"]


def test_plan_and_order_are_told() -> None:
    assert answer(orders.PlanDetails).facts() == {
        "plan": "Home 300",
        "price": "39.90",
        "speed": "300",
        "ends_on": "February 1, 2027",
    }
    delayed = answer(orders.OrderStatus, account="HB-1008", language="es").facts()
    assert delayed["state"] == "con retraso, porque se agotó en el almacén"
    assert delayed["expected"] == "viernes 10 de julio"


def test_the_coming_visit_is_told() -> None:
    assert answer(visits.VisitStatus).facts() == {
        "day": "Monday, July 6",
        "window": "12-5 PM",
        "technician": "Dana Whitfield",
        "reason": "weak signal at the wall socket",
    }
    assert answer(visits.VisitStatus, account="HB-1005").responses == ["utter_no_visit"]


def test_a_missed_visit_is_told_with_its_credit() -> None:
    told = answer(visits.MissedVisit, account="HB-1005")
    assert told.facts() == {"day": "Monday, June 29", "window": "8 AM-12 PM", "credit": "25.00"}
    assert answer(visits.MissedVisit).responses == ["utter_no_missed_visit"]


@pytest.mark.parametrize(
    ("text", "day", "window"),
    [
        ("can you move it to Tuesday evening", "Tuesday, July 7", "5-8 PM"),
        ("make it Wednesday", "Wednesday, July 8", "12-5 PM"),
        ("I need it in the morning", "Monday, July 6", "8 AM-12 PM"),
        ("next Saturday please", "Saturday, July 4", "12-5 PM"),
    ],
)
def test_a_visit_moves_to_the_time_the_customer_names(text: str, day: str, window: str) -> None:
    moved = answer(visits.RescheduleVisit, text)
    assert moved.responses == ["utter_visit_moved"]
    assert moved.facts() == {"day": day, "window": window}


@pytest.mark.parametrize(
    "text", ["I want to move my visit", "Sunday", "yesterday", "in 400 days", "Monday at 3 pm"]
)
def test_a_visit_that_cannot_move_stays_and_other_times_are_offered(text: str) -> None:
    stays = answer(visits.RescheduleVisit, text)
    assert stays.responses == ["utter_visit_cannot_move"]
    assert stays.facts() == {"day": "Monday, July 6", "window": "12-5 PM"}
    assert len(stays.messages[0]["buttons"]) == 3
    assert stays.messages[0]["buttons"][0]["payload"].startswith('/reschedule_visit{"day": "2026-07-')


def test_without_a_visit_there_is_nothing_to_move() -> None:
    assert answer(visits.RescheduleVisit, "tomorrow", account="HB-1005").responses == ["utter_no_visit"]


VISIT = {"visit_problem": "no light", "visit_day": "2026-07-07", "visit_window": "evening"}


def test_a_technician_is_booked_and_the_form_emptied() -> None:
    booked = answer(visits.BookTechnician, "yes", **VISIT)
    assert booked.responses == ["utter_technician_booked"]
    assert booked.facts() == {"day": "Tuesday, July 7", "window": "5-8 PM", "reference": "HV-4001"}
    assert booked.slots == {"visit_problem": None, "visit_day": None, "visit_window": None}


def test_one_message_books_once_however_often_the_action_runs() -> None:
    action = visits.BookTechnician(house())
    first, again = (ask(action, said("evening", message_id="m7"), slots=VISIT) for _ in range(2))
    assert again.messages == first.messages
    assert len(action.house.desk.visits("HB-1001")) == 2


def test_a_slot_taken_meanwhile_is_answered_with_others() -> None:
    action = visits.BookTechnician(house())
    ask(action, said("evening", message_id="m7"), slots=VISIT)
    late = ask(action, said("evening", message_id="m8"), slots={**VISIT, "account_number": "HB-1009"})
    assert late.responses == ["utter_no_slot"]
    assert late.facts()["alternatives"].startswith("Tuesday, July 7 (8 AM-12 PM), ")
    assert late.slots == {"visit_day": None, "visit_window": None}


def test_a_payment_plan_splits_the_balance() -> None:
    plan = answer(billing.ArrangePaymentPlan, account="HB-1006", plan_months="3", plan_start_day="2026-07-10")
    assert plan.facts() == {
        "months": "3",
        "instalment": "57.90",
        "first_on": "Friday, July 10",
        "reference": "HP-4001",
    }
    assert plan.slots == {"plan_months": None, "plan_start_day": None}


def test_nothing_open_needs_no_plan() -> None:
    assert answer(billing.ArrangePaymentPlan, account="HB-1002").responses == ["utter_balance_clear"]


def test_a_dispute_is_opened_with_a_reference() -> None:
    slots = {"dispute_month": "2026-06", "dispute_amount": "18.00", "dispute_reason": "nobody came"}
    opened = answer(billing.DisputeCharge, **slots)
    assert opened.facts() == {"month": "June", "amount": "18.00", "reference": "HD-4001"}
    assert set(opened.slots) == set(slots)


@pytest.mark.parametrize("kind", [visits.BookTechnician, billing.DisputeCharge])
def test_a_form_without_its_answers_is_an_honest_fault(kind: type[AccountAction]) -> None:
    with pytest.raises(FormIncomplete, match="validate_"):
        answer(kind)


ABOUT_AN_ACCOUNT = [
    billing.ExplainBill,
    billing.AccountBalance,
    billing.ExplainLateFee,
    billing.PaymentStatus,
    billing.ArrangePaymentPlan,
    billing.DisputeCharge,
    connection.CheckOutage,
    connection.TestLine,
    connection.MobileStatus,
    connection.DataUsage,
    visits.VisitStatus,
    visits.RescheduleVisit,
    visits.MissedVisit,
    visits.BookTechnician,
    orders.PlanDetails,
    orders.OrderStatus,
]


@pytest.mark.parametrize("kind", ABOUT_AN_ACCOUNT)
def test_an_unknown_account_is_named_and_forgotten(kind: type[AccountAction]) -> None:
    told = answer(kind, account="hb 9999")
    assert (told.responses, told.facts()) == (["utter_account_unknown"], {"account": "HB-9999"})
    assert told.slots == {"account_number": None}


@pytest.mark.parametrize("kind", ABOUT_AN_ACCOUNT)
@pytest.mark.parametrize("number", ["", "  ", None])
def test_without_an_account_number_it_is_asked_for(kind: type[AccountAction], number: str | None) -> None:
    assert ask(kind(house()), said("hello"), slots={"account_number": number}).responses == [
        "utter_ask_account"
    ]


def test_an_account_number_is_read_as_people_type_it() -> None:
    assert answer(billing.AccountBalance, account="hb 1002 ").responses == ["utter_balance_clear"]


def test_an_outage_still_going_on_at_night_is_told_with_its_day() -> None:
    late = house(NOW + timedelta(hours=14))
    told = ask(connection.CheckOutage(late), said("is it back?"), slots={"account_number": "HB-1002"})
    assert told.facts()["expected"] == "Friday, July 3, 6 AM"
