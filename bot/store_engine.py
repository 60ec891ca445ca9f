"""The tables of Rasa's side and the connections to them, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()

#: Every event ever, numbered without gaps in its conversation: the number is what refuses a second writer.
events_table = sa.Table(
    "rasa_events",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(64), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
#: Where a conversation's window begins, and the state that all before it left behind.
heads_table = sa.Table(
    "rasa_heads",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)
#: The lines that answered a message: said again, word for word, if the message comes twice.
turns_table = sa.Table(
    "rasa_turns",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("message_id", sa.String(255), primary_key=True),
    sa.Column("lines", sa.Text, nullable=False),
)


def bot_engine(url: str) -> Any:
    """Open `url` with a pool of kept connections and make the tables that are missing."""
    engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    metadata.create_all(engine)
    return engine


def _sqlite(url: str) -> Any:
    path = Path(url.split("///", 1)[1])
    path.parent.mkdir(parents=True, exist_ok=True)
    # SQLAlchemy 1.4 gives SQLite files no pool: the last connection to close would fold the WAL back, every time.
    engine = sa.create_engine(
        url, poolclass=sa.pool.QueuePool, pool_size=4, connect_args={"check_same_thread": False}
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # NORMAL: a killed process loses nothing, a power cut the last turns of Rasa's own notes; the service,
        # which owns the messages, writes with FULL.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: str) -> Any:
    return sa.create_engine(url, pool_size=8, max_overflow=8, pool_pre_ping=True)
