"""The SQL of telephone numbers: sealed with their customer, and sealed at last where an earlier version did not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from handoff_service.db import Database, Tx
from handoff_service.numbers import Numbers
from handoff_service.schema import conversations, customers

AT_ONCE = 500


@dataclass(frozen=True)
class SealedNumber:
    """A customer's number as it is kept, with the address that it is bound to."""

    text: str
    address: str


async def of(tx: Tx, conversation_id: str) -> SealedNumber | None:
    """The number that a conversation is answered to, if it has one."""
    joined = conversations.join(customers, customers.c.id == conversations.c.customer_id)
    query = select(customers.c.sealed_number, customers.c.address).select_from(joined)
    row = (await tx.execute(query.where(conversations.c.id == conversation_id))).first()
    return None if row is None or row.sealed_number is None else SealedNumber(row.sealed_number, row.address)


async def seal_old(database: Database, numbers: Numbers) -> int:
    """Seal the numbers that an earlier version kept in the clear; returns how many. Starting again goes on with it."""
    sealed = 0
    while True:
        async with database.unit_of_work() as tx:
            shown = (customers.c.id, customers.c.number, customers.c.address)
            clear = select(*shown).where(customers.c.number.is_not(None))
            rows = (await tx.execute(clear.limit(AT_ONCE))).all()
            for row in rows:
                values = {"number": None, "sealed_number": numbers.seal(row.number, address=row.address)}
                await tx.execute(update(customers).where(customers.c.id == row.id).values(values))
        sealed += len(rows)
        if len(rows) < AT_ONCE:
            return sealed
