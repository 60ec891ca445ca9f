"""Turns what Rasa says into the lines of the wire, one by one, the moment they are said."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.policies.names import purpose_of
from empathy.wire import BotHandoff, BotLine, BotReply, Button


def as_line(line: BotLine) -> str:
    """One line of NDJSON, newline included."""
    return json.dumps(line.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"


class LineOutput(OutputChannel):
    """Rasa's output channel for one turn; every utterance becomes a numbered line."""

    def __init__(self, channel: str, say: Callable[[str], None]) -> None:
        """`channel`: the customer's, "web" or "sms", so that responses for a channel are found; `say` takes a line."""
        self._channel = channel
        self._say = say
        self._index = 0

    def name(self) -> str:
        """The customer's channel; Rasa asks for it when it chooses words."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Say one message of Rasa's; one without words and without a handoff is left out."""
        line = line_of(message, self._index)
        if line is not None:
            self._index += 1
            self._say(as_line(line))


def line_of(message: Mapping[str, Any], index: int) -> BotLine | None:
    """The line for a message of Rasa's, None if there is nothing to tell.

    A `custom` payload with the key `handoff` is the request for a person that action_request_handoff makes.
    """
    text = str(message.get("text") or "").strip()
    response = message.get("utter_action")
    words = {name: message.get(name) for name in ("variant", "experiment", "arm")}
    request = (message.get("custom") or {}).get("handoff")
    if isinstance(request, Mapping):
        return BotHandoff(index, text, dict(request), response=response, **words)
    if not text:
        return None
    buttons = tuple(
        Button(str(one["title"]), str(one.get("payload") or "")) for one in message.get("buttons") or ()
    )
    purpose = str(message.get("purpose") or purpose_of(response))
    return BotReply(index, purpose, text, response=response, buttons=buttons, **words)
