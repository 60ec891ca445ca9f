"""The SQL of conversations: numbers without gaps, each id once, state and owner changed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, RowMapping, func, insert, select, update

from empathy.correction import sureness, unsure
from empathy.course import Course
from empathy.emotion import Reading
from empathy.errors import Conflict, NotFound
from empathy.handoff import OWNER, advance
from handoff_service.conversations import corrections_store
from handoff_service.conversations import prepared_store as prepared
from handoff_service.conversations.models import Conversation, Message, NewMessage
from handoff_service.conversations.texts import leave_by_text
from handoff_service.db import Tx, wake_after_commit
from handoff_service.ledger import store as ledger
from handoff_service.schema import conversations, customers, messages, readings
from handoff_service.signals import QUEUE, conversation_topic


async def create(
    tx: Tx, conversation: Conversation, *, address: str | None = None, sealed_number: str | None = None
) -> None:
    """Insert a conversation, and its customer where there is none yet."""
    known = await tx.execute(select(customers.c.id).where(customers.c.id == conversation.customer_id))
    if known.first() is None:
        await add_customer(
            tx,
            conversation.customer_id,
            channel=conversation.channel,
            address=address,
            sealed_number=sealed_number,
            name=conversation.name,
            at=conversation.created_at,
        )
    values = {column.name: getattr(conversation, column.name) for column in conversations.columns}
    await tx.execute(insert(conversations).values(values | {"course": conversation.course.to_dict()}))


async def add_customer(tx: Tx, customer_id: str, *, at: datetime, **values: str | None) -> None:
    """Keep a new customer; `values` are columns of theirs: channel, address, sealed_number, name."""
    await tx.execute(insert(customers).values(id=customer_id, created_at=at, **values))


async def customer_at(tx: Tx, *, channel: str, address: str) -> str | None:
    """The id of the customer who was met at this address before."""
    query = select(customers.c.id).where(customers.c.channel == channel, customers.c.address == address)
    return (await tx.execute(query)).scalar_one_or_none()


async def latest(tx: Tx, customer_id: str) -> Conversation | None:
    """The conversation that a customer began last, open or closed."""
    query = select(conversations).where(conversations.c.customer_id == customer_id)
    row = (await tx.execute(query.order_by(conversations.c.created_at.desc()).limit(1))).first()
    return None if row is None else conversation_of(row)


async def get(tx: Tx, conversation_id: str) -> Conversation:
    """One conversation; raises NotFound."""
    return conversation_of((await tx.execute(prepared.CONVERSATION, {"one": conversation_id})).first())


async def lock(tx: Tx, conversation_id: str) -> Conversation:
    """One conversation, held until the transaction ends so that nobody else changes it; raises NotFound."""
    return conversation_of((await tx.execute(prepared.CONVERSATION_LOCKED, {"one": conversation_id})).first())


def conversation_of(row: Row[Any] | None) -> Conversation:
    """A row as a value; raises NotFound for none."""
    if row is None:
        raise NotFound("This conversation does not exist.", remedy="Create one with POST /api/conversations.")
    return Conversation(**{**row._mapping, "course": Course.from_dict(row._mapping["course"])})


async def move(tx: Tx, conversation: Conversation, event: str, *, at: datetime) -> Conversation:
    """Apply one `event` of the core's life cycle; owner and epoch change together, with a ledger entry.

    The conversation must be locked. Returns it as it is now; raises Conflict where the table draws no such edge.
    """
    state = advance(conversation.state, event)
    owner = OWNER[state]
    epoch = conversation.epoch + (owner != conversation.owner)
    closed_at = at if state == "closed" else None
    changed = replace(conversation, state=state, owner=owner, epoch=epoch, closed_at=closed_at, updated_at=at)
    await save(tx, conversation, state=state, owner=owner, epoch=epoch, closed_at=closed_at, updated_at=at)
    facts = {"event": event, "from": conversation.state, "to": state, "owner": owner, "epoch": epoch}
    await ledger.append(tx, kind="conversation.moved", subject=conversation.id, body=facts, at=at)
    wake_after_commit(tx, conversation_topic(conversation.id), QUEUE)
    return changed


async def save(tx: Tx, conversation: Conversation, **changes: object) -> None:
    """Write columns of a conversation that is still in the epoch and state read; raises Conflict otherwise."""
    unchanged = (
        (conversations.c.id == conversation.id)
        & (conversations.c.epoch == conversation.epoch)
        & (conversations.c.state == conversation.state)
    )
    if (await tx.execute(update(conversations).where(unchanged).values(**changes))).rowcount != 1:
        raise Conflict("The conversation changed in the meantime.", remedy="Read it again and decide anew.")


async def append_message(tx: Tx, message: NewMessage) -> int:
    """Give the message the next number, without gaps, and keep it; wakes whoever follows the conversation.

    An answer of the bot or of an agent keeps the promise of the next reply, so its due time is cleared.
    What is said to a customer who texts leaves by text message, noted in the same transaction.
    """
    answered = {"next_reply_due": None} if message.author in ("bot", "agent") else {}
    counted = (
        update(conversations)
        .where(conversations.c.id == message.conversation_id)
        .values(last_number=conversations.c.last_number + 1, updated_at=message.at, **answered)
        .returning(conversations.c.last_number, conversations.c.channel)
    )
    row = (await tx.execute(counted)).one()
    number = int(row.last_number)
    values = {name: getattr(message, name) for name in message.__dataclass_fields__}
    await tx.execute(prepared.INSERT_MESSAGE, values | {"number": number, "buttons": list(message.buttons)})
    if row.channel == "sms" and message.author != "customer":
        await leave_by_text(tx, message, before=await line_before(tx, message, number))
    wake_after_commit(tx, conversation_topic(message.conversation_id))
    return number


async def line_before(tx: Tx, message: NewMessage, number: int) -> Message | None:
    """The line of the same answer that stands directly before message `number`, if there is one."""
    if not message.reply_index:
        return None
    found = await message_by_number(tx, message.conversation_id, number - 1)
    return found if found is not None and found.in_reply_to == message.in_reply_to else None


async def message_by_client_id(tx: Tx, conversation_id: str, client_id: str) -> Message | None:
    """The message that a client sent under its own id, if it was accepted before."""
    row = (
        await tx.execute(prepared.MESSAGE_BY_CLIENT_ID, {"talk": conversation_id, "client": client_id})
    ).first()
    return None if row is None else message_of(row._mapping)


async def reply_exists(tx: Tx, turn_id: str, index: int) -> bool:
    """Whether this line of the bot's answer is kept already."""
    return (await tx.execute(prepared.REPLY, {"turn": turn_id, "index": index})).first() is not None


