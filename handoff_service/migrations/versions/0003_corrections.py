"""Corrections of readings, and how sure each reading is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CRISIS_SURE = 0.6


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("judgement", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_corrections_message_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_corrections_conversation_id")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_corrections_agent_id")),
        sa.ForeignKeyConstraint(["undoes"], ["corrections.id"], name=op.f("fk_corrections_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("undoes", name=op.f("uq_corrections_undoes")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_corrections_idempotency_key")),
    )
    op.create_index("ix_corrections_message_id", "corrections", ["message_id"], unique=False)
    op.create_index("ix_corrections_conversation_id", "corrections", ["conversation_id"], unique=False)
    op.add_column("readings", sa.Column("sureness", sa.Float(), nullable=False, server_default="1"))
    op.add_column(
        "readings", sa.Column("unsure", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.execute(weighed())
    op.create_index("ix_readings_sureness_at", "readings", ["sureness", "at"], unique=False)
    op.create_index("ix_readings_unsure", "readings", ["unsure"], unique=False)
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation_id"], unique=False)


def weighed() -> sa.Update:
    """Readings kept so far get the figures that new ones are kept with, out of their own body."""
    readings = sa.table(
        "readings",
        sa.column("body", sa.JSON().with_variant(JSONB(), "postgresql")),
        sa.column("sureness", sa.Float()),
        sa.column("unsure", sa.Boolean()),
    )
    body = readings.c.body
    told = body[("disclosure", "kind")].as_string() != "none"
    confidence = body[("disclosure", "confidence")].as_float()
    sureness = sa.case(
        (body["toned"].as_boolean(), body["confidence"].as_float()), (told, confidence), else_=1.0
    )
    return sa.update(readings).values(sureness=sureness, unsure=told & (confidence < CRISIS_SURE))


def downgrade() -> None:
    op.drop_index("ix_handoffs_conversation_id", table_name="handoffs")
    op.drop_index("ix_readings_unsure", table_name="readings")
    op.drop_index("ix_readings_sureness_at", table_name="readings")
    op.drop_column("readings", "unsure")
    op.drop_column("readings", "sureness")
    op.drop_index("ix_corrections_conversation_id", table_name="corrections")
    op.drop_index("ix_corrections_message_id", table_name="corrections")
    op.drop_table("corrections")
