"""The statements of a message's walk, built once: building one anew costs more than SQLite needs to run it."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from handoff_service.schema import conversations, messages, readings, turns

OPEN_TURNS = ("waiting", "asking")

CONVERSATION = select(conversations).where(conversations.c.id == bindparam("one"))
CONVERSATION_LOCKED = CONVERSATION.with_for_update()

READING_JOINED = messages.outerjoin(readings, readings.c.message_id == messages.c.id)
MESSAGE = (
    select(messages, readings.c.body.label("reading"))
    .select_from(READING_JOINED)
    .where(messages.c.id == bindparam("one"))
)
MESSAGE_BY_CLIENT_ID = select(messages).where(
    messages.c.conversation_id == bindparam("talk"), messages.c.client_id == bindparam("client")
)
MESSAGES_AFTER = (
    select(messages)
    .where(messages.c.conversation_id == bindparam("talk"), messages.c.number > bindparam("after"))
    .order_by(messages.c.number)
    .limit(bindparam("most"))
)
LAST_READ = (
    select(messages.c.text, messages.c.at, readings.c.body)
    .select_from(messages.join(readings, readings.c.message_id == messages.c.id))
    .where(messages.c.conversation_id == bindparam("talk"))
    .order_by(messages.c.number.desc())
    .limit(1)
)
REPLY = select(messages.c.id).where(
    messages.c.in_reply_to == bindparam("turn"), messages.c.reply_index == bindparam("index")
)
FIRST_OPEN_TURN = (
    select(turns)
    .where(turns.c.conversation_id == bindparam("talk"), turns.c.state.in_(OPEN_TURNS))
    .order_by(turns.c.number, turns.c.created_at)
    .limit(1)
)
INSERT_MESSAGE = insert(messages)
INSERT_READING = insert(readings)
INSERT_TURN = insert(turns)
