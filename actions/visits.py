"""Finds, books and moves technicians' visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from actions import spoken
from actions.business import decisions
from actions.business.errors import SlotTaken
from actions.business.facts import WINDOWS, Account, Slot, Visit
from actions.business.port import BusinessDesk, VisitRequest
from actions.days import day_in
from actions.speaking import AccountAction, Events, Turn, emptied, needed
from actions.understanding import window_in

VISIT_SLOTS = ("visit_problem", "visit_day", "visit_window")
BOOKABLE_DAYS = 60
"""Visits are booked from tomorrow to this many days ahead."""
ALTERNATIVES = 3


class VisitStatus(AccountAction):
    """Says when the technician comes."""

    action_name = "action_visit_status"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_visit or utter_no_visit."""
        visit = decisions.next_visit(self.house.desk.visits(account.number), turn.today)
        if visit is None:
            turn.say("utter_no_visit")
            return []
        turn.say(
            "utter_visit", **when(turn, visit), technician=visit.technician, reason=turn.words(visit.reason)
        )
        return []


class MissedVisit(AccountAction):
    """Says what was credited for the visit to which nobody came."""

    action_name = "action_missed_visit"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_missed_visit or utter_no_missed_visit."""
        visit = decisions.missed_visit(self.house.desk.visits(account.number))
        if visit is None:
            turn.say("utter_no_missed_visit")
        else:
            turn.say("utter_missed_visit", **when(turn, visit), credit=spoken.amount(visit.credit_cents))
        return []


class RescheduleVisit(AccountAction):
    """Moves the coming visit to the day and time that the customer names in the message."""

    action_name = "action_reschedule_visit"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_visit_moved, utter_no_visit, or utter_visit_cannot_move with the time that stays."""
        visit = decisions.next_visit(self.house.desk.visits(account.number), turn.today)
        if visit is None:
            turn.say("utter_no_visit")
            return []
        wanted = self.wanted(turn, visit)
        try:
            if wanted is None:
                raise SlotTaken(Slot(visit.day, visit.window))
            moved = self.house.desk.move_visit(visit.reference, wanted, key=turn.key(self.action_name))
        except SlotTaken as taken:
            others = [
                slot for slot in alternatives(self.house.desk, turn, taken.slot.day) if slot != taken.slot
            ]
            buttons = slot_buttons(turn, others, "reschedule_visit")
            turn.offer("utter_visit_cannot_move", buttons, **when(turn, visit))
            return []
        turn.say("utter_visit_moved", **when(turn, moved))
        return []

    def wanted(self, turn: Turn, visit: Visit) -> Slot | None:
        """The time the customer names, in the visit's own window if none is named; None without a day."""
        day = day_in(turn.said("day"), turn.today)
        window = window_in(turn.heard("time_window") or turn.text)
        if day is None and window is not None:
            day = visit.day
        if day is None or not bookable(day, turn.today):
            return None
        free = [slot.window for slot in self.house.desk.free_slots(day, day)]
        return Slot(day, window or (visit.window if visit.window in free else next(iter(free), visit.window)))


class BookTechnician(AccountAction):
    """Books the visit that the technician form collected."""

    action_name = "action_book_technician"

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Speak utter_technician_booked, or utter_no_slot if another was faster; the form is emptied."""
        slot = Slot(date.fromisoformat(needed(turn, "visit_day")), needed(turn, "visit_window"))
        problem = needed(turn, "visit_problem")
        request = VisitRequest(account.number, slot, {"en": problem, "es": problem})
        try:
            visit = self.house.desk.book_visit(request, key=turn.key(self.action_name))
        except SlotTaken:
            say_no_slot(self.house.desk, turn, slot.day, intent="book_technician")
            return emptied(("visit_day", "visit_window"))
        turn.say("utter_technician_booked", **when(turn, visit), reference=visit.reference)
        return emptied(VISIT_SLOTS)


def when(turn: Turn, visit: Visit) -> dict[str, str]:
    """The visit's day and window as they are spoken."""
    return {"day": turn.day(visit.day), "window": turn.window(visit.window)}


def bookable(day: date, today: date) -> bool:
    """Whether a visit can be asked for on this day at all."""
    return today < day <= today + timedelta(days=BOOKABLE_DAYS)


def alternatives(desk: BusinessDesk, turn: Turn, day: date) -> list[Slot]:
    """The first free times from the wanted day on, not before tomorrow, at most one a day."""
    first = max(day, turn.today + timedelta(days=1))
    found: dict[date, Slot] = {}
    for slot in desk.free_slots(first, first + timedelta(days=14)):
        found.setdefault(slot.day, slot)
    return list(found.values())[:ALTERNATIVES]


def say_no_slot(desk: BusinessDesk, turn: Turn, day: date, *, intent: str = "inform") -> None:
    """Speak utter_no_slot with the next free times, also as buttons."""
    others = alternatives(desk, turn, day)
    told = spoken.listed([spoken.slot(slot, turn.language) for slot in others], turn.language)
    buttons = slot_buttons(turn, others, intent)
    turn.offer("utter_no_slot", buttons, day=turn.day(day), alternatives=told)


def slot_buttons(turn: Turn, slots: Sequence[Slot], intent: str) -> list[dict[str, str]]:
    """A button for each time; pressing it says `intent` with the day and the window."""
    return [
        {
            "title": spoken.slot(slot, turn.language),
            "payload": f'/{intent}{{"day": "{slot.day.isoformat()}", "time_window": "{slot.window}"}}',
        }
        for slot in slots
        if slot.window in WINDOWS
    ]
