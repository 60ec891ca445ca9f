"""Whether the trained bot keeps the contract of acknowledgement, whatever its customers do: counts, and every breach."""

from __future__ import annotations

from typing import Any

from heard.bench.measure import Report, Row
from heard.bench.rasa_side import asked_of_rasa

CONVERSATIONS_A_ROUND = 50
SHOWN = 10


def measure(rounds: int) -> Report:
    """50 invented conversations a round with the trained bot (10,000 by default), judged from the outside."""
    count = rounds * CONVERSATIONS_A_ROUND
    seen: dict[str, Any] = asked_of_rasa("bot.rehearsal", "--conversations", str(count), fine=(0, 1))
    turn = 1e3 * seen["cpu_s"] / seen["turns"]
    broken = seen["violations"]
    notes = [
        f"{seen['conversations']} conversations, {seen['turns']} turns, {seen['acknowledgements']} acknowledgements: "
        f"{len(broken)} violations.",
        *(f"{name}: had something to say {times} times" for name, times in seen["promises"].items()),
        *(f"BROKEN in conversation {one['conversation']}, turn {one['exchange']}: {one['promise']} ({one['said']})"
          for one in broken[:SHOWN]),
    ]  # fmt: skip
    return Report("The contract of acknowledgement", [Row("a turn of the rehearsal", [turn], turn)], notes)
