"""The SQL of handoffs: claims are conditional updates that must hit one row, lists are read in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, insert, select, update

from handoff_service.db import Tx
from handoff_service.handoffs.models import WAITING, Handoff, HeldLine, QueueLine
from handoff_service.schema import agents, conversations, handoffs, messages


async def add(tx: Tx, handoff: Handoff) -> None:
    """Keep a new handoff."""
    await tx.execute(insert(handoffs).values({c.name: getattr(handoff, c.name) for c in handoffs.columns}))


async def get(tx: Tx, handoff_id: str) -> Handoff | None:
    """One handoff, or None."""
    return handoff_of((await tx.execute(select(handoffs).where(handoffs.c.id == handoff_id))).first())


async def by_key(tx: Tx, key: str) -> Handoff | None:
    """The handoff that was opened under this idempotency key, or None."""
    return handoff_of((await tx.execute(select(handoffs).where(handoffs.c.idempotency_key == key))).first())


async def open_one(tx: Tx, conversation_id: str) -> Handoff | None:
    """The handoff of a conversation that has not ended; there is at most one."""
    still = (handoffs.c.conversation_id == conversation_id) & handoffs.c.ended_at.is_(None)
    return handoff_of((await tx.execute(select(handoffs).where(still))).first())


async def latest(tx: Tx, conversation_id: str) -> Handoff | None:
    """The newest handoff of a conversation, ended or not."""
    found = select(handoffs).where(handoffs.c.conversation_id == conversation_id)
    newest = found.order_by(handoffs.c.ended_at.isnot(None), handoffs.c.requested_at.desc()).limit(1)
    return handoff_of((await tx.execute(newest)).first())


def handoff_of(row: Row[Any] | None) -> Handoff | None:
    """A row as a value."""
    return None if row is None else Handoff(**row._mapping)


async def claim(tx: Tx, handoff_id: str, *, states: Sequence[str], values: Mapping[str, Any]) -> bool:
    """Change a handoff that is open and in one of `states`; True only for the one who came first."""
    still = (handoffs.c.id == handoff_id) & handoffs.c.state.in_(states) & handoffs.c.ended_at.is_(None)
    return (await tx.execute(update(handoffs).where(still).values(dict(values)))).rowcount == 1


async def change(tx: Tx, handoff_id: str, **values: Any) -> None:
    """Write columns of a handoff whose conversation is locked."""
    await tx.execute(update(handoffs).where(handoffs.c.id == handoff_id).values(values))


async def agent_name(tx: Tx, agent_id: str) -> str | None:
    """The name by which an agent is known."""
    return (await tx.execute(select(agents.c.name).where(agents.c.id == agent_id))).scalar_one_or_none()


async def waiting(tx: Tx) -> list[QueueLine]:
    """Everybody who waits, in no order yet: the core decides who is next."""
    return [queue_line_of(row) for row in await tx.execute(waiting_query())]


def waiting_query() -> Select[Any]:
    """Those who wait, joined with what the queue shows of their conversation; the tier is the present one."""
    shown = (conversations.c.name, conversations.c.channel, conversations.c.tier.label("now_tier"))
    joined = handoffs.join(conversations, conversations.c.id == handoffs.c.conversation_id)
    still = handoffs.c.state.in_(WAITING) & handoffs.c.ended_at.is_(None)
    return select(handoffs, *shown).select_from(joined).where(still)


def queue_line_of(row: Row[Any]) -> QueueLine:
    """A joined row as a line of the queue."""
    return QueueLine(
        handoff=row.id,
        conversation=row.conversation_id,
        name=row.name,
        channel=row.channel,
        language=row.language,
        level=row.level,
        tier=row.now_tier,
        reason=row.reason,
        since=row.requested_at,
        note=row.note,
        note_by=row.request.get("note_by"),
    )


async def held_by(tx: Tx, agent_id: str) -> list[HeldLine]:
    """The conversations that an agent has now, oldest first, each with whether the customer spoke last."""
    last = messages.alias("last")
    spoken = select(func.max(messages.c.number)).where(
        messages.c.conversation_id == conversations.c.id, messages.c.author.in_(("customer", "agent"))
    )
    joined = handoffs.join(conversations, conversations.c.id == handoffs.c.conversation_id).outerjoin(
        last, and_(last.c.conversation_id == conversations.c.id, last.c.number == spoken.scalar_subquery())
    )
    shown = (handoffs.c.id, handoffs.c.level, conversations.c.id.label("conversation"), conversations.c.name)
    mine = (handoffs.c.agent_id == agent_id, handoffs.c.state == "with_agent", handoffs.c.ended_at.is_(None))
    held = select(*shown, last.c.author).select_from(joined).where(*mine).order_by(handoffs.c.accepted_at)
    rows = await tx.execute(held)
    return [HeldLine(row.id, row.conversation, row.name, row.level, row.author == "customer") for row in rows]


async def recent_waits(tx: Tx, *, since: datetime, limit: int = 20) -> list[float]:
    """Seconds from request to accept of the newest accepted handoffs since an instant."""
    accepted = select(handoffs.c.requested_at, handoffs.c.accepted_at).where(handoffs.c.accepted_at >= since)
    rows = await tx.execute(accepted.order_by(handoffs.c.accepted_at.desc()).limit(limit))
    return [(row.accepted_at - row.requested_at).total_seconds() for row in rows]


async def overdue_offers(tx: Tx, now: datetime) -> list[Handoff]:
    """Offers that were neither taken nor declined in time."""
    late = (handoffs.c.offer_expires_at <= now, handoffs.c.state == "offered", handoffs.c.ended_at.is_(None))
    found = [handoff_of(row) for row in await tx.execute(select(handoffs).where(*late))]
    return [one for one in found if one is not None]
