"""Tells Alembic which connection and which tables; run by db.upgrade, or by `alembic revision` for authors."""

from __future__ import annotations

from alembic import context

from handoff_service.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
