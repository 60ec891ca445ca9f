"""Keeps what the bot answers, line by line: nothing twice, nothing stale, and the handoff with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from empathy.emotion import highest
from empathy.experiments import told
from empathy.ports import Clock, NewId
from empathy.wire import BotDone, BotFault, BotHandoff, BotLine, BotReply, BotTurn, owed_handoff
from handoff_service.conversations import help_store, store, turns_store
from handoff_service.conversations.models import Conversation, HandoffRequest, NewMessage, Turn
from handoff_service.conversations.ports import HandoffDesk
from handoff_service.conversations.speaking import Saying, Speaker
from handoff_service.conversations.telling import Telling, tell_queued
from handoff_service.db import Database, Tx
from handoff_service.ledger import store as ledger
from handoff_service.relay.errors import BotFaulty


@dataclass(frozen=True)
class Asked:
    """A turn that the relay holds, and the conversation as it was when the turn was taken."""

    turn: Turn
    conversation: Conversation
    wire: BotTurn


@dataclass(frozen=True)
class Answers:
    """The relay's transactions."""

    database: Database
    desk: HandoffDesk
    speaker: Speaker
    now: Clock
    new_id: NewId

    async def take(self, conversation_id: str, *, lease_s: float) -> Asked | None:
        """Take the conversation's next turn if it is due and the bot owns the conversation.

        Turns that are no longer the bot's to answer are dropped on the way. None if there is nothing to do now.
        """
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, conversation_id)
            while (turn := await turns_store.first_open(tx, conversation_id)) is not None:
                now = self.now()
                if conversation.owner != "bot":
                    await turns_store.drop(tx, turn, at=now)
                    continue
                if turn.next_at > now:
                    return None
                await turns_store.claim(tx, turn, until=now + timedelta(seconds=lease_s))
                return Asked(turn, conversation, await self.wire_of(tx, conversation, turn))
        return None

    async def wire_of(self, tx: Tx, conversation: Conversation, turn: Turn) -> BotTurn:
        """The turn as the bot is asked it."""
        said = await store.message(tx, turn.message_id)
        helped = await help_store.is_last_word(tx, conversation.id, before=turn.number)
        return BotTurn(
            conversation=conversation.id,
            message_id=turn.message_id,
            number=turn.number,
            kind=turn.kind,
            text=said.text if said else "",
            channel=conversation.channel,
            language=conversation.language,
            payload=turn.payload,
            reading=said.reading if said else None,
            epoch=conversation.epoch,
            context={
                **conversation.context,
                **told(self.speaker.trials(conversation, self.now())),
                "after_crisis": helped,
            },
        )

    async def keep(self, asked: Asked, lines: Sequence[BotLine]) -> bool:
        """Keep lines that came together, in one transaction; returns whether the last line of the answer was there.

        Raises BotFaulty for a fault line, once the lines before it are kept.
        """
        faults = [line for line in lines if isinstance(line, BotFault)]
        ended = False
        async with self.database.unit_of_work() as tx:
            for line in lines:
                if isinstance(line, BotFault):
                    break
                ended = await self.keep_line(tx, asked, line) or ended
        if faults and not ended:
            raise BotFaulty(faults[0].code)
        return ended

    async def keep_line(self, tx: Tx, asked: Asked, line: BotReply | BotHandoff | BotDone) -> bool:
        """Keep one line, once, if the bot still owns the conversation; returns whether it was the last."""
        conversation = await store.lock(tx, asked.conversation.id)
        if isinstance(line, BotDone):
            await self.finish(tx, conversation, asked, done=line)
            return True
        if await store.reply_exists(tx, asked.turn.message_id, line.index):
            return False
        if conversation.epoch != asked.conversation.epoch or conversation.owner != "bot":
            await self.drop_stale(tx, conversation, asked)
            return False
        await store.append_message(tx, self.message_of(asked, line))
        if isinstance(line, BotHandoff):
            request = request_of(line.request, key=asked.turn.message_id)
            await self.hand_over(tx, conversation, request)
        return False

    async def hand_over(self, tx: Tx, conversation: Conversation, request: HandoffRequest) -> bool:
        """Open a handoff and say what to expect; returns whether it is a new one."""
        ticket = await self.desk.open(tx, conversation, request)
        if ticket.fresh:
            urgent = request.level == "immediate"
            await tell_queued(
                tx, conversation.id, Telling(self.desk, self.speaker, self.now(), urgent=urgent)
            )
        return ticket.fresh

    async def drop_stale(self, tx: Tx, conversation: Conversation, asked: Asked) -> None:
        """Words that come after the owner changed are not said; that they came is counted."""
        await store.save(tx, conversation, stale_dropped=conversation.stale_dropped + 1)
        facts = {
            "turn": asked.turn.message_id,
            "asked_epoch": asked.conversation.epoch,
            "epoch": conversation.epoch,
        }
        await ledger.append(tx, kind="reply.stale", subject=conversation.id, body=facts, at=self.now())

    def message_of(self, asked: Asked, line: BotReply | BotHandoff) -> NewMessage:
        """A line of the bot as a message, keyed by turn and index so that it is kept once."""
        return NewMessage(
            id=self.new_id(),
            conversation_id=asked.conversation.id,
            author="bot",
            purpose=line.purpose if isinstance(line, BotReply) else "handoff",
            text=line.text,
            epoch=asked.conversation.epoch,
            at=self.now(),
            response=line.response,
            variant=line.variant,
            experiment=line.experiment,
            arm=line.arm,
            buttons=tuple(asdict(button) for button in line.buttons) if isinstance(line, BotReply) else (),
            in_reply_to=asked.turn.message_id,
            reply_index=line.index,
        )

    async def finish(self, tx: Tx, conversation: Conversation, asked: Asked, *, done: BotDone) -> None:
        """The turn is answered: keep what the bot made of it, and open the handoff that it owes, if any."""
        now = self.now()
        await turns_store.finish(tx, asked.turn, result=done.to_dict(), at=now)
        if asked.turn.kind == "handback" and conversation.state == "returned":
            conversation = await store.move(tx, conversation, "resume", at=now)
        level = highest((conversation.level, done.person_due))
        await store.save(
            tx, conversation, level=level, tier=max(conversation.tier, done.tier), told_down=False
        )
        reason = owed_handoff(done)
        if reason and conversation.owner == "bot":
            request = HandoffRequest(
                reason=reason, level="priority", trigger="behaviour", key=f"due:{asked.turn.message_id}"
            )
            await self.speaker.say(tx, conversation, Saying("utter_handoff_requested"), at=now)
            await self.hand_over(tx, conversation, request)

    async def put_back(self, asked: Asked, *, after_s: float, tell: bool) -> None:
        """Let the turn wait for another try; `tell` the customer once in an outage that the bot is down."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, asked.conversation.id)
            await turns_store.put_back(tx, asked.turn, next_at=self.now() + timedelta(seconds=after_s))
            if tell and conversation.owner == "bot" and not conversation.told_down:
                await store.save(tx, conversation, told_down=True)
                await self.speaker.say(tx, conversation, Saying("utter_status_bot_down"), at=self.now())

    async def give_up(self, asked: Asked, *, reason: str) -> None:
        """A turn that the bot cannot answer: say so, offer a person, and go on with the next one."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, asked.conversation.id)
            result: dict[str, Any] = {"type": "fault", "code": reason}
            await turns_store.finish(tx, asked.turn, result=result, at=self.now())
            if asked.turn.kind == "handback" and conversation.state == "returned":
                conversation = await store.move(tx, conversation, "resume", at=self.now())
            if conversation.owner == "bot":
                await self.speaker.say(tx, conversation, Saying("utter_technical_problem"), at=self.now())
            facts = {"turn": asked.turn.message_id, "reason": reason}
            await ledger.append(tx, kind="turn.given_up", subject=conversation.id, body=facts, at=self.now())

    async def tell_delayed(self, asked: Asked) -> None:
        """Say once for a turn that its answer takes longer than it should; the relay goes on waiting for it."""
        async with self.database.unit_of_work() as tx:
            conversation = await store.lock(tx, asked.conversation.id)
            turn = await turns_store.get(tx, asked.turn.message_id)
            if turn is None or turn.told_delayed or turn.state != "asking" or conversation.owner != "bot":
                return
            await turns_store.note_delayed(tx, turn)
            await self.speaker.say(tx, conversation, Saying("utter_status_bot_delayed"), at=self.now())

    async def release(self, turn_ids: list[str] | None = None) -> int:
        """Let turns that were being asked be asked again; returns how many."""
        async with self.database.unit_of_work() as tx:
            return await turns_store.release(tx, self.now(), turn_ids=turn_ids)

    async def has_more(self, conversation_id: str) -> bool:
        """Whether a conversation has another open turn; cheaper than trying to take it."""
        async with self.database.view() as tx:
            return await turns_store.first_open(tx, conversation_id) is not None

    async def work(self) -> tuple[list[str], datetime | None]:
        """Conversations with a turn that is due, and when the next one comes due."""
        async with self.database.view() as tx:
            now = self.now()
            return await turns_store.due(tx, now), await turns_store.next_due(tx, now)


def request_of(request: Any, *, key: str) -> HandoffRequest:
    """The bot's request as the desk takes it."""
    detail = {
        name: request[name] for name in ("open_request", "tried", "signals", "disclosure") if name in request
    }
    return HandoffRequest(
        reason=str(request.get("reason") or "asked_for_person"),
        level=str(request["level"]),
        trigger="bot",
        key=f"bot:{key}",
        detail=detail,
    )
