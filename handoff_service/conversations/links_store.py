"""The SQL of joining a web customer and a telephone: codes that were asked for, and who proved to be one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, or_, select, update

from handoff_service.db import Tx
from handoff_service.schema import conversations, customers, phone_links

SHOWN = 5


@dataclass(frozen=True)
class Link:
    """A wish to join a conversation's customer with whoever has a telephone."""

    id: str
    conversation_id: str
    address: str
    sealed_number: str
    tries: int
    created_at: datetime
    expires_at: datetime
    verified_at: datetime | None = None


@dataclass(frozen=True)
class OtherConversation:
    """Another conversation of the same person."""

    id: str
    channel: str


async def add(tx: Tx, link: Link) -> None:
    """Keep a wish."""
    await tx.execute(
        insert(phone_links).values({name: getattr(link, name) for name in link.__dataclass_fields__})
    )


async def get(tx: Tx, link_id: str) -> Link | None:
    """One wish."""
    row = (await tx.execute(select(phone_links).where(phone_links.c.id == link_id))).first()
    return None if row is None else Link(**row._mapping)


async def newest(tx: Tx, conversation_id: str) -> Link | None:
    """The wish that a conversation told last, held until the transaction ends."""
    own = select(phone_links).where(phone_links.c.conversation_id == conversation_id)
    row = (await tx.execute(own.order_by(phone_links.c.created_at.desc()).limit(1).with_for_update())).first()
    return None if row is None else Link(**row._mapping)


async def asked_since(tx: Tx, link: Link, since: datetime) -> int:
    """How many codes this telephone, or this conversation, was to get since an instant."""
    same = or_(phone_links.c.address == link.address, phone_links.c.conversation_id == link.conversation_id)
    query = select(func.count()).select_from(phone_links).where(same, phone_links.c.created_at >= since)
    return int((await tx.execute(query)).scalar_one())


async def change(tx: Tx, link: Link, **values: object) -> None:
    """Write columns of a wish."""
    await tx.execute(update(phone_links).where(phone_links.c.id == link.id).values(values))


async def join(tx: Tx, customer_ids: tuple[str, str], *, fresh: str) -> None:
    """Make two customers, and whoever was joined with either, one person; `fresh` is used if neither was anybody's."""
    two = customers.c.id.in_(customer_ids)
    rows = await tx.execute(select(customers.c.person_id).where(two, customers.c.person_id.is_not(None)))
    known = sorted({row.person_id for row in rows})
    person = known[0] if known else fresh
    await tx.execute(
        update(customers).where(or_(two, customers.c.person_id.in_(known))).values(person_id=person)
    )


async def others(tx: Tx, customer_id: str) -> tuple[OtherConversation, ...]:
    """Other conversations of the same person, the newest first."""
    own = select(customers.c.person_id).where(customers.c.id == customer_id).scalar_subquery()
    joined = conversations.join(customers, customers.c.id == conversations.c.customer_id)
    query = select(conversations.c.id, conversations.c.channel).select_from(joined)
    same = (customers.c.person_id == own) & (customers.c.id != customer_id)
    rows = await tx.execute(query.where(same).order_by(conversations.c.created_at.desc()).limit(SHOWN))
    return tuple(OtherConversation(row.id, row.channel) for row in rows)
