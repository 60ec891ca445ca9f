"""Checks what customers answer in the three forms, and turns it into the shape that actions work with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import spoken
from actions.asking import HouseForm, as_text, iso_day, leaves_it_to_us, own_words, refuse
from actions.billing import known_months
from actions.business import decisions
from actions.business.errors import AccountUnknown
from actions.business.facts import WINDOW_HOURS, Bill, Slot
from actions.days import day_in, month_in
from actions.speaking import Turn, account_number
from actions.understanding import amount_in, count_in, whole_of_it, window_in
from actions.visits import bookable, say_no_slot

Answers = dict[str, Any]

MONTHS_ALLOWED = range(2, 7)
START_WITHIN = timedelta(days=31)


class TechnicianForm(HouseForm):
    """What is wrong, on which day, in which part of it."""

    action_name = "validate_technician_form"

    def validate_visit_problem(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Keep the customer's own words."""
        return {"visit_problem": own_words(value, self.turn(dispatcher, tracker))}

    def validate_visit_day(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set an ISO day on which somebody is free."""
        turn, text = self.turn(dispatcher, tracker), as_text(value)
        day = self.first_free_day(turn) if leaves_it_to_us(text, turn) else day_in(text, turn.today)
        if day is None or not bookable(day, turn.today):
            refuse(turn, "visit_day", "utter_invalid_day")
            return {"visit_day": None}
        if not self.house.desk.free_slots(day, day):
            say_no_slot(self.house.desk, turn, day)
            return {"visit_day": None}
        return {"visit_day": day.isoformat()}

    def validate_visit_window(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set one of the day's windows at which somebody is free (any, while the day is not known)."""
        turn, text = self.turn(dispatcher, tracker), as_text(value)
        day = iso_day(turn.slot("visit_day"))
        free = [slot.window for slot in self.house.desk.free_slots(day, day)] if day else list(WINDOW_HOURS)
        window = next(iter(free), None) if leaves_it_to_us(text, turn) else window_in(text)
        if window is None:
            refuse(turn, "visit_window", "utter_invalid_window")
            return {"visit_window": None}
        if day is not None and window not in free:
            say_no_slot(self.house.desk, turn, day)
            return {"visit_window": None, "visit_day": day.isoformat() if free else None}
        return {"visit_window": window}

    def first_free_day(self, turn: Turn) -> date | None:
        """The first day from tomorrow on with a free technician, None if there is none in two weeks."""
        tomorrow = turn.today + timedelta(days=1)
        slots: Sequence[Slot] = self.house.desk.free_slots(tomorrow, tomorrow + timedelta(days=14))
        return slots[0].day if slots else None


class PaymentPlanForm(HouseForm):
    """In how many parts, and from when on."""

    action_name = "validate_payment_plan_form"

    def validate_plan_months(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set a number of months from 2 to 6."""
        count = count_in(as_text(value))
        if count not in MONTHS_ALLOWED:
            refuse(self.turn(dispatcher, tracker), "plan_months", "utter_invalid_months")
            return {"plan_months": None}
        return {"plan_months": count}

    def validate_plan_start_day(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set an ISO day from today to a month ahead."""
        turn, text = self.turn(dispatcher, tracker), as_text(value)
        day = turn.today if leaves_it_to_us(text, turn) else day_in(text, turn.today)
        if day is None or not turn.today <= day <= turn.today + START_WITHIN:
            refuse(turn, "plan_start_day", "utter_invalid_day")
            return {"plan_start_day": None}
        return {"plan_start_day": day.isoformat()}


class DisputeForm(HouseForm):
    """Which month, how much of it, and why."""

    action_name = "validate_dispute_form"

    def validate_dispute_month(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set the month, as "2026-06", of a bill that exists."""
        turn = self.turn(dispatcher, tracker)
        bills, month = self.bills(turn), month_in(as_text(value), turn.today)
        if month is None or (bills and decisions.bill_of(month, bills) is None):
            refuse(turn, "dispute_month", "utter_invalid_month", months_known=known_months(turn, bills))
            return {"dispute_month": None}
        return {"dispute_month": f"{month:%Y-%m}"}

    def validate_dispute_amount(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Set an amount, as "18.00", that is not more than the month's bill."""
        turn, text = self.turn(dispatcher, tracker), as_text(value)
        month = iso_day(f"{turn.slot('dispute_month')}-01")
        bill = decisions.bill_of(month, self.bills(turn)) if month else None
        cents = amount_in(text)
        if cents is None and bill is not None and whole_of_it(text):
            cents = bill.cents
        if not cents or (bill is not None and cents > bill.cents):
            refuse(turn, "dispute_amount", "utter_invalid_amount")
            return {"dispute_amount": None}
        return {"dispute_amount": spoken.amount(cents)}

    def validate_dispute_reason(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]
    ) -> Answers:
        """Keep the customer's own words."""
        return {"dispute_reason": own_words(value, self.turn(dispatcher, tracker))}

    def bills(self, turn: Turn) -> tuple[Bill, ...]:
        """The bills of the customer's account, none for an unknown one (the action will ask for it)."""
        number = account_number(turn.slot("account_number"))
        try:
            return self.house.desk.bills(number) if number else ()
        except AccountUnknown:
            return ()
