"""Keeps Rasa's side of conversations: every event for good, a short window of them to work with, finished turns.

Stock Rasa's store opens three connections a message, counts all rows on each save, hides a broken database behind
an empty conversation, and lets two processes overwrite each other. This one keeps its connections, appends only
what is new, raises, and refuses a second writer.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot import history
from bot.store_engine import bot_engine, events_table, heads_table, turns_table
from bot.version_guard import require_rasa

T = TypeVar("T")


@dataclass
class Mark:
    """Where a loaded tracker stands in the store: events taken from it, and the number of the next one.

    `state` events stand for everything before the window and are not stored again.
    """

    loaded: int
    state: int
    following: int


class HeardTrackerStore(TrackerStore):
    """Tracker store on SQLite (WAL, pooled) or PostgreSQL (in threads), chosen by URL alone."""

    def __init__(
        self, url: str, *, domain: Domain | None = None, event_broker: EventBroker | None = None
    ) -> None:
        """Open the database and make its tables. `url`: SQLAlchemy URL, `sqlite:///...` or `postgresql+psycopg2://...`"""
        require_rasa("bot/tracker_store.py")
        super().__init__(domain, event_broker)
        self.engine = bot_engine(url)
        # A query to PostgreSQL waits on the network: others' turns go on meanwhile. SQLite answers at once.
        self._threads = ThreadPoolExecutor(8) if self.engine.dialect.name == "postgresql" else None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, its latest turns as events; None for one that was never stored."""
        rows, state = await self._run(lambda: self._window(sender_id))
        if not rows:
            return None
        events = deserialise_events([json.loads(row.body) for row in rows])
        prefix = history.as_events(state, events[0].timestamp)
        tracker = DialogueStateTracker.from_events(sender_id, [*prefix, *events], self.domain.slots)
        tracker.heard_mark = Mark(len(tracker.events), len(prefix), rows[-1].number + 1)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The conversation with every event that was ever stored; for people who look into it, not for replies."""
        rows = await self._run(lambda: self._rows(conversation_id, 0))
        if not rows:
            return None
        events = deserialise_events([json.loads(row.body) for row in rows])
        return DialogueStateTracker.from_events(conversation_id, events, self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation; nothing is stored before something was said."""
        if append_action_listen:
            return await super().create_tracker(sender_id, append_action_listen)
        tracker = self.init_tracker(sender_id)
        tracker.heard_mark = Mark(0, 0, 0)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new. Raises sqlalchemy's IntegrityError if another process wrote meanwhile."""
        await self._store(tracker, None)

    async def save_turn(self, tracker: DialogueStateTracker, message_id: str, lines: Sequence[str]) -> None:
        """Store what is new together with the lines that answered `message_id`, in one transaction."""
        await self._store(tracker, (message_id, json.dumps(list(lines))))

    async def finished_turn(self, conversation: str, message_id: str) -> list[str] | None:
        """The lines that answered a message before, or None if it was not answered yet."""
        table = turns_table
        query = sa.select([table.c.lines]).where(
            sa.and_(table.c.conversation == conversation, table.c.message_id == message_id)
        )
        found = await self._run(lambda: self._scalar(query))
        return None if found is None else list(json.loads(found))

    async def keys(self) -> Iterable[str]:
        """Ids of all conversations."""
        query = sa.select([events_table.c.conversation]).distinct()
        return [row.conversation for row in await self._run(lambda: self._all(query))]

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self._threads is not None:
            self._threads.shutdown(wait=True)

    async def _store(self, tracker: DialogueStateTracker, turn: tuple[str, str] | None) -> None:
        mark: Mark = getattr(tracker, "heard_mark", None) or await self._mark_of(tracker)
        new = list(itertools.islice(tracker.events, mark.loaded, None))
        if not new and turn is None:
            return
        head = self._head(tracker, mark)
        await self._run(lambda: self._write(tracker.sender_id, mark, new=new, head=head, turn=turn))
        tracker.heard_mark = Mark(len(tracker.events), mark.state, mark.following + len(new))
        if self.event_broker:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    def _head(self, tracker: DialogueStateTracker, mark: Mark) -> dict[str, Any] | None:
        events = list(tracker.events)
        cut = history.cut_of(events)
        if cut <= mark.state:
            return None
        first = mark.following - mark.loaded + cut
        state = history.state_after(events[:cut], self.domain.slots)
        return {"conversation": tracker.sender_id, "first": first, "state": json.dumps(state)}

    async def _mark_of(self, tracker: DialogueStateTracker) -> Mark:
        # A tracker that was made elsewhere: whatever is stored of it already is not stored again.
        query = sa.select([sa.func.max(events_table.c.number)]).where(
            events_table.c.conversation == tracker.sender_id
        )
        last = await self._run(lambda: self._scalar(query))
        stored = 0 if last is None else last + 1
        return Mark(min(stored, len(tracker.events)), 0, stored)

    def _window(self, conversation: str) -> tuple[list[Any], dict[str, Any]]:
        query = sa.select([heads_table.c.first, heads_table.c.state]).where(
            heads_table.c.conversation == conversation
        )
        head = next(iter(self._all(query)), None)
        if head is None:
            return self._rows(conversation, 0), {}
        return self._rows(conversation, head.first), json.loads(head.state)

    def _rows(self, conversation: str, first: int) -> list[Any]:
        table = events_table
        wanted = sa.and_(table.c.conversation == conversation, table.c.number >= first)
        return self._all(sa.select([table.c.number, table.c.body]).where(wanted).order_by(table.c.number))

    def _write(
        self,
        conversation: str,
        mark: Mark,
        *,
        new: Sequence[Event],
        head: dict[str, Any] | None,
        turn: tuple[str, str] | None,
    ) -> None:
        with self.engine.begin() as connection:
            if new:
                rows = _rows_of(conversation, new, mark.following)
                connection.execute(events_table.insert(), rows)
            if head is not None:
                own = heads_table.c.conversation == conversation
                connection.execute(heads_table.delete().where(own))
                connection.execute(heads_table.insert(), [head])
            if turn is not None:
                answered = {"conversation": conversation, "message_id": turn[0], "lines": turn[1]}
                connection.execute(turns_table.insert(), [answered])

    def _all(self, query: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(query))

    def _scalar(self, query: Any) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(query).scalar()

    async def _run(self, work: Callable[[], T]) -> T:
        if self._threads is None:
            return work()
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _rows_of(conversation: str, events: Sequence[Event], first: int) -> list[dict[str, Any]]:
    return [
        {
            "conversation": conversation,
            "number": first + at,
            "kind": event.type_name,
            "at": event.timestamp,
            "body": json.dumps(event.as_dict()),
        }
        for at, event in enumerate(events)
    ]
