"""Measures what empathy costs a turn: the same model with and without its policy and words, in turn, in one process."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot import settings as house
from bot.rehearsal.cast import Customer, Move
from empathy.emotion import UNREAD

if TYPE_CHECKING:
    from bot.rehearsal.stage import Stage

#: Wishes whose answers are words alone (the action server's time is no part of this), told in words far apart.
WISHES = {
    "opening_hours": "when does the shop close on a friday",
    "roaming": "will phoning from Portugal cost me extra",
    "wifi_setup": "which box do I plug the black cable into",
    "router_problem": "there is a red light blinking since breakfast",
    "password_reset": "it says my login does not exist any more",
}
CALM = replace(UNREAD, toned=True)
MOVED = replace(UNREAD, emotion="frustration", intensity=0.84, toned=True)


@dataclass
class Cost:
    """Wall and CPU milliseconds of each turn."""

    walls_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    async def of(self, played: Stage, customer: Customer) -> int:
        """Play a conversation, note what a turn of it cost, and return how many lines were said."""
        cpu, wall = time.process_time(), time.perf_counter()
        exchanges = await played.play(customer)
        turns = len(exchanges)
        self.cpu_ms.append(1e3 * (time.process_time() - cpu) / turns)
        self.walls_ms.append(1e3 * (time.perf_counter() - wall) / turns)
        return sum(len(one.lines) for one in exchanges)


def customers() -> dict[str, Customer]:
    """Two customers with the same wishes: nothing moves the one, everything the other."""
    return {"calm": _customer(CALM), "moved": _customer(MOVED)}


def _customer(reading: Any) -> Customer:
    moves = tuple(Move("message", text, wish, reading) for wish, text in WISHES.items())
    return Customer("web", "en", "well", moves)


async def compare(sides: dict[str, Stage], rounds: int) -> dict[str, Any]:
    """Each customer played `rounds` times to each side, alternating; "moved/with" and so on -> cost, and lines said."""
    costs = {f"{name}/{side}": Cost() for name in customers() for side in sides}
    said = dict.fromkeys(costs, 0)
    for _ in range(rounds):
        for name, customer in customers().items():
            for side, played in sides.items():
                said[f"{name}/{side}"] = await costs[f"{name}/{side}"].of(played, customer)
    return {
        key: {"walls_ms": cost.walls_ms, "cpu_ms": cost.cpu_ms, "lines": said[key]}
        for key, cost in costs.items()
    }


def stages() -> dict[str, Stage]:
    """The newest model as it is, and the same without EmpathyPolicy and with Rasa's own choice of words."""
    from rasa.core.nlg import TemplatedNaturalLanguageGenerator

    from bot.preflight import newest_model
    from bot.rehearsal.stage import stage
    from bot.rehearsal.unfeeling import without

    model = newest_model(house.read().models)
    bare = stage(model, seed=1, words=TemplatedNaturalLanguageGenerator({}))
    without(bare.processor.graph_runner, "EmpathyPolicy")
    return {"without": bare, "with": stage(model, seed=1)}


def main(words: Sequence[str] | None = None) -> int:
    """Print the comparison as one line of JSON; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m bot.rehearsal.cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args(words)
    house.quiet_rasa()
    from bot.logs import be_discreet

    be_discreet("CRITICAL")
    logging.disable(logging.CRITICAL)
    report = asyncio.run(compare(stages(), options.rounds))
    sys.stdout.write(json.dumps(report) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
