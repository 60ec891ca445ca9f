"""What every benchmark shares: medians and tails, CPU time of processes, and an honest table."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import psutil
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One side of a comparison: wall times in milliseconds, CPU milliseconds an operation (None: not measured)."""

    name: str
    walls_ms: Sequence[float]
    cpu_ms: float | None = None

    @property
    def median(self) -> float:
        """The median wall time in milliseconds."""
        return statistics.median(self.walls_ms)

    @property
    def p99(self) -> float:
        """The 99th percentile of the wall times in milliseconds."""
        ordered = sorted(self.walls_ms)
        return ordered[min(len(ordered) - 1, round(0.99 * (len(ordered) - 1)))]


@dataclass
class Report:
    """A benchmark's rows; the first is the floor that the others are divided by."""

    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def show(self) -> None:
        """Print machine, rows and ratios."""
        table = Table(title=self.title, title_justify="left")
        for column in ("", "n", "median ms", "p99 ms", "CPU ms/op", "median ratio", "CPU ratio"):
            table.add_column(column, justify="left" if not column else "right")
        for row in self.rows:
            table.add_row(*self.cells(row))
        console = Console(width=120)
        console.print(table)
        console.print(
            f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
        )
        for note in self.notes:
            console.print(f"  {note}")

    def cells(self, row: Row) -> tuple[str, ...]:
        """One row as text; ratios are against the first row."""
        floor = self.rows[0]
        cpu = "-" if row.cpu_ms is None else f"{row.cpu_ms:.2f}"
        ratio = "-" if row.cpu_ms is None or not floor.cpu_ms else f"{row.cpu_ms / floor.cpu_ms:.2f}"
        return (
            row.name,
            str(len(row.walls_ms)),
            f"{row.median:.2f}",
            f"{row.p99:.2f}",
            cpu,
            f"{row.median / floor.median:.2f}",
            ratio,
        )


def cpu_ms(pids: Iterable[int]) -> float:
    """User and system CPU milliseconds spent so far by processes and their children."""
    total = 0.0
    for pid in pids:
        parent = psutil.Process(pid)
        for process in [parent, *parent.children(recursive=True)]:
            spent = process.cpu_times()
            total += (spent.user + spent.system) * 1000
    return total
