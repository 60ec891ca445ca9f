"""Actions on the conversation itself: watch it, ask for a person, leave a form."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions import handoff
from actions.history import customer_turns, tried
from actions.speaking import Events, House, HouseAction, Turn
from empathy.behaviour import BehaviourRules

REQUESTED_SLOT = "requested_slot"


class WatchConversation(HouseAction):
    """Reads frustration from the whole conversation, and disclosures that build up over it."""

    action_name = "action_watch_conversation"

    def __init__(self, house: House, rules: BehaviourRules) -> None:
        super().__init__(house)
        self.rules = rules

    def answer(self, turn: Turn) -> Events:
        """Set the slots person_due and signals."""
        seen = look(turn, self.rules)
        return [SlotSet("person_due", seen.due), SlotSet("signals", seen.to_dict())]


class RequestHandoff(HouseAction):
    """Asks for a person, with everything that the person should know; the service opens the handoff."""

    action_name = "action_request_handoff"

    def __init__(self, house: House, rules: BehaviourRules) -> None:
        super().__init__(house)
        self.rules = rules

    def answer(self, turn: Turn) -> Events:
        """Speak utter_handoff_requested with the request in its custom part, and leave any form."""
        situation = handoff.Situation(
            turns=customer_turns(turn.tracker.events),
            slots=turn.tracker.slots,
            form=turn.tracker.active_loop_name,
            tried=tried(turn.tracker.events),
        )
        request = handoff.request(situation, look(turn, self.rules))
        turn.dispatcher.utter_message(response="utter_handoff_requested", json_message={"handoff": request})
        return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None), SlotSet("handed_over", True)]


class LeaveForm(HouseAction):
    """Lets a customer walk out of a form; what they had answered is forgotten."""

    action_name = "action_leave_form"

    def answer(self, turn: Turn) -> Events:
        """Speak utter_form_left, deactivate the form and clear its slots."""
        turn.say("utter_form_left")
        left = handoff.FORM_SLOTS.get(turn.tracker.active_loop_name or "")
        slots = left or tuple(slot for slots in handoff.FORM_SLOTS.values() for slot in slots)
        known = [SlotSet(slot, None) for slot in slots if slot in turn.tracker.slots]
        return [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None), *known]


def look(turn: Turn, rules: BehaviourRules) -> handoff.Watch:
    """What the whole conversation shows at this turn."""
    tier = handoff.tier_of(turn.tracker.slots)
    return handoff.watch(customer_turns(turn.tracker.events), tier=tier, rules=rules)
