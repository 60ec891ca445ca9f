"""Works out one turn inside Rasa: slots, message, actions, end; stored as one, so a crash leaves all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.events import ActiveLoop, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.lines import LineOutput, as_line
from bot.channels.live import LiveTurn
from bot.channels.summary import done_of
from bot.errors import NotReady
from bot.policies.names import AFTER_CRISIS, ASK_FOR_PERSON, LISTEN
from bot.tracker_store import HeardTrackerStore
from bot.version_guard import require_rasa
from empathy.normalise import defused, plain
from empathy.wire import BotTurn

CHANNEL = "heard"
HANDED_BACK = "utter_handed_back"
#: What Rasa stores of its reading of the intent; the rest of the ranking is never looked at again.
RANKING_KEPT = 3
log = logging.getLogger(__name__)


class TurnRunner:
    """Answers turns with the loaded model; one conversation's turns run one after the other."""

    def __init__(self, agent: Any, store: HeardTrackerStore) -> None:
        """`agent`: Rasa's Agent with a model, whose processor works on `store`."""
        require_rasa("bot/channels/turns.py")
        self._agent = agent
        self._store = store

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    async def answer(self, turn: BotTurn, live: LiveTurn) -> None:
        """Say every line of the answer to `live`; a message answered before gets the same lines again.

        Raises whatever kept the turn from its end; nothing of it is stored then, and it may be asked again.
        """
        async with self._agent.lock_store.lock(turn.conversation):
            known = await self._store.finished_turn(turn.conversation, turn.message_id)
            for line in known or ():
                live.say(line)
            if known is None:
                await self._run(turn, live)

    async def _run(self, turn: BotTurn, live: LiveTurn) -> None:
        processor = self._agent.processor
        if processor is None:
            raise NotReady("Rasa has no model loaded. Run `make train`, then start the bot again.")
        out = LineOutput(turn.channel, live.say)
        tracker = await processor.fetch_tracker_and_update_session(turn.conversation, out)
        begun = len(tracker.events)
        _apply(tracker, _facts_of(turn), processor.domain)
        if turn.kind == "handback":
            await hand_back(processor, tracker, out)
        else:
            wake(processor, tracker)
            message = await _message(processor, tracker, turn=turn, out=out)
            await work_out(processor, tracker, message)
        live.say(as_line(done_of(tracker, begun, processor.domain)))
        await self._store.save_turn(tracker, turn.message_id, live.lines)


def wake(processor: Any, tracker: DialogueStateTracker) -> None:
    """The service asks us, so the bot holds the conversation, whatever this side still believes."""
    _apply(tracker, _awake(tracker), processor.domain)


async def work_out(processor: Any, tracker: DialogueStateTracker, message: UserMessage) -> None:
    """Everything that follows a parsed message, to the end of our turn; words go to the message's output channel."""
    out = message.output_channel
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(out, tracker)
    await processor._run_prediction_loop(out, tracker)


async def hand_back(processor: Any, tracker: DialogueStateTracker, out: LineOutput) -> None:
    """An agent gives the conversation back: the bot is awake again and says so."""
    _apply(tracker, [*_resting(tracker), *_set(tracker, "returned_from_agent", True)], processor.domain)
    for name in (HANDED_BACK, LISTEN):
        if name in processor.domain.action_names_or_texts:
            prediction = PolicyPrediction.for_action_name(processor.domain, name)
            action = processor._get_action(name)
            await processor._run_action(action, tracker, out, processor.nlg, prediction)


async def _message(
    processor: Any, tracker: DialogueStateTracker, *, turn: BotTurn, out: LineOutput
) -> UserMessage:
    message = UserMessage(
        text_of(turn),
        out,
        turn.conversation,
        input_channel=CHANNEL,
        message_id=turn.message_id,
        metadata={"reading": turn.reading.to_dict()} if turn.reading else {},
    )
    parsed = await processor.parse_message(message, tracker)
    parsed.pop("text_tokens", None)
    parsed["intent_ranking"] = list(parsed.get("intent_ranking") or ())[:RANKING_KEPT]
    message.parse_data = parsed
    # The reading lives in parse_data from here on; a second copy would travel with every action call.
    message.metadata = {"number": turn.number, "epoch": turn.epoch, "kind": turn.kind}
    if turn.context.get(AFTER_CRISIS):
        message.metadata[AFTER_CRISIS] = True
    return message


def text_of(turn: BotTurn) -> str:
    """The text that Rasa gets: only a button that the service verified may carry an intent.

    Raises Malformed or TooLarge for a message that the service should not have sent.
    """
    if turn.kind == "person":
        return f"/{ASK_FOR_PERSON}"
    if turn.kind == "button" and turn.payload:
        return turn.payload
    return defused(plain(turn.text))


def _facts_of(turn: BotTurn) -> dict[str, Any]:
    facts = {"language": turn.language, "channel_kind": turn.channel}
    account = turn.context.get("account")
    return {**facts, "account_number": str(account)} if account else facts


def _awake(tracker: DialogueStateTracker) -> Sequence[Event]:
    handed_over = "handed_over" in tracker.slots and tracker.get_slot("handed_over")
    return _resting(tracker) if handed_over else []


def _resting(tracker: DialogueStateTracker) -> list[Event]:
    loop: list[Event] = [ActiveLoop(None)] if tracker.active_loop_name else []
    return [*loop, *_set(tracker, "requested_slot", None), *_set(tracker, "handed_over", False)]


def _set(tracker: DialogueStateTracker, name: str, value: Any) -> list[Event]:
    if name not in tracker.slots or tracker.slots[name].value == value:
        return []
    return [SlotSet(name, value)]


def _apply(tracker: DialogueStateTracker, changes: dict[str, Any] | Sequence[Event], domain: Any) -> None:
    if isinstance(changes, dict):
        changes = [event for name, value in changes.items() for event in _set(tracker, name, value)]
    tracker.update_with_events(list(changes), domain)
