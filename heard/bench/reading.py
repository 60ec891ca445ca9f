"""What one reading costs on one thread, against normalising the same texts."""

from __future__ import annotations

import time
from collections.abc import Callable

import emotion_model
from empathy.normalise import matching
from heard.bench.measure import Report, Row

TEXTS = (
    "hi, what are your opening hours on saturday?",
    "My bill went up by 18 dollars and NOBODY can tell me why. This is the third time I'm asking!!",
    "internet's been down since this morning, i work from home and my boss is losing it",
    "sorry to bother you, I feel stupid asking, but which cable goes where?",
    "Mi internet no funciona desde ayer y nadie me contesta",
    "I lost my husband in March and I can't face all these letters, could you please help me close his line",
)


def measure(rounds: int) -> Report:
    """Each text read `rounds` times, alternating with the floor."""
    model = emotion_model.load()
    sides: dict[str, Callable[[str], object]] = {"normalising alone": matching, "a whole reading": model.read}
    walls = {name: list[float]() for name in sides}
    spent = dict.fromkeys(sides, 0.0)
    for index in range(rounds * len(TEXTS)):
        for name, work in sides.items():
            cpu, started = time.process_time(), time.perf_counter()
            work(TEXTS[index % len(TEXTS)])
            walls[name].append((time.perf_counter() - started) * 1000)
            spent[name] += (time.process_time() - cpu) * 1000
    rows = [Row(name, walls[name], spent[name] / len(walls[name])) for name in sides]
    return Report("One reading", rows)
