"""What every action shares: it looks at a turn and speaks by the name of a response alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import spoken
from actions.business.errors import AccountUnknown
from actions.business.facts import Account, Words
from actions.business.port import BusinessDesk
from actions.clock import Clock
from actions.errors import FormIncomplete

Events = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class House:
    """What actions work with: the business and the time."""

    desk: BusinessDesk
    clock: Clock


@dataclass(frozen=True, slots=True)
class Turn:
    """One call of an action: who asks, in which language, at which moment, and the way to answer."""

    dispatcher: CollectingDispatcher
    tracker: Tracker
    now: datetime

    @property
    def today(self) -> date:
        """The local day of the call."""
        return self.now.date()

    @property
    def language(self) -> str:
        """The language to answer in, "en" or "es"."""
        return spoken.language_of(self.slot("language"))

    @property
    def text(self) -> str:
        """The customer's latest words; empty for a button."""
        text = self.tracker.latest_message.get("text") or ""
        return "" if text.startswith("/") else text

    @property
    def intent(self) -> str:
        """The intent of the latest message, empty if there is none."""
        return (self.tracker.latest_message.get("intent") or {}).get("name") or ""

    def slot(self, name: str) -> Any:
        """The slot's value, None if it is not set or not in the domain."""
        return self.tracker.slots.get(name)

    def heard(self, entity: str) -> str | None:
        """The entity's value in the latest message."""
        value = next(self.tracker.get_latest_entity_values(entity), None)
        return None if value is None else str(value)

    def said(self, entity: str) -> str:
        """Where to look for a fact: the entity if it was recognised, else the whole message."""
        return self.heard(entity) or self.text

    def key(self, action: str) -> str:
        """The idempotency key of a write: one customer message arranges one thing once."""
        users = [event for event in self.tracker.events if event.get("event") == "user"]
        message_id = users[-1].get("message_id") if users else None
        return f"{message_id or f'{self.tracker.sender_id}/{len(users)}'}:{action}"

    def say(self, response: str, /, **facts: str) -> None:
        """Speak a response of the designers, with the facts for its placeholders."""
        self.offer(response, (), **facts)

    def offer(self, response: str, buttons: Sequence[Mapping[str, str]], /, **facts: str) -> None:
        """Speak a response with buttons (title, payload) under it."""
        self.dispatcher.utter_message(response=response, buttons=[dict(each) for each in buttons], **facts)

    def day(self, when: date) -> str:
        """The day as it is spoken in this conversation."""
        return spoken.day(when, self.language)

    def window(self, name: str) -> str:
        """The part of a day as it is spoken in this conversation."""
        return spoken.window(name, self.language)

    def month(self, first: date) -> str:
        """The month as it is spoken in this conversation."""
        return spoken.month(first, self.language)

    def words(self, texts: Words, when: date | None = None) -> str:
        """The company's words in the language of this conversation."""
        return spoken.words(texts, self.language, when)


class HouseAction(Action):  # type: ignore[misc]  # rasa_sdk has no types
    """A custom action of the map; subclasses name it and answer the turn."""

    action_name: ClassVar[str]

    def __init__(self, house: House) -> None:
        self.house = house

    def name(self) -> str:
        """The action's name in the domain."""
        return self.action_name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]) -> Events:
        """Answer one call; returns events, or has spoken at least once."""
        return self.answer(Turn(dispatcher, tracker, self.house.clock()))

    def answer(self, turn: Turn) -> Events:
        """Do the action's work for this turn."""
        raise NotImplementedError


class AccountAction(HouseAction):
    """An action about the customer's account; it asks for the number if none is known."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _: dict[str, Any]) -> Events:
        """Answer for the account in the slot `account_number`, or ask for it."""
        turn = Turn(dispatcher, tracker, self.house.clock())
        number = account_number(turn.slot("account_number"))
        if number is None:
            turn.say("utter_ask_account")
            return []
        try:
            return self.answer_for(turn, self.house.desk.account(number))
        except AccountUnknown as unknown:
            turn.say("utter_account_unknown", account=unknown.number)
            return [SlotSet("account_number", None)]

    def answer_for(self, turn: Turn, account: Account) -> Events:
        """Do the action's work for a known account."""
        raise NotImplementedError


def account_number(value: object) -> str | None:
    """The account number as the company writes it: "hb 1001" is "HB-1001"; None for nothing."""
    if not isinstance(value, str) or not value.strip():
        return None
    return "-".join(value.strip().upper().replace("-", " ").split())


def needed(turn: Turn, slot: str) -> str:
    """The slot's value as text. Raises FormIncomplete: better an honest fault than a booking of nothing."""
    value = turn.slot(slot)
    if value is None:
        raise FormIncomplete(slot)
    return str(value)


def emptied(slots: tuple[str, ...]) -> Events:
    """Events that clear a form's answers, so that the next time starts afresh."""
    return [SlotSet(slot, None) for slot in slots]
