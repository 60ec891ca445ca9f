"""Corrections leave the house as training lines: with consent, without numbers and addresses, and never unnoticed."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from emotion_model.corpus import line_of
from empathy.correction import Judgement
from handoff_service.conversations.exporting import SUBJECT
from handoff_service.db import Database
from handoff_service.ledger import store as ledger
from heard import cli, readings
from heard.errors import CommandFailed
from tests.fakes.desk_people import person, waiting
from tests.fakes.running import Service
from tests.handoffs.test_correcting import ANXIOUS, correct, desk, message, verdict

KEYS = ["text", "emotion", "intensity", "disclosure", "person", "lang", "style", "situation", "split"]


async def lines(service: Service, since: str | None = None) -> list[dict[str, Any]]:
    return await readings.exported(service.settings, readings.day_of(since))


async def noted(service: Service) -> list[Mapping[str, Any]]:
    async with service.house.database.view() as tx:
        entries = await ledger.entries(tx, subject=SUBJECT)
    return [entry["body"] for entry in entries]


async def test_a_correction_is_a_line_of_the_corpus_for_training_alone(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed, +1 (555) 010-4477"), await person(service)
    await correct(customer, ada, Judgement("anxiety", 0.8, "bereavement", "third"))
    (made,) = await lines(service)
    assert list(made) == KEYS
    assert made["text"] == "I am annoyed, +0 (000) 000-0000"
    line = line_of(json.loads(json.dumps(made)))
    assert (line.emotion, line.intensity, line.disclosure, line.person) == (
        "anxiety",
        0.8,
        "bereavement",
        "third",
    )
    assert (line.lang, line.style, line.split) == ("en", ("web",), "train")
    assert line.situation == f"corrections/{customer.id}"


async def test_what_counts_leaves_and_what_was_taken_back_does_not(service: Service) -> None:
    customer, ada = await waiting(service, "hm", "whatever"), await person(service)
    await correct(customer, ada, ANXIOUS)
    await correct(customer, ada, Judgement("shame", None, "none"))
    assert [line["emotion"] for line in await lines(service)] == ["shame"]
    second = (await message(customer)).corrections[1]
    await desk(service).take_back(verdict(customer, ada), second.id)
    assert [line["emotion"] for line in await lines(service)] == ["anxiety"]
    await desk(service).confirm(verdict(customer, ada))
    assert [line["emotion"] for line in await lines(service)] == ["neutral"]
    for one in (await message(customer)).corrections:
        if one.judgement and one.id != second.id:
            await desk(service).take_back(verdict(customer, ada), one.id)
    assert await lines(service) == []


async def test_without_consent_nothing_leaves_also_when_it_was_given_later(service: Service) -> None:
    customer = await waiting(service, "There is a bridge", consent={"tone": False})
    ada = await person(service)
    await correct(customer, ada, Judgement("neutral", None, "suicide"))
    assert await lines(service) == []
    await customer.post("consent", {"tone": True})
    assert await lines(service) == []
    other = await waiting(service, "I am annoyed")
    await correct(other, ada, ANXIOUS)
    await other.post("consent", {"tone": False})
    assert await lines(service) == []


async def test_each_export_is_in_the_ledger_with_who_and_how_many_and_no_words(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    await correct(customer, ada, ANXIOUS)
    await lines(service)
    await lines(service, "2999-01-01")
    first, second = await noted(service)
    assert first == {"by": readings.account(), "since": None, "lines": 1, "conversations": 1}
    assert (second["since"], second["lines"]) == ("2999-01-01T00:00:00+00:00", 0)


async def test_since_leaves_out_what_was_judged_before(service: Service) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    await correct(customer, ada, ANXIOUS)
    judged = (await message(customer)).corrections[0].at
    assert len(await lines(service, f"{judged:%Y-%m-%d}")) == 1
    assert await lines(service, "2999-01-01") == []


async def test_a_schema_that_is_behind_is_left_alone(service: Service, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "heard.db").touch()
    behind = Path(tmp_path / "empty" / "heard.db")
    house = type(service.settings)(database_url=f"sqlite+aiosqlite:///{behind}")
    with pytest.raises(CommandFailed, match="Start the house once"):
        await readings.exported(house, None)
    assert await Database(house.database_url, wake=lambda *_: None).revision() is None


def options(**given: Any) -> argparse.Namespace:
    return argparse.Namespace(**({"since": None, "out": None, "verb": "export"} | given))


@pytest.mark.parametrize("given", ["yesterday", "2026-13-01", "01.11.2026", ""])
def test_a_day_that_is_none_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(CommandFailed, match="Write it as 2026-11-01"):
        readings.perform(options(since=given))


def test_a_missing_database_is_not_made_by_asking_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("HEARD_DATABASE_URL", raising=False)
    with pytest.raises(CommandFailed, match="There is no database at"):
        readings.perform(options())
    assert not (tmp_path / "heard.db").exists()


def test_a_file_is_new_and_its_owners_alone(tmp_path: Path) -> None:
    out = tmp_path / "lines.jsonl"
    readings.write([{"text": "é"}], out)
    assert out.read_text(encoding="utf-8") == '{"text": "é"}\n'
    assert out.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandFailed, match="exists already"):
        readings.perform(options(out=out))
    with pytest.raises(CommandFailed, match="There is no folder"):
        readings.perform(options(out=tmp_path / "nowhere" / "lines.jsonl"))
    with pytest.raises(CommandFailed, match="Cannot write"):
        readings.write([], tmp_path)


async def test_the_command_writes_the_file_and_says_how_much(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    customer, ada = await waiting(service, "I am annoyed"), await person(service)
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HEARD_DATABASE_URL", service.settings.database_url)
    assert await asyncio.to_thread(cli.main, ["readings", "export"]) == 0
    assert "No reading was corrected or confirmed yet" in capsys.readouterr().err
    await correct(customer, ada, ANXIOUS)
    out = tmp_path / "lines.jsonl"
    assert await asyncio.to_thread(cli.main, ["readings", "export", "--out", str(out)]) == 0
    assert "1 lines from 1 conversations." in capsys.readouterr().err
    assert [json.loads(line)["emotion"] for line in out.read_text().splitlines()] == ["anxiety"]
    assert await asyncio.to_thread(cli.main, ["readings", "export", "--since", "soon"]) == 2
    assert "Write it as 2026-11-01" in capsys.readouterr().err
