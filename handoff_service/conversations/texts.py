"""Lets what is said to a customer who texts leave by text message: noted with the message, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from empathy.texting import pieces, segments, with_choices
from handoff_service.conversations.models import Message, NewMessage
from handoff_service.db import Tx
from handoff_service.outbox import store as outbox

KIND = "sms"
#: Two messages of one turn leave as one if together they take no more segments than this.
JOINED_SEGMENTS = 2


async def leave_by_text(tx: Tx, message: NewMessage, *, before: Message | None = None) -> None:
    """Note one effect for each piece of the message; payloads hold ids alone, words and numbers stay in their tables.

    Words of help go ahead of an earlier message that is stuck. What answers the same turn as the words `before` it
    joins them in one text message, if those have not left yet and both are short.
    """
    if before is not None and fits_together(before, message):
        first = {"conversation": message.conversation_id, "message": before.id, "part": 0}
        if await outbox.join(tx, before.id, payload=first | {"joined": [message.id]}):
            return
    for part, _ in enumerate(texts_of(message.text, message.buttons)):
        effect = outbox.NewEffect(
            kind=KIND,
            key=message.id if part == 0 else f"{message.id}:{part}",
            payload={"conversation": message.conversation_id, "message": message.id, "part": part},
            lane=message.conversation_id,
            ahead=message.purpose == "crisis",
        )
        await outbox.add(tx, effect, at=message.at)


def fits_together(first: Message, second: NewMessage) -> bool:
    """Whether two messages of one turn are short enough for one text; words of help stand alone."""
    one_turn = first.in_reply_to is not None and first.in_reply_to == second.in_reply_to
    if not one_turn or first.buttons or "crisis" in (first.purpose, second.purpose):
        return False
    return segments("\n".join((first.text, *texts_of(second.text, second.buttons)))) <= JOINED_SEGMENTS


def texts_of(text: str, buttons: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The text messages that a message becomes, its buttons as numbered choices."""
    return pieces(with_choices(text, [button["title"] for button in buttons]))
