"""Lets what is said to a customer who texts leave by text message: noted with the message, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from empathy.texting import pieces, with_choices
from handoff_service.conversations.models import NewMessage
from handoff_service.db import Tx
from handoff_service.outbox import store as outbox

KIND = "sms"


async def leave_by_text(tx: Tx, message: NewMessage) -> None:
    """Note one effect for each piece of the message; payloads hold ids alone, words and numbers stay in their tables."""
    for part, _ in enumerate(texts_of(message.text, message.buttons)):
        effect = outbox.NewEffect(
            kind=KIND,
            key=message.id if part == 0 else f"{message.id}:{part}",
            payload={"conversation": message.conversation_id, "message": message.id, "part": part},
            lane=message.conversation_id,
        )
        await outbox.add(tx, effect, at=message.at)


def texts_of(text: str, buttons: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The text messages that a message becomes, its buttons as numbered choices."""
    return pieces(with_choices(text, [button["title"] for button in buttons]))
