"""A small house for actions: a fixed moment, a desk in memory, and trackers told in a line."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.business.memory import MemoryDesk
from actions.business.seed import company
from actions.speaking import House

NOW = datetime(2026, 7, 2, 9, 0, tzinfo=timezone(timedelta(hours=-4)))  # a Thursday
ACCOUNT = {"account_number": "HB-1001"}
FORMS = {
    "technician_form": {"required_slots": ["visit_problem", "visit_day", "visit_window"]},
    "payment_plan_form": {"required_slots": ["plan_months", "plan_start_day"]},
    "dispute_form": {"required_slots": ["dispute_month", "dispute_amount", "dispute_reason"]},
}
DOMAIN: dict[str, Any] = {"forms": FORMS, "slots": {}}


def house(now: datetime = NOW) -> House:
    """A house in memory in which it is always `now`."""
    return House(MemoryDesk(company(now)), lambda: now)


def said(text: str, intent: str = "inform", **more: Any) -> dict[str, Any]:
    """A message of the customer as Rasa stores it; more: entities, reading, at, message_id."""
    entities = [{"entity": name, "value": value} for name, value in more.pop("entities", {}).items()]
    parsed: dict[str, Any] = {"text": text, "intent": {"name": intent}, "entities": entities}
    if "reading" in more:
        parsed["emotion"] = more.pop("reading")
    identity = more.get("message_id", f"m-{text}")
    return {
        "event": "user",
        "text": text,
        "parse_data": parsed,
        "timestamp": more.get("at", 0.0),
        "message_id": identity,
    }


def did(name: str, at: float = 0.0) -> dict[str, Any]:
    """An action that ran."""
    return {"event": "action", "name": name, "timestamp": at}


@dataclass
class Answer:
    """What an action said and which events it returned."""

    messages: list[dict[str, Any]]
    events: list[dict[str, Any]]
    responses: list[str] = field(init=False)
    slots: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.responses = [message["response"] for message in self.messages]
        self.slots = {event["name"]: event["value"] for event in self.events if event["event"] == "slot"}

    def facts(self, at: int = 0) -> dict[str, Any]:
        """The placeholders of one message."""
        shape = {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
        return {name: value for name, value in self.messages[at].items() if name not in shape}


def ask(
    action: Action, *events: dict[str, Any], slots: dict[str, Any] | None = None, form: str = ""
) -> Answer:
    """Run one action on a conversation of these events; slots default to the demo account."""
    users = [event for event in events if event["event"] == "user"]
    latest = users[-1]["parse_data"] if users else {}
    held = {**ACCOUNT, **(slots or {})}
    loop = {"name": form} if form else {}
    tracker = Tracker("c-1", held, dict(latest), list(events), False, None, loop, "action_listen")
    dispatcher = CollectingDispatcher()
    answered = asyncio.run(action.run(dispatcher, tracker, DOMAIN))
    return Answer(dispatcher.messages, list(answered))


def fill(action: Action, slot: str, value: Any, message: dict[str, Any], **slots: Any) -> Answer:
    """Let a form check one answer, given in `message`, while it asks for `slot`."""
    candidate = {"event": "slot", "name": slot, "value": value}
    form = action.name().removeprefix("validate_")
    return ask(action, message, candidate, slots={"requested_slot": slot, **slots, slot: value}, form=form)
