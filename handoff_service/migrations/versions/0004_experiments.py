"""In which trial of an experiment a message was spoken"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("experiment", sa.String(length=64), nullable=True))
    op.add_column("messages", sa.Column("arm", sa.String(length=64), nullable=True))
    op.create_index("ix_messages_experiment", "messages", ["experiment"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_messages_experiment", table_name="messages")
    op.drop_column("messages", "arm")
    op.drop_column("messages", "experiment")
