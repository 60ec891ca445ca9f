"""Rasa's side of conversations: nothing lost, nothing overwritten, a short window to work with."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from sqlalchemy.exc import IntegrityError

from bot import history, settings
from bot.store_engine import metadata
from bot.tracker_store import HeardTrackerStore
from tests.bot.parts import DOMAIN, says, tracker
from tests.fakes import postgres
from tests.fakes.bot_process import ROOT


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    found = postgres.binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.cluster(found) as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'rasa.db'}"
    fresh = request.getfixturevalue("cluster").fresh()
    return settings.read({"HEARD_DATABASE_URL": fresh}).store_url


@pytest.fixture
def store(url: str) -> Iterator[HeardTrackerStore]:
    opened = HeardTrackerStore(url, domain=DOMAIN)
    yield opened
    opened.close()


async def play(store: HeardTrackerStore, turns: int, *, start: int = 0) -> None:
    for number in range(start, start + turns):
        made = await store.get_or_create_tracker("customer", append_action_listen=False)
        for event in [
            *says(f"message {number}"),
            ActionExecuted("utter_bill"),
            BotUttered(f"answer {number}"),
        ]:
            made.update(event)
        await store.save(made)


async def test_a_conversation_comes_back_as_it_was(store: HeardTrackerStore) -> None:
    await play(store, 3)
    found = await store.retrieve("customer")
    assert [event.text for event in found.events if isinstance(event, UserUttered)] == [
        f"message {n}" for n in range(3)
    ]
    assert found.latest_action_name == "utter_bill"


async def test_a_stranger_is_not_found(store: HeardTrackerStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.finished_turn("nobody", "m") is None
    assert await store.retrieve_full_tracker("nobody") is None


async def test_the_window_stays_short_and_the_whole_is_kept(store: HeardTrackerStore) -> None:
    await play(store, 100)
    found, whole = await store.retrieve("customer"), await store.retrieve_full_tracker("customer")
    messages = [sum(isinstance(event, UserUttered) for event in one.events) for one in (found, whole)]
    assert history.TURNS_KEPT <= messages[0] <= history.TURNS_AT_MOST
    assert messages[1] == 100


async def test_what_the_first_turn_set_still_holds_at_turn_300(store: HeardTrackerStore) -> None:
    first = await store.get_or_create_tracker("customer", append_action_listen=False)
    for event in [
        *says("hello"),
        SlotSet("account_number", "HB-1001"),
        SlotSet("signals", {"repeats": [1, 2]}),
    ]:
        first.update(event)
    await store.save(first)
    await play(store, 299, start=1)
    found = await store.retrieve("customer")
    assert found.get_slot("account_number") == "HB-1001"
    assert found.copy().get_slot("signals") == {"repeats": [1, 2]}
    assert found.get_slot("language") == "en"


async def test_a_form_that_began_before_the_window_is_still_open(store: HeardTrackerStore) -> None:
    first = await store.get_or_create_tracker("customer", append_action_listen=False)
    for event in [
        *says("hello"),
        ActionExecuted("technician_form"),
        ActiveLoop("technician_form"),
        SlotSet("requested_slot", "visit_day"),
        SlotSet("visit_problem", "no light"),
    ]:
        first.update(event)
    await store.save(first)
    await play(store, 40, start=1)
    found = (await store.retrieve("customer")).copy()
    assert found.active_loop_name == "technician_form"
    assert found.get_slot("requested_slot") == "visit_day"
    assert found.get_slot("visit_problem") == "no light"


async def test_a_slot_that_was_emptied_before_the_window_stays_empty(store: HeardTrackerStore) -> None:
    first = await store.get_or_create_tracker("customer", append_action_listen=False)
    for event in [*says("hello"), SlotSet("language", None), SlotSet("tier", "3"), SlotSet("tier", "0")]:
        first.update(event)
    await store.save(first)
    await play(store, 40, start=1)
    found = await store.retrieve("customer")
    assert found.get_slot("language") is None
    assert found.get_slot("tier") == "0"


async def test_a_new_session_inside_the_window_clears_as_rasa_does(store: HeardTrackerStore) -> None:
    await play(store, 20)
    made = await store.retrieve("customer")
    made.update(SlotSet("tier", "3"))
    made.update(SessionStarted())
    await store.save(made)
    assert (await store.retrieve("customer")).get_slot("tier") == "0"


async def test_lines_and_events_of_a_turn_are_stored_as_one(store: HeardTrackerStore) -> None:
    made = await store.get_or_create_tracker("customer", append_action_listen=False)
    for event in says("hello"):
        made.update(event)
    await store.save_turn(made, "m1", ['{"a":1}\n', '{"b":"ü"}\n'])
    assert await store.finished_turn("customer", "m1") == ['{"a":1}\n', '{"b":"ü"}\n']
    made.update(ActionExecuted("utter_bill"))
    with pytest.raises(IntegrityError):
        await store.save_turn(made, "m1", [])
    assert (await store.retrieve("customer")).latest_action_name == "action_listen"


async def test_a_second_writer_is_refused(store: HeardTrackerStore) -> None:
    await play(store, 1)
    one, other = await store.retrieve("customer"), await store.retrieve("customer")
    one.update(SlotSet("tier", "1"))
    other.update(SlotSet("tier", "2"))
    await store.save(one)
    with pytest.raises(IntegrityError):
        await store.save(other)
    assert (await store.retrieve("customer")).get_slot("tier") == "1"


async def test_a_tracker_from_elsewhere_is_stored_once(store: HeardTrackerStore) -> None:
    made = tracker(says("hello"), ActionExecuted("utter_greet"))
    await store.save(made)
    await store.save(tracker(says("hello"), ActionExecuted("utter_greet"), SlotSet("tier", "1")))
    assert len((await store.retrieve_full_tracker("customer")).events) == 4
    assert list(await store.keys()) == ["customer"]


async def test_an_unreachable_database_is_an_error_not_a_new_customer(tmp_path: Path) -> None:
    store = HeardTrackerStore(f"sqlite:///{tmp_path / 'rasa.db'}", domain=DOMAIN)
    await play(store, 1)
    metadata.drop_all(store.engine)
    with pytest.raises(Exception, match="no such table"):
        await store.retrieve("customer")
    store.close()


def test_a_killed_writer_leaves_all_or_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'rasa.db'}"
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import asyncio, sys; from tests.bot.writer import write; asyncio.run(write(sys.argv[1]))",
            url,
        ],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    acknowledged = [writer.stdout.readline().strip() for _ in range(40)][-1]
    writer.kill()
    writer.wait()
    store = HeardTrackerStore(url, domain=DOMAIN)
    found = asyncio.run(store.retrieve_full_tracker("customer"))
    messages = [event.text for event in found.events if isinstance(event, UserUttered)]
    assert messages == [f"message {n}" for n in range(len(messages))]
    assert len(messages) > int(acknowledged)
    store.close()
