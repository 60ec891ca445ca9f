"""What the three forms share: which messages are answers at all, and what happens to those that are none."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import INTENT_OF_FORM
from actions.speaking import Events, House, Turn
from actions.understanding import no_preference

WORDS_KEPT = 400
"""A free answer is kept up to this many characters."""

#: What a customer does while answering; any other intent is an interruption, and no answer is "wrong" then.
_ANSWERING = frozenset(
    {
        "",
        "inform",
        "nlu_fallback",
        "out_of_scope",
        "affirm",
        "deny",
        "book_technician",
        "payment_plan",
        "dispute_charge",
    }
)
#: After these the form simply asks again, as the designers' rules say ("complaint, then the question again").
#: Without a slot from us Rasa would reject the form, and none of its policies predicts a rejected form again.
_ASKED_AGAIN_AFTER = frozenset(
    {"inform", "affirm", "deny", "greet", "thank", "complaint", "repeat_complaint"}
)
_NEVER_AN_ANSWER = frozenset(
    {
        "ask_for_person",
        "ask_bot_human",
        "ask_capabilities",
        "stop_form",
        "restart_over",
        "greet",
        "thank",
        "goodbye",
    }
)


class HouseForm(FormValidationAction):  # type: ignore[misc]  # rasa_sdk has no types
    """The checks of one form; `validate_<slot>` returns the slots to set, None for what cannot be used."""

    action_name: ClassVar[str]

    def __init__(self, house: House) -> None:
        self.house = house

    def name(self) -> str:
        """The action's name in the domain."""
        return self.action_name

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """The checked slots; an empty answer to the open question where the form is to ask it again."""
        events: Events = await super().get_validation_events(dispatcher, tracker, domain)
        turn = self.turn(dispatcher, tracker)
        asked, own = turn.slot("requested_slot"), INTENT_OF_FORM[self.form_name()]
        if events or asked is None or turn.intent not in {*_ASKED_AGAIN_AFTER, own}:
            return events
        return [SlotSet(asked, None)]

    def turn(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Turn:
        """The turn at hand."""
        return Turn(dispatcher, tracker, self.house.clock())


def as_text(value: Any) -> str:
    """A slot candidate as text; several entities of one kind come as a list."""
    return " ".join(str(each) for each in value) if isinstance(value, list) else str(value or "")


def own_words(value: Any, turn: Turn) -> str | None:
    """The customer's words as they are, blanks joined; None for a button or for words that are no answer."""
    text = " ".join(as_text(value).split())[:WORDS_KEPT]
    unusable = not text or text.startswith("/") or turn.intent in _NEVER_AN_ANSWER
    return None if unusable else text


def leaves_it_to_us(text: str, turn: Turn) -> bool:
    """Whether the answer is that any time will do ("I need this NOW" in a complaint is none)."""
    return turn.intent in _ANSWERING and no_preference(text)


def refuse(turn: Turn, slot: str, response: str, **facts: str) -> None:
    """Say why an answer cannot be used, if the slot was asked for and the customer did answer."""
    if turn.slot("requested_slot") == slot and turn.intent in _ANSWERING:
        turn.say(response, **facts)


def iso_day(value: object) -> date | None:
    """The day of an ISO text, None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
