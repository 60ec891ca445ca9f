"""The list of benchmarks, behind `heard bench`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from heard.bench import contract, empathy, length, memory, reading, reply, screen
from heard.bench.measure import Report

BENCHES: dict[str, tuple[str, Callable[[int], Report]]] = {
    "reply": ("message to reply through the whole house, against a bare Rasa REST round trip", reply.measure),
    "length": ("turn 300 of one conversation against turn 10", length.measure),
    "screen": ("message to agent's stream at 50 a second, against a bare Sanic echo", screen.measure),
    "reading": ("one reading on one thread, against normalising alone", reading.measure),
    "empathy": ("a turn inside Rasa with empathy, against the same bot without it", empathy.measure),
    "contract": ("invented conversations against the contract of acknowledgement", contract.measure),
    "memory": ("start-up and memory of each process", memory.measure),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard bench`."""
    purposes = "; ".join(f"{name}: {purpose}" for name, (purpose, _) in BENCHES.items())
    parser.add_argument("name", choices=[*BENCHES, "all"], help=purposes)
    parser.add_argument(
        "--rounds", type=int, default=200, help="operations measured on each side (default 200)"
    )


def perform(options: argparse.Namespace) -> int:
    """Run one benchmark or all of them, and print each as a table; returns 0."""
    for name in BENCHES if options.name == "all" else [options.name]:
        BENCHES[name][1](options.rounds).show()
    return 0
