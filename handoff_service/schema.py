"""Every table of the service in one place; the constraints here are the last word when code is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on every backend (SQLite keeps no zone of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without its zone where the backend has none."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def Id(name: str, *extra: Any, **options: Any) -> Column[str]:  # noqa: N802 (reads as a type in the tables below)
    """A column for one of our 32-digit ids."""
    return Column(name, String(36), *extra, **options)


Json = JSON().with_variant(JSONB(), "postgresql")
Serial = BigInteger().with_variant(Integer(), "sqlite")
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

customers = Table(
    "customers",
    metadata,
    Id("id", primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address", String(64)),  # a keyed hash of the telephone number on SMS; nothing on the web
    Column("number", String(40)),  # a number that an earlier version kept in the clear, until it is sealed
    Column("sealed_number", String(200)),  # the telephone number, encrypted, to answer to
    Column("stopped_at", Instant),  # since when we may not text this customer
    Column("stopped_by", String(16)),  # keyword words carrier: how we know
    Id("person_id"),  # the same for customers who proved to be one person
    Column("name", String(80)),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
    Index("ix_customers_person_id", "person_id"),
)

conversations = Table(
    "conversations",
    metadata,
    Id("id", primary_key=True),
    Id("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("name", String(80)),
    Column("tone_consent", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", String(8), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("level", String(16), nullable=False),  # the highest level reached so far
    Column("course", Json, nullable=False),
    Column("context", Json, nullable=False),  # what the bot is told besides the words: the account
    Column("stale_dropped", Integer, nullable=False),  # words of the bot that came after the owner changed
    Column("told_down", Boolean, nullable=False),  # the customer has been told of the present outage
    Column("first_reply_due", Instant),
    Column("next_reply_due", Instant),
    Column("resolution_due", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index(
        "uq_conversations_one_open",
        "channel",
        "customer_id",
        unique=True,
        sqlite_where=text("state != 'closed'"),
        postgresql_where=text("state != 'closed'"),
    ),
    Index("ix_conversations_owner_state", "owner", "state"),
)

messages = Table(
    "messages",
    metadata,
    Id("id", primary_key=True),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("client_id", String(64)),
    Column("author", String(16), nullable=False),  # customer bot agent system
    Id("agent_id", ForeignKey("agents.id")),
    Column("name", String(80)),  # how the author is shown, where there is a name
    Column("purpose", String(16), nullable=False),  # question acknowledgement answer crisis handoff status
    Column("text", Text, nullable=False),
    Column("response", String(120)),
    Column("variant", String(120)),
    Column("buttons", Json, nullable=False),  # [{"title", "payload"}]; signed when shown
    Id("in_reply_to"),
    Column("reply_index", Integer),
    Column("epoch", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("experiment", String(64)),  # in which trial the words were spoken, if in one
    Column("arm", String(64)),
    UniqueConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "client_id"),
    UniqueConstraint("in_reply_to", "reply_index"),
    Index("ix_messages_experiment", "experiment"),
)

readings = Table(
    "readings",
    metadata,
    Id("message_id", ForeignKey("messages.id"), primary_key=True),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("emotion", String(20), nullable=False),
    Column("intensity", Float, nullable=False),
    Column("level", String(16), nullable=False),
    Column("tier", Integer, nullable=False),  # after this message
    Column("course", Float, nullable=False),  # the course's level after this message, for the agent's line
    Column("body", Json, nullable=False),  # empathy.emotion.Reading.to_dict()
    Column("at", Instant, nullable=False),
    Column("sureness", Float, nullable=False, server_default="1"),  # empathy.correction.sureness
    Column("unsure", Boolean, nullable=False, server_default=text("false")),  # a disclosure read faintly
    Index("ix_readings_conversation_id_number", "conversation_id", "number"),
    Index("ix_readings_sureness_at", "sureness", "at"),
    Index("ix_readings_unsure", "unsure"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Id("message_id", ForeignKey("messages.id"), nullable=False),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Id("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("act", String(16), nullable=False),  # correct confirm take_back
    Column("judgement", Json),  # empathy.correction.Judgement.to_dict(); nothing for take_back
    Column("undoes", Serial, ForeignKey("corrections.id"), unique=True),  # what a take_back takes back, once
    Column("review", Boolean, nullable=False),  # a verdict of the review list
    Column("idempotency_key", String(80), nullable=False, unique=True),  # a form sent twice is one record
    Column("at", Instant, nullable=False),
    Index("ix_corrections_message_id", "message_id"),
    Index("ix_corrections_conversation_id", "conversation_id"),
)

turns = Table(
    "turns",
    metadata,
    Id("message_id", primary_key=True),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),  # message button handback person
    Column("state", String(16), nullable=False),  # waiting asking done dropped
    Column("payload", Text),  # the intent of a button, already verified
    Column("attempts", Integer, nullable=False),
    Column("told_delayed", Boolean, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("result", Json),  # empathy.wire.BotDone.to_dict()
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_turns_state_next_at", "state", "next_at"),
    Index("ix_turns_conversation_id_number", "conversation_id", "number"),
)

agents = Table(
    "agents",
    metadata,
    Id("id", primary_key=True),
    Column("email", String(120), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("role", String(16), nullable=False),  # agent supervisor auditor
    Column("languages", Json, nullable=False),  # ["en", "es"]
    Column("skills", Json, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("presence", String(16), nullable=False),  # away available
    Column("seen_at", Instant),
    Column("created_at", Instant, nullable=False),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Id("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_agent_sessions_agent_id", "agent_id"),
)

handoffs = Table(
    "handoffs",
    metadata,
    Id("id", primary_key=True),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("state", String(16), nullable=False),  # requested queued offered with_agent returned closed
    Column("level", String(16), nullable=False),
    Column("reason", String(80), nullable=False),
    Column("trigger", String(32), nullable=False),  # customer bot crisis behaviour agent
    Column("idempotency_key", String(120), nullable=False, unique=True),
    Column("brief", Json, nullable=False),
    Column("request", Json, nullable=False),  # what the requester told: open_request, tried, signals
    Column("tier", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("skill", String(40)),
    Column("requested_at", Instant, nullable=False),
    Column("queued_at", Instant),
    Id("offered_to", ForeignKey("agents.id")),
    Column("offered_at", Instant),
    Column("offer_expires_at", Instant),
    Id("agent_id", ForeignKey("agents.id")),
    Column("accepted_at", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(40)),
    Column("note", Text),
    Column("brief_seen_at", Instant),
    Index(
        "uq_handoffs_one_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_handoffs_state", "state", "requested_at"),
    Index("ix_handoffs_agent_id_state", "agent_id", "state"),
    Index("ix_handoffs_conversation_id", "conversation_id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String(40), nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("payload", Json, nullable=False),
    Column("state", String(16), nullable=False),  # waiting sending sent held uncertain failed
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("lane", String(64)),  # effects of one lane happen in order
    Column("external_id", String(64)),  # under which name the other side knows it
    Column("delivery", String(16)),  # what the other side said of it last
    Column("ahead", Boolean, nullable=False, server_default=text("false")),  # waits for none of its lane
    Column("doubtful", Boolean, nullable=False, server_default=text("false")),  # look before trying again
    Column("reason", String(120)),  # why it is held, uncertain or failed; never anybody's words or number
    Index("ix_outbox_state_next_at", "state", "next_at"),
    Index("ix_outbox_lane_state", "lane", "state"),
    Index("ix_outbox_external_id", "external_id"),
)

text_receipts = Table(
    "text_receipts",
    metadata,
    Column("sid", String(64), primary_key=True),  # Twilio's id; a receipt may come before we know it
    Column("delivery", String(16), nullable=False),
    Column("code", String(10), nullable=False),
    Column("at", Instant, nullable=False),
)

phone_links = Table(
    "phone_links",
    metadata,
    Id("id", primary_key=True),
    Id("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("address", String(64), nullable=False),
    Column("sealed_number", String(200), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("verified_at", Instant),
    Index("ix_phone_links_address", "address", "created_at"),
    Index("ix_phone_links_conversation_id", "conversation_id"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("body", Json, nullable=False),
    Column("leaf", String(64), nullable=False),  # RFC 6962 leaf hash of the canonical entry
    Index("ix_ledger_subject", "subject"),
)
