"""Text messages: who asked for none, sealed numbers, receipts that come early, doubtful effects, codes that link"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None

CUSTOMERS = (
    ("sealed_number", sa.String(length=200)),
    ("stopped_at", sa.DateTime(timezone=True)),
    ("stopped_by", sa.String(length=16)),
    ("person_id", sa.String(length=36)),
)


def upgrade() -> None:
    for name, kind in CUSTOMERS:
        op.add_column("customers", sa.Column(name, kind, nullable=True))
    op.create_index("ix_customers_person_id", "customers", ["person_id"], unique=False)
    for name in ("ahead", "doubtful"):
        op.add_column(
            "outbox", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    op.create_table(
        "text_receipts",
        sa.Column("sid", sa.String(length=64), nullable=False),
        sa.Column("delivery", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sid", name=op.f("pk_text_receipts")),
    )
    op.create_table(
        "phone_links",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("sealed_number", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_phone_links_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_links")),
    )
    op.create_index("ix_phone_links_address", "phone_links", ["address", "created_at"], unique=False)
    op.create_index("ix_phone_links_conversation_id", "phone_links", ["conversation_id"], unique=False)


def downgrade() -> None:
    op.drop_table("phone_links")
    op.drop_table("text_receipts")
    for name in ("doubtful", "ahead"):
        op.drop_column("outbox", name)
    op.drop_index("ix_customers_person_id", table_name="customers")
    for name, _ in reversed(CUSTOMERS):
        op.drop_column("customers", name)