async def messages_after(tx: Tx, conversation_id: str, number: int, *, limit: int = 500) -> list[Message]:
    """Messages numbered above `number`, in order, without their readings (customers never get them)."""
    values = {"talk": conversation_id, "after": number, "most": limit}
    rows = await tx.execute(prepared.MESSAGES_AFTER, values)
    return [message_of(row._mapping) for row in rows]


async def choices(tx: Tx, conversation_id: str) -> Sequence[Mapping[str, str]]:
    """The buttons offered last since the customer wrote; none if that offered none."""
    own = messages.alias()
    written = select(func.coalesce(func.max(own.c.number), 0)).where(
        own.c.conversation_id == conversation_id, own.c.author == "customer"
    )
    said = (messages.c.conversation_id == conversation_id) & (messages.c.number > written.scalar_subquery())
    rows = await tx.execute(select(messages.c.buttons).where(said).order_by(messages.c.number.desc()))
    return next((row.buttons for row in rows if row.buttons), ())


async def transcript(tx: Tx, conversation_id: str) -> list[Message]:
    """Every message with its reading and its corrections, in order: for agents and for the brief."""
    joined = messages.outerjoin(readings, readings.c.message_id == messages.c.id)
    query = select(messages, readings.c.body.label("reading")).select_from(joined)
    rows = await tx.execute(
        query.where(messages.c.conversation_id == conversation_id).order_by(messages.c.number)
    )
    made = await corrections_store.of_conversation(tx, conversation_id)
    return [replace(message_of(row._mapping), corrections=made.get(row.id, ())) for row in rows]


def message_of(row: RowMapping) -> Message:
    """A row (with or without a joined reading) as a value."""
    reading = row.get("reading")
    return Message(
        **{
            **row,
            "buttons": tuple(row["buttons"]),
            "reading": None if reading is None else Reading.from_dict(reading),
        }
    )


async def keep_reading(tx: Tx, message: Message, *, tier: int, course: Course) -> None:
    """Keep what was read in a customer's message, and where tier and course stood after it."""
    reading = message.reading
    assert reading is not None
    values = {
        "message_id": message.id,
        "conversation_id": message.conversation_id,
        "number": message.number,
        "emotion": reading.emotion,
        "intensity": reading.intensity,
        "level": reading.level,
        "tier": tier,
        "course": course.level,
        "body": reading.to_dict(),
        "at": message.at,
        "sureness": sureness(reading),
        "unsure": unsure(reading),
    }
    await tx.execute(prepared.INSERT_READING, values)


async def readings_of(tx: Tx, conversation_id: str) -> list[tuple[int, Reading, float]]:
    """(message number, reading, course level after it), in order."""
    query = select(readings.c.number, readings.c.body, readings.c.course).where(
        readings.c.conversation_id == conversation_id
    )
    rows = await tx.execute(query.order_by(readings.c.number))
    return [(row.number, Reading.from_dict(row.body), row.course) for row in rows]


async def message(tx: Tx, message_id: str) -> Message | None:
    """One message with its reading."""
    row = (await tx.execute(prepared.MESSAGE, {"one": message_id})).first()
    return None if row is None else message_of(row._mapping)


async def message_by_number(tx: Tx, conversation_id: str, number: int) -> Message | None:
    """One message of a conversation, with its reading."""
    same = (messages.c.conversation_id == conversation_id) & (messages.c.number == number)
    row = (await tx.execute(select(messages.c.id).where(same))).first()
    return None if row is None else await message(tx, row.id)
