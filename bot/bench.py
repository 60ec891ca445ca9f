"""Measures what a turn costs inside Rasa as a conversation grows: `python -m bot.bench`, in the folder with models/."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot import settings as house
from empathy.wire import BotTurn

#: What the measured customer says, over and over: no action server needed, and too short to count as repeating oneself.
LINES = ("hello", "roaming costs", "thank you", "wifi setup", "opening hours")
#: Turns on each side of the one that is reported, so that one slow moment does not decide.
AROUND = 6


async def turn_costs(runner: Any, turns: int, *, lines: Sequence[str] = LINES) -> list[tuple[float, float]]:
    """Play `turns` messages of one conversation; (wall, CPU) milliseconds of this process for each."""
    from bot.channels.live import LiveTurn

    costs = []
    for number in range(1, turns + 1):
        text = lines[number % len(lines)]
        turn = BotTurn("bench", f"bench-{number}", number, "message", text, context={"account": "HB-1001"})
        wall, cpu = time.perf_counter(), time.process_time()
        await runner.answer(turn, LiveTurn())
        costs.append((1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu)))
    return costs


def around(costs: Sequence[tuple[float, float]], turn: int) -> dict[str, float]:
    """The median cost of the turns around `turn` (counted from 1)."""
    near = costs[max(0, turn - 1 - AROUND) : turn - 1 + AROUND]
    return {
        "wall_ms": round(statistics.median(wall for wall, _ in near), 2),
        "cpu_ms": round(statistics.median(cpu for _, cpu in near), 2),
    }


async def growth(settings: house.Settings, *, early: int = 10, late: int = 300) -> dict[str, Any]:
    """The cost of an early and a late turn of one conversation, and their ratio in CPU time."""
    from bot.channels.turns import TurnRunner
    from bot.logs import be_discreet
    from bot.server import make_agent
    from bot.tracker_store import HeardTrackerStore

    be_discreet("WARNING")
    with tempfile.TemporaryDirectory() as folder:
        store = HeardTrackerStore(f"sqlite:///{Path(folder) / 'rasa.db'}")
        runner = TurnRunner(make_agent(settings, store=store), store)
        costs = await turn_costs(runner, late + AROUND)
        runner.close()
    first, last = around(costs, early), around(costs, late)
    return {
        f"turn_{early}": first,
        f"turn_{late}": last,
        "ratio_cpu": round(last["cpu_ms"] / first["cpu_ms"], 3),
        "ratio_wall": round(last["wall_ms"] / first["wall_ms"], 3),
    }


def main() -> int:
    """Print the growth as one line of JSON."""
    house.quiet_rasa()
    settings = replace(house.read(), action_within=1.0)
    sys.stdout.write(json.dumps(asyncio.run(growth(settings))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
