"""Follows a conversation for its customer: numbered events from the database, passing news from signals."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from handoff_service.auth import ButtonTokens, Pressed
from handoff_service.channels.shapes import Consent, ConversationView, Event, OfferedButton, Person, Queue
from handoff_service.conversations.models import Message
from handoff_service.conversations.service import Conversations, Snapshot
from handoff_service.signals import QUEUE, Hint, Signals, conversation_topic

PING_EVERY_S = 15.0


@dataclass(frozen=True)
class Follower:
    """What the streams of all customers share."""

    conversations: Conversations
    buttons: ButtonTokens
    signals: Signals

    async def events_after(self, conversation_id: str, number: int, *, wait_s: float) -> list[Event]:
        """Events above `number`, waiting up to `wait_s` seconds for the first one."""
        with self.signals.listen(conversation_topic(conversation_id)) as listener:
            found = await self.conversations.messages_after(conversation_id, number)
            while not found and wait_s > 0:
                hints = await listener.wait(wait_s)
                found = await self.conversations.messages_after(conversation_id, number)
                if not hints:
                    break
        return [self.event_of(message) for message in found]

    async def stream(self, conversation_id: str, number: int) -> AsyncIterator[str]:
        """Server-sent events for ever: all above `number`, then news as it comes; `ping` in quiet times."""
        seen: dict[str, Any] = {}
        with self.signals.listen(conversation_topic(conversation_id), QUEUE) as listener:
            hints: list[Hint] = []
            while True:
                for message in await self.conversations.messages_after(conversation_id, number):
                    number = message.number
                    yield numbered(self.event_of(message))
                snapshot = await self.conversations.snapshot(conversation_id)
                for chunk in (*changes(snapshot, seen), *typing(hints)):
                    yield chunk
                hints = await listener.wait(PING_EVERY_S)
                if not hints:
                    yield unnumbered("ping", {})

    def event_of(self, message: Message) -> Event:
        """A message as the customer gets it: never with a reading, buttons as signed tokens."""
        return Event(
            number=message.number,
            id=message.id,
            author=message.author,
            name=message.name if message.author != "customer" else None,
            purpose=message.purpose,
            text=message.text,
            buttons=[self.offered(message.conversation_id, button) for button in message.buttons],
            at=message.at.isoformat(),
            client_id=message.client_id,
        )

    def offered(self, conversation_id: str, button: Any) -> OfferedButton:
        """A button as the customer gets it."""
        pressed = Pressed(str(button["title"]), str(button["payload"]))
        return OfferedButton(pressed.title, self.buttons.issue(conversation_id, pressed))


def view_of(snapshot: Snapshot) -> ConversationView:
    """A snapshot as the customer may see it."""
    conversation, place = snapshot.conversation, snapshot.place
    wait = list(place.wait_minutes) if place and place.wait_minutes else None
    return ConversationView(
        id=conversation.id,
        owner=conversation.owner,
        state=conversation.state,
        agent=Person(snapshot.agent) if snapshot.agent else None,
        consent=Consent(conversation.tone_consent),
        last_number=conversation.last_number,
        queue=Queue(place.ahead, wait) if place else None,
        language=conversation.language,
    )


def changes(snapshot: Snapshot, seen: dict[str, Any]) -> Iterable[str]:
    """Owner and queue as events, where they differ from what was `seen` (which is brought up to date)."""
    view = asdict(view_of(snapshot))
    news = {
        "owner": {name: view[name] for name in ("owner", "state", "agent")},
        "queue": {"queue": view["queue"]},
    }
    for kind, data in news.items():
        if seen.get(kind) != data and not (kind == "queue" and kind not in seen and data["queue"] is None):
            yield unnumbered(kind, data["queue"] or {} if kind == "queue" else data)
        seen[kind] = data


def typing(hints: Iterable[Hint]) -> Iterable[str]:
    """Who is typing, from hints such as `typing:bot:on`."""
    for _topic, word in hints:
        if word.startswith("typing:"):
            _, author, state = word.split(":")
            yield unnumbered("typing", {"author": author, "on": state == "on"})


def numbered(event: Event) -> str:
    """A numbered server-sent event: the browser gives the number back when it resumes."""
    return f"id: {event.number}\nevent: message\ndata: {json.dumps(asdict(event), ensure_ascii=False)}\n\n"


def unnumbered(kind: str, data: dict[str, Any]) -> str:
    """A server-sent event that nobody misses after a reconnect."""
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
