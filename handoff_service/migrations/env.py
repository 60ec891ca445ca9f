"""Tells Alembic which connection and which tables; run by db.upgrade, and to author a revision."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from handoff_service.schema import Instant, Json, metadata

connection = context.config.attributes["connection"]


def rendered(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that a revision stands on its own."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and item is Json:
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


context.configure(connection=connection, target_metadata=metadata, render_item=rendered)
with context.begin_transaction():
    context.run_migrations()
