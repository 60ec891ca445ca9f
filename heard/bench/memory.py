"""What a house weighs: time from start to healthy, and resident memory of each part."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil

from heard.bench.measure import Report, Row
from heard.house import PARTS, House


def measure(rounds: int) -> Report:
    """Start each part rounds // 100 times (at least twice), one at a time, and weigh it after start."""
    report = Report("Start of each part to healthy")
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            starts, weight = started(Path(folder), part, max(2, rounds // 100))
            report.rows.append(Row(part, starts))
            report.notes.append(f"{part}: {weight:.0f} MiB resident after start")
    return report


def started(folder: Path, part: str, times: int) -> tuple[list[float], float]:
    """Milliseconds to healthy of each start, and MiB resident (children included) after the last."""
    walls, weight = [], 0.0
    for _ in range(times):
        house = House(folder)
        begun = time.perf_counter()
        house.start(part)
        walls.append((time.perf_counter() - begun) * 1000)
        parent = psutil.Process(house.processes[part].pid)
        weight = sum(p.memory_info().rss for p in [parent, *parent.children(recursive=True)]) / 2**20
        house.stop(part)
    return walls, weight
