"""What listening first costs: a turn of the trained bot with and without its policy of empathy and its choice of words."""

from __future__ import annotations

import statistics
from typing import Any

from heard.bench.measure import Report, Row
from heard.bench.rasa_side import asked_of_rasa

SIDES = {
    "calm/without": "calm turn, bare",
    "calm/with": "calm turn, with empathy",
    "moved/without": "moved turn, bare",
    "moved/with": "moved turn, acknowledged",
}


def measure(rounds: int) -> Report:
    """`rounds` conversations of five turns for each side, alternating in one process; needs the trained model."""
    seen: dict[str, Any] = asked_of_rasa("bot.rehearsal.cost", "--rounds", str(rounds))
    rows = [
        Row(title, seen[key]["walls_ms"], statistics.median(seen[key]["cpu_ms"]))
        for key, title in SIDES.items()
    ]
    notes = [
        f"{name}: empathy adds {added(seen, name):.2f} ms of CPU to a turn (median); lines said in five turns: "
        f"{seen[f'{name}/without']['lines']} without, {seen[f'{name}/with']['lines']} with."
        for name in ("calm", "moved")
    ]
    return Report("A turn inside Rasa, with and without empathy", rows, [*notes, "Aim: 2 ms and less."])


def added(seen: dict[str, Any], name: str) -> float:
    """Median CPU milliseconds that empathy adds to a turn of this customer."""
    bare, felt = (statistics.median(seen[f"{name}/{side}"]["cpu_ms"]) for side in ("without", "with"))
    return float(felt - bare)
