"""The SQL of turns, the relay's work list: what the bot has to answer, in order, surviving restarts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from handoff_service.conversations import prepared_store as prepared
from handoff_service.conversations.models import Turn
from handoff_service.db import Tx, wake_after_commit
from handoff_service.schema import turns
from handoff_service.signals import TURNS, conversation_topic

OPEN = prepared.OPEN_TURNS


async def enqueue(tx: Tx, turn: Turn) -> None:
    """Put a turn at the end of its conversation's work; wakes the relay after the commit."""
    await tx.execute(prepared.INSERT_TURN, {name: getattr(turn, name) for name in turn.__dataclass_fields__})
    wake_after_commit(tx, TURNS, word=turn.conversation_id)


def new_turn(turn_id: str, *, conversation_id: str, number: int, at: datetime) -> Turn:
    """A waiting turn of kind `message`; the id is the message's, and what the bot's replies are keyed by."""
    return Turn(turn_id, conversation_id, number, "message", "waiting", None, 0, False, at, None, at, None)


async def due(tx: Tx, now: datetime, *, limit: int = 200) -> list[str]:
    """Conversations whose first open turn may be worked on now, the longest waiting first."""
    earlier = turns.alias("earlier")
    behind = (
        select(earlier.c.message_id)
        .where(earlier.c.conversation_id == turns.c.conversation_id)
        .where(earlier.c.state.in_(OPEN), earlier.c.number < turns.c.number)
    )
    query = select(turns.c.conversation_id).where(
        turns.c.state.in_(OPEN), turns.c.next_at <= now, ~behind.exists()
    )
    return [row.conversation_id for row in await tx.execute(query.order_by(turns.c.created_at).limit(limit))]


async def next_due(tx: Tx, now: datetime) -> datetime | None:
    """When the next turn that has to wait comes due."""
    query = select(turns.c.next_at).where(turns.c.state.in_(OPEN), turns.c.next_at > now)
    row = (await tx.execute(query.order_by(turns.c.next_at).limit(1))).first()
    return None if row is None else row.next_at


async def first_open(tx: Tx, conversation_id: str) -> Turn | None:
    """The turn that is next (or being asked) in a conversation."""
    row = (await tx.execute(prepared.FIRST_OPEN_TURN, {"talk": conversation_id})).first()
    return None if row is None else Turn(**row._mapping)


async def get(tx: Tx, turn_id: str) -> Turn | None:
    """One turn by its id."""
    row = (await tx.execute(select(turns).where(turns.c.message_id == turn_id))).first()
    return None if row is None else Turn(**row._mapping)


async def claim(tx: Tx, turn: Turn, *, until: datetime) -> None:
    """Take a turn for asking; whoever dies holding it loses it at `until`."""
    await change(tx, turn, state="asking", attempts=turn.attempts + 1, next_at=until)


async def put_back(tx: Tx, turn: Turn, *, next_at: datetime) -> None:
    """Let a turn wait for another try."""
    await change(tx, turn, state="waiting", next_at=next_at)
    wake_after_commit(tx, TURNS)


async def finish(tx: Tx, turn: Turn, *, result: Mapping[str, Any], at: datetime) -> None:
    """The turn is answered."""
    await change(tx, turn, state="done", result=dict(result), ended_at=at)


async def drop(tx: Tx, turn: Turn, *, at: datetime) -> None:
    """The turn is no longer the bot's to answer: somebody else owns the conversation."""
    await change(tx, turn, state="dropped", ended_at=at)


async def note_delayed(tx: Tx, turn: Turn) -> None:
    """The customer has been told that this turn takes long."""
    await change(tx, turn, told_delayed=True)


async def change(tx: Tx, turn: Turn, **values: object) -> None:
    """Write columns of a turn that is still open; wakes whoever waits for its end."""
    still_open = (turns.c.message_id == turn.message_id) & turns.c.state.in_(OPEN)
    await tx.execute(update(turns).where(still_open).values(**values))
    wake_after_commit(tx, conversation_topic(turn.conversation_id))


async def release(tx: Tx, now: datetime, *, turn_ids: list[str] | None = None) -> int:
    """Let turns that were being asked wait again (all of them where no ids are given); returns how many."""
    asked = turns.c.state == "asking"
    asked = asked if turn_ids is None else asked & turns.c.message_id.in_(turn_ids)
    result = await tx.execute(update(turns).where(asked).values(state="waiting", next_at=now))
    wake_after_commit(tx, TURNS)
    return int(result.rowcount)


async def waiting(tx: Tx) -> int:
    """How many turns are open."""
    return int((await tx.execute(select(func.count()).where(turns.c.state.in_(OPEN)))).scalar_one())


async def last_result(tx: Tx, conversation_id: str) -> Mapping[str, Any] | None:
    """What the bot said of the newest turn it finished (`empathy.wire.BotDone.to_dict()`): for the brief."""
    query = select(turns.c.result).where(turns.c.conversation_id == conversation_id, turns.c.state == "done")
    row = (await tx.execute(query.order_by(turns.c.number.desc()).limit(1))).first()
    return None if row is None else row.result
