"""Logs hold what is on the list, and never a customer's words or feelings."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from handoff_service.db import Database
from handoff_service.logs import ALLOWED, only_allowed
from tests.fakes.fake_bot import FakeBot, Script
from tests.fakes.running import Service

CANARY = "canary-7f3a my husband hits me"


def test_a_field_that_is_not_on_the_list_is_dropped() -> None:
    entry = only_allowed(None, "info", {"event": "x", "text": CANARY, "emotion": "sadness", "kind": "y"})
    assert entry == {"event": "x", "kind": "y"}


def test_nothing_on_the_list_names_words_or_feelings() -> None:
    assert not ALLOWED & {
        "text",
        "body",
        "words",
        "emotion",
        "reading",
        "disclosure",
        "tier",
        "level_of_distress",
        "name",
    }


def test_a_log_line_is_one_json_object_whatever_is_in_it() -> None:
    program = (
        "from handoff_service.logs import configure, log; configure();"
        "log.info('x\\n{\"forged\": 1}', kind='a\\x1b[31m\\nb', text='canary-7f3a')"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    (line,) = run.stderr.splitlines()
    assert json.loads(line)["kind"] == "a\x1b[31m\nb"
    assert "canary" not in line


async def test_errors_of_the_database_do_not_repeat_what_was_said(database_url: str) -> None:
    database = Database(database_url, wake=lambda *_: None)
    with pytest.raises(SQLAlchemyError) as fault:
        await failing(database)
    assert "canary" not in str(fault.value)
    await database.close()


async def failing(database: Database) -> None:
    async with database.unit_of_work() as tx:
        await tx.execute(text("INSERT INTO no_such_table VALUES (:words)"), {"words": CANARY})


async def test_a_whole_walk_with_faults_writes_no_canary(
    service: Service, bot: FakeBot, capfd: pytest.CaptureFixture[str]
) -> None:
    bot.scripts[CANARY] = Script([{"type": "nonsense"}], times=2)
    customer = await service.customer(name="canary-7f3a")
    await customer.say(CANARY)
    await customer.heard("Answer to")
    await customer.say("x" * 20_000 + CANARY)
    captured = capfd.readouterr()
    assert "canary" not in captured.out + captured.err
