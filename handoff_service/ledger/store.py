"""Appends to the ledger inside the transaction of the change itself: neither exists without the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from empathy.ledger import canonical_json, leaf_hash
from handoff_service.db import Tx
from handoff_service.schema import ledger


async def append(tx: Tx, *, kind: str, subject: str, body: Mapping[str, Any], at: datetime) -> int:
    """Chain one entry; returns its id.

    `kind` such as "conversation.moved", `subject` the id of what changed, `body` facts without anybody's
    words: ids, states, levels, counts.
    """
    entry = {"at": at.isoformat(), "kind": kind, "subject": subject, "body": dict(body)}
    values = {"at": at, "kind": kind, "subject": subject, "body": dict(body), "leaf": leaf_of(entry)}
    return int((await tx.execute(insert(ledger).values(values).returning(ledger.c.id))).scalar_one())


def leaf_of(entry: Mapping[str, Any]) -> str:
    """The entry's RFC 6962 leaf hash, in hexadecimal digits."""
    return leaf_hash(canonical_json(entry)).hex()


async def entries(tx: Tx, *, subject: str) -> list[Mapping[str, Any]]:
    """Every entry on one subject, oldest first."""
    rows = await tx.execute(select(ledger).where(ledger.c.subject == subject).order_by(ledger.c.id))
    return [dict(row._mapping) for row in rows]
