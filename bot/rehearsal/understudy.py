"""Stands in for the action server in a rehearsal: it answers, answers wrongly, or is dead, as the customer's fate has it."""

from __future__ import annotations

import random
from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig

from bot.policies.names import HANDOFF, HANDOFF_WORDS, WATCH

Answer = dict[str, Any]
FLAKY = 0.4


class Understudy(EndpointConfig):
    """Rasa's action endpoint without a network; `health` is well, flaky or dead."""

    def __init__(self, seed: int) -> None:
        super().__init__("http://understudy.invalid")
        self.draw = random.Random(seed)
        self.health = "well"

    async def request(self, method: str = "post", subpath: str | None = None, **call: Any) -> Answer:
        """What an action server would answer; raises aiohttp's ClientConnectionError for one that is gone."""
        body: dict[str, Any] = call["json"]
        if self.health == "dead" or (self.health == "flaky" and self.draw.random() < FLAKY):
            if self.draw.random() < 0.5:
                raise aiohttp.ClientConnectionError("the action server is gone")
            return {"events": [], "responses": []}
        name = str(body["next_action"])
        if name == HANDOFF:
            return _handoff()
        if name == WATCH:
            return {"events": self._watched(), "responses": []}
        if name.startswith("validate_"):
            return {"events": _just_set(body), "responses": []}
        return {"events": [_slot("signals", {"asked": name})], "responses": [{"text": f"what {name} found"}]}

    def _watched(self) -> list[Answer]:
        due = self.draw.choice(("none", "offer", "priority"))
        return [_slot("signals", {"repeats": 1}), *([_slot("person_due", due)] if due != "none" else [])]


def _slot(name: str, value: Any) -> Answer:
    return {"event": "slot", "name": name, "value": value}


def _handoff() -> Answer:
    request = {"reason": "asked", "level": "offer", "open_request": {}, "tried": [], "signals": {}}
    words = {"response": HANDOFF_WORDS, "custom": {"handoff": request}}
    resting = [{"event": "active_loop", "name": None}, _slot("requested_slot", None)]
    return {"events": [*resting, _slot("handed_over", True)], "responses": [words]}


def _just_set(body: dict[str, Any]) -> list[Answer]:
    """The slots that the latest message filled, all taken as good."""
    events = body["tracker"]["events"]
    said = max((at for at, event in enumerate(events) if event["event"] == "user"), default=0)
    kept = [event for event in events[said:] if event["event"] == "slot"]
    return [_slot(event["name"], event["value"]) for event in kept if _is_answer(event["name"])]


def _is_answer(name: str) -> bool:
    return name.split("_")[0] in ("visit", "plan", "dispute")
