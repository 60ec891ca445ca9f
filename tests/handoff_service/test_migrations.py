"""A house that has run before keeps what it has when its schema moves on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from empathy.correction import sureness, unsure
from empathy.emotion import UNREAD, Disclosure, Reading
from handoff_service.clock import utc_now
from handoff_service.db import MIGRATIONS, Database
from handoff_service.schema import conversations, customers, messages, readings
from tests.empathy.builders import reading, told
from tests.fakes.postgres import Cluster

KEPT: tuple[Reading, ...] = (
    reading("anxiety", 0.4, confidence=0.25),
    reading(confidence=0.8, disclosure=told("suicide", 0.4)),
    reading(confidence=0.8, disclosure=Disclosure("medical", 0.9, ())),
    UNREAD,
    reading(toned=False, confidence=0.0, disclosure=told("hardship", 0.5)),
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[str]:
    """The URL of a database without any schema, on each backend in turn."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/heard.db"
        return
    server: Cluster = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
async def database(empty_url: str) -> AsyncIterator[Database]:
    """The same, open."""
    opened = Database(empty_url, wake=lambda *_: None)
    yield opened
    await opened.close()


def moved(direction: str, revision: str, connection: Connection) -> None:
    """Bring the schema to a revision, up or down."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, revision)


def filled(connection: Connection) -> None:
    """A conversation with readings, as version 0002 kept them."""
    at = utc_now()
    connection.execute(customers.insert().values(id="c", channel="web", created_at=at))
    talk = {
        **dict.fromkeys(("id", "customer_id", "channel", "language", "locale", "state", "owner"), "c"),
        **dict.fromkeys(("epoch", "last_number", "tier", "stale_dropped"), 0),
        "level": "none",
        "tone_consent": True,
        "told_down": False,
        "course": {},
        "context": {},
        **dict.fromkeys(("created_at", "updated_at"), at),
    }
    connection.execute(conversations.insert().values(talk))
    for number, one in enumerate(KEPT):
        said = {"id": f"m{number}", "conversation_id": "c", "number": number, "at": at, "epoch": 0}
        said |= {"author": "customer", "purpose": "message", "text": "x", "buttons": []}
        connection.execute(messages.insert().values(said))
        kept = {"message_id": f"m{number}", "conversation_id": "c", "number": number, "at": at}
        kept |= {"emotion": one.emotion, "intensity": one.intensity, "level": "none", "tier": 0, "course": 0}
        connection.execute(readings.insert().values(kept | {"body": one.to_dict()}))


async def test_readings_kept_before_are_weighed_as_new_ones_are(database: Database) -> None:
    await database.backend.run_sync(lambda connection: moved("upgrade", "0002", connection))
    await database.backend.run_sync(filled)
    await database.migrate()
    async with database.view() as tx:
        rows = (await tx.execute(readings.select().order_by(readings.c.number))).all()
    assert [(row.sureness, row.unsure) for row in rows] == [(sureness(one), unsure(one)) for one in KEPT]
    await database.backend.run_sync(lambda connection: moved("downgrade", "0002", connection))
    assert await database.revision() == "0002"
    async with database.view() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM readings"))).scalar_one() == len(KEPT)
