"""The SQL of corrections: records are added and never changed, so that what was judged when stays readable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select

from empathy.correction import Correction, Judgement
from handoff_service.db import Tx
from handoff_service.schema import agents, corrections


@dataclass(frozen=True, kw_only=True)
class NewCorrection:
    """A record about to be added; `idempotency_key` is the same when its form is sent twice."""

    message_id: str
    conversation_id: str
    number: int
    agent_id: str
    act: str
    idempotency_key: str
    at: datetime
    judgement: Judgement | None = None
    undoes: int | None = None
    review: bool = False


async def add(tx: Tx, new: NewCorrection) -> int:
    """Keep one record; returns its id. The conversation must be locked."""
    values = {name: getattr(new, name) for name in new.__dataclass_fields__}
    values["judgement"] = new.judgement.to_dict() if new.judgement else None
    made = insert(corrections).values(values).returning(corrections.c.id)
    return int((await tx.execute(made)).scalar_one())


async def by_key(tx: Tx, key: str) -> Correction | None:
    """The record that was made under this idempotency key, if there is one."""
    row = (await tx.execute(_query().where(corrections.c.idempotency_key == key))).first()
    return None if row is None else correction_of(row)


async def of_message(tx: Tx, message_id: str) -> tuple[Correction, ...]:
    """What was done to the reading of one message, oldest first."""
    rows = await tx.execute(_query().where(corrections.c.message_id == message_id))
    return tuple(correction_of(row) for row in rows)


async def of_conversation(tx: Tx, conversation_id: str) -> Mapping[str, tuple[Correction, ...]]:
    """The same for every message of a conversation that has any, by the message's id."""
    rows = await tx.execute(_query().where(corrections.c.conversation_id == conversation_id))
    return by_message(correction_of(row) for row in rows)


def by_message(records: Iterable[Correction]) -> Mapping[str, tuple[Correction, ...]]:
    """Records by the message that they are about, in the order given."""
    found: dict[str, tuple[Correction, ...]] = {}
    for one in records:
        found[one.message_id] = (*found.get(one.message_id, ()), one)
    return found


def _query() -> Select[Any]:
    joined = corrections.join(agents, agents.c.id == corrections.c.agent_id)
    return select(corrections, agents.c.name.label("by")).select_from(joined).order_by(corrections.c.id.asc())


def correction_of(row: Row[Any]) -> Correction:
    """A joined row as a value."""
    return Correction(
        id=row.id,
        message_id=row.message_id,
        number=row.number,
        agent_id=row.agent_id,
        by=row.by,
        act=row.act,
        judgement=None if row.judgement is None else Judgement.from_dict(row.judgement),
        undoes=row.undoes,
        review=row.review,
        at=row.at,
    )
