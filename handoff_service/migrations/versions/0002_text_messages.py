"""Text messages: the number to answer to, and what became of an effect"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("number", sa.String(length=40), nullable=True))
    op.add_column("outbox", sa.Column("lane", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("external_id", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("delivery", sa.String(length=16), nullable=True))
    op.add_column("outbox", sa.Column("reason", sa.String(length=120), nullable=True))
    op.create_index("ix_outbox_lane_state", "outbox", ["lane", "state"], unique=False)
    op.create_index("ix_outbox_external_id", "outbox", ["external_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_external_id", table_name="outbox")
    op.drop_index("ix_outbox_lane_state", table_name="outbox")
    op.drop_column("outbox", "reason")
    op.drop_column("outbox", "delivery")
    op.drop_column("outbox", "external_id")
    op.drop_column("outbox", "lane")
    op.drop_column("customers", "number")
