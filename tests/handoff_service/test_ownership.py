"""Ownership is proven, not promised: the invariants hold on every walk that Hypothesis finds, on both databases."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from handoff_service.db import Database
from tests.handoff_service.ownership import Ownership

EXAMPLES = settings(
    max_examples=int(os.environ.get("HEARD_WALKS", "12")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_nobody_talks_over_anybody_on_any_walk(database_url: str, tmp_path: Path) -> None:
    asyncio.run(migrated(database_url))
    machine = type("Walk", (Ownership,), {"url": database_url, "folder": tmp_path})
    run_state_machine_as_test(machine, settings=EXAMPLES)


async def migrated(url: str) -> None:
    database = Database(url, wake=lambda *_: None)
    await database.migrate()
    await database.close()
