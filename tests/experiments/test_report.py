"""What came of an experiment leaves the house as aggregates alone: a conversation counts once, and every look is noted."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from empathy.emotion import UNREAD
from empathy.experiments import Experiment
from empathy.outcomes import Evidence
from handoff_service.clock import utc_now
from handoff_service.conversations import store as conversations_store
from handoff_service.experiments import store
from handoff_service.experiments.service import LOOKED, Viewing, evidence, looked_at
from handoff_service.ledger import store as ledger
from handoff_service.schema import conversations, customers, messages, readings
from heard import cli
from tests.experiments.conftest import BILL, Clock, write
from tests.fakes.desk_people import person
from tests.fakes.running import Customer, Service

FURIOUS, ANNOYED = "furious about my bill", "annoyed about my bill"


def bill_of(service: Service) -> Experiment:
    return next(one for one in service.house.words.experiments if one.id == "bill")


async def told(customer: Customer, *texts: str) -> None:
    for number, text in enumerate(texts, start=1):
        await customer.say(text)
        await customer.heard(BILL, times=number)


async def found(service: Service) -> list[Evidence]:
    async with service.house.database.view() as tx:
        reached = await store.heard(tx, "bill")
        return await evidence(tx, bill_of(service), reached, now=service.house.now())


async def changed(service: Service, table: Any, **values: object) -> None:
    async with service.house.database.unit_of_work() as tx:
        await tx.execute(update(table).values(**values))


async def test_feelings_are_compared_from_the_message_answered_to_the_next(service: Service) -> None:
    await told(await service.customer(), FURIOUS, ANNOYED)
    (one,) = await found(service)
    assert one.change == pytest.approx(0.5 - 0.9)
    assert (one.arm, one.sent) == ("plain", 2)


async def test_without_a_next_message_nothing_is_known_of_feelings(service: Service) -> None:
    await told(await service.customer(), FURIOUS)
    assert [one.change for one in await found(service)] == [None]


async def test_feelings_are_left_alone_where_the_customer_did_not_agree(service: Service) -> None:
    await told(await service.customer(consent={"tone": False}), FURIOUS, ANNOYED)
    withdrawn = await service.customer()
    await told(withdrawn, FURIOUS, ANNOYED)
    await withdrawn.post("consent", {"tone": False})
    assert [one.change for one in await found(service)] == [None, None]


async def test_a_person_who_was_called_and_how_it_ended_count_from_the_words_on(service: Service) -> None:
    ada, customer = await person(service), await service.customer()
    await told(customer, FURIOUS)
    assert [(one.handoff, one.resolved) for one in await found(service)] == [(False, None)]
    await customer.post("person", {})
    async with service.house.database.view() as tx:
        handoff = await service.house.desk.current(tx, customer.id)
    assert handoff is not None
    await service.house.handoffs.accept(handoff.id, agent_id=ada.agent.id, agent_name=ada.agent.name)
    assert [(one.handoff, one.resolved) for one in await found(service)] == [(True, None)]
    await service.house.handoffs.close(await ada.step(customer), outcome="resolved")
    assert [(one.handoff, one.resolved) for one in await found(service)] == [(True, True)]


async def test_a_person_called_before_the_words_is_not_their_doing(service: Service) -> None:
    customer = await service.customer()
    await customer.post("person", {})
    await customer.post("assistant", {})
    await told(customer, FURIOUS)
    assert [one.handoff for one in await found(service)] == [False]


async def test_who_writes_anew_within_a_week_comes_back(service: Service, clock: Clock) -> None:
    quiet, back = await service.customer(), await service.customer()
    await told(quiet, FURIOUS, ANNOYED)
    await told(back, FURIOUS)
    assert [one.repeat for one in await found(service)] == [None, None]
    clock.pass_by(hours=13)
    await back.say("it is the bill again")
    clock.pass_by(days=7)
    assert sorted((one.sent, one.repeat) for one in await found(service)) == [(1, True), (2, False)]


async def test_a_talk_that_goes_on_is_no_new_contact(service: Service, clock: Clock) -> None:
    customer = await service.customer()
    await told(customer, FURIOUS)
    clock.pass_by(hours=11)
    await customer.say("still here")
    clock.pass_by(days=7)
    assert [one.repeat for one in await found(service)] == [False]


async def test_whoever_heard_two_arms_speaks_for_none_and_is_told_of(service: Service) -> None:
    customer = await service.customer()
    await told(customer, FURIOUS, ANNOYED)
    async with service.house.database.unit_of_work() as tx:
        last = (await conversations_store.get(tx, customer.id)).last_number
        await tx.execute(update(messages).where(messages.c.number == last).values(arm="warm"))
    assert await found(service) == []
    report = await looked_at(service.house.database, bill_of(service), Viewing("me", utc_now()))
    assert any(said.startswith("1 conversations heard two arms") for said in report.warnings)


async def test_every_look_is_in_the_ledger_and_the_next_one_is_warned(service: Service) -> None:
    await told(await service.customer(), FURIOUS)
    viewing, bill = Viewing("account:ada", utc_now()), bill_of(service)
    reports = [await looked_at(service.house.database, bill, viewing) for _ in range(2)]
    assert [one.warnings[0][:14] for one in reports] == ["This is look 1", "This is look 2"]
    async with service.house.database.view() as tx:
        entries = await ledger.entries(tx, subject="bill")
    assert [entry["kind"] for entry in entries] == [LOOKED, LOOKED]
    assert entries[0]["body"] == {"by": "account:ada", "conversations": 1}


async def kept_talks(service: Service, *, arm: str, count: int, after: float) -> None:
    """Conversations as the service keeps them: furious, then words of an arm, then `after`."""
    at = utc_now()
    talk = {
        **dict.fromkeys(("epoch", "last_number", "tier", "stale_dropped"), 0),
        "course": {},
        "context": {},
    }
    talk |= {"channel": "web", "language": "en", "locale": "en-US", "state": "bot", "owner": "bot"}
    talk |= {"level": "none", "tone_consent": True, "told_down": False, "created_at": at, "updated_at": at}
    said = {"purpose": "answer", "text": "x", "buttons": [], "epoch": 1, "at": at}
    async with service.house.database.unit_of_work() as tx:
        for number in range(count):
            name, change = f"{arm}{number}", 0.02 * (number % 3)
            await tx.execute(insert(customers).values(id=name, channel="web", created_at=at))
            await tx.execute(insert(conversations).values(talk | {"id": name, "customer_id": name}))
            for place, intensity in ((1, 0.9), (2, None), (3, after + change)):
                one = {"id": f"{name}-{place}", "conversation_id": name, "number": place, **said}
                trial = {"author": "bot", "experiment": "bill", "arm": arm} if intensity is None else {}
                await tx.execute(insert(messages).values({"author": "customer", **one, **trial}))
                if intensity is not None:
                    read = {"emotion": "frustration", "intensity": intensity}
                    body = {**UNREAD.to_dict(), **read, "toned": True}
                    kept = {"message_id": one["id"], "conversation_id": name, "number": place, "at": at}
                    kept |= {**read, "level": "none", "tier": 0, "course": 0, "body": body}
                    await tx.execute(insert(readings).values(kept))


async def command(service: Service, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setenv("HEARD_DATA_DIR", str(service.settings.data_dir))
    monkeypatch.setenv("HEARD_DATABASE_URL", service.settings.database_url)
    root = str(service.ways.root)
    return await asyncio.to_thread(cli.main, ["experiments", "--root", root, *words])


async def test_the_report_says_figures_with_their_sureness_and_nothing_of_anybody(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await kept_talks(service, arm="plain", count=40, after=0.8)
    await kept_talks(service, arm="warm", count=40, after=0.5)
    assert await command(service, monkeypatch, "report", "bill", "--json") == 0
    (bill,) = json.loads(capsys.readouterr().out)["experiments"]
    (difference,) = bill["differences"]
    change = difference["figures"]["emotion_change"]
    assert (difference["arm"], change["value"]) == ("warm", -0.3)
    assert change["low"] < -0.3 < change["high"] < 0
    assert bill["arms"][0] | {"figures": None} == {
        "arm": "plain", "share": 0.5, "customers": 40, "conversations": 40, "sent": 40, "figures": None
    }  # fmt: skip
    assert bill["arms"][0]["figures"]["repeat_contact"]["why"] == "fewer than 10 conversations"
    assert "plain0" not in json.dumps(bill)
    assert "there is no verdict before" in bill["verdict"]


async def test_fewer_than_ten_readings_are_never_shown(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await kept_talks(service, arm="plain", count=9, after=0.1)
    await command(service, monkeypatch, "report", "--json")
    bill = json.loads(capsys.readouterr().out)["experiments"][0]
    nothing = {"n": None, "value": None, "low": None, "high": None, "why": "fewer than 10 conversations"}
    assert bill["arms"][0]["figures"]["emotion_change"] == nothing


async def test_designers_read_list_and_report_as_text(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await kept_talks(service, arm="plain", count=30, after=0.8)
    await kept_talks(service, arm="warm", count=30, after=0.5)
    assert await command(service, monkeypatch) == 0
    assert "bill  running" in capsys.readouterr().out
    assert await command(service, monkeypatch, "report", "bill") == 0
    shown = capsys.readouterr().out
    assert "emotion_change  -0.30 (-0.31 to -0.29, n 30)" in shown
    assert "handoff         0.0 % (0.0 to 11.4, n 30)" in shown
    assert "handoff         +0.0 points (-11.4 to +11.4, n 30)" in shown
    assert "no ratings are collected" in shown


async def test_what_cannot_be_reported_is_refused_with_what_there_is(
    service: Service, designers: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await command(service, monkeypatch, "report", "bills") == 2
    assert "there is no experiment 'bills'. There are: bill, person." in capsys.readouterr().err
    write(designers, [])
    assert await command(service, monkeypatch, "report") == 0
    assert "No experiment is written yet" in capsys.readouterr().out
    write(designers, [{"id": "x"}])
    assert await command(service, monkeypatch) == 2
    assert "`heard check` shows every fault" in capsys.readouterr().err


def test_nothing_is_made_where_there_is_no_database(
    designers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path / "nowhere"))
    monkeypatch.delenv("HEARD_DATABASE_URL", raising=False)
    assert cli.main(["experiments", "--root", str(designers), "report"]) == 2
    assert "There is no database at" in capsys.readouterr().err
    assert not (tmp_path / "nowhere/heard.db").exists()
