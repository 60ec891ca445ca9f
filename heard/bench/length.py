"""Whether a long talk gets slower: angry customers have long conversations, and stock Rasa slows 17 to 29 fold over 300 turns."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from heard.bench.measure import Report, Row
from heard.bench.reply import QUESTIONS
from heard.client import HouseClient
from heard.house import running_house

WINDOW = 10
TURNS = 300


def measure(rounds: int) -> Report:
    """310 turns of one conversation, repeated rounds // 100 times (at least once); turns around 10, 100, 200, 300 compared."""
    marks: dict[int, list[float]] = {10: [], 100: [], 200: [], 300: []}
    with tempfile.TemporaryDirectory() as folder, running_house(Path(folder)) as house:
        for _ in range(max(1, rounds // 100)):
            walls = talk(house.client)
            for turn, seen in marks.items():
                seen.extend(walls[turn - WINDOW // 2 : turn + WINDOW // 2])
    rows = [Row(f"turns around {turn}", seen) for turn, seen in marks.items()]
    return Report("One long conversation", rows, ["Aim: turn 300 within 1.25 of turn 10."])


def talk(client: HouseClient) -> list[float]:
    """Milliseconds of each turn of one long conversation."""
    customer = client.open()
    walls = []
    for index in range(TURNS + WINDOW):
        started = time.perf_counter()
        client.turn(customer.id, customer.say(QUESTIONS[index % len(QUESTIONS)]).number)
        walls.append((time.perf_counter() - started) * 1000)
    return walls
