"""A model of who may speak, walked by Hypothesis over the real services: duplicates, late words, races, restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete, select

from empathy.errors import Refusal
from empathy.handoff import OWNER, TRANSITIONS
from empathy.wire import BotDone, BotHandoff, BotReply
from handoff_service.agents.models import Agent
from handoff_service.conversations import store
from handoff_service.conversations.admission import Inbound
from handoff_service.conversations.service import Beginning
from handoff_service.db import Database, Tx
from handoff_service.handoffs.models import Reply, Step
from handoff_service.house import ROOT, House, Ways, build
from handoff_service.ledger import store as ledger
from handoff_service.relay.answers import Asked
from handoff_service.schema import conversations, handoffs, metadata
from handoff_service.settings import Settings
from handoff_service.words import Words
from tests.fakes.fake_reader import FakeReader
from tests.fakes.running import CHEAP

CUSTOMERS = 2
AGENTS = (("agent-ada", "Ada"), ("agent-ben", "Ben"))
CALM = [
    "Where is my bill?",
    "I am furious",
    "It is slow",
    "Thanks",
    "And the router?",
    "Hm",
    "Yes",
    "No",
    "I'm fine",
]
TEXTS = st.sampled_from([*CALM, "he hits me", "I want to end my life"])
who = st.integers(0, CUSTOMERS - 1)
agent = st.sampled_from(AGENTS)
WORDS = Words(ROOT, country="US")


class TickingClock:
    """A clock that moves a millisecond each time it is asked."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The next instant."""
        self.at += timedelta(milliseconds=1)
        return self.at


class Ownership(RuleBasedStateMachine):
    """Two customers, two agents, a bot whose words may come at any time, and a service that may be restarted."""

    url = ""
    folder = Path()

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = TickingClock()
        self.accepted: dict[tuple[str, str], tuple[str, int]] = {}
        self.asked: list[Asked] = []
        self.forms = 0

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run to the end; a typed refusal is an answer like any other."""
        try:
            return self.runner.run(work)
        except Refusal as refusal:
            return refusal

    def together(self, *works: Coroutine[Any, Any, Any]) -> list[Any]:
        """Run at once."""

        async def all_at_once() -> list[Any]:
            return await asyncio.gather(*works, return_exceptions=True)

        outcomes: list[Any] = self.runner.run(all_at_once())
        assert all(not isinstance(one, Exception) or isinstance(one, Refusal) for one in outcomes), outcomes
        return outcomes

    def wired(self) -> House:
        """A house on the same data, as a new process would have it."""
        settings = Settings(data_dir=self.folder, database_url=self.url, secret="test")
        return build(settings, reader=FakeReader(), ways=Ways(now=self.clock, passwords=CHEAP, words=WORDS))

    @initialize()
    def begin(self) -> None:
        self.house = self.wired()
        self.run(self.emptied(self.house.database))
        for identity, name in AGENTS:
            self.run(
                self.house.agents.enter(
                    Agent(identity, f"{name}@harbor.example", name, "agent"), "a long password"
                )
            )
        begun = [
            self.run(self.house.conversations.begin(Beginning(name=f"customer {n}")))
            for n in range(CUSTOMERS)
        ]
        self.ids = [conversation.id for conversation in begun]

    async def emptied(self, database: Database) -> None:
        async with database.unit_of_work() as tx:
            for table in reversed(metadata.sorted_tables):
                await tx.execute(delete(table))

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.run(self.house.bot.close())
            self.run(self.house.database.close())
        self.runner.close()

    # What can happen ------------------------------------------------------------------------------------------------

    @rule(customer=who, text=TEXTS)
    def write(self, customer: int, text: str) -> None:
        self.post(customer, f"c{len(self.accepted)}", text)

    @precondition(lambda self: self.accepted)
    @rule(customer=who, data=st.data())
    def write_twice(self, customer: int, data: st.DataObject) -> None:
        identity = self.ids[customer]
        known = [client_id for conversation, client_id in self.accepted if conversation == identity]
        if known:
            self.post(customer, data.draw(st.sampled_from(known)), "the same again")

    @rule(customer=who, text=TEXTS)
    def twins(self, customer: int, text: str) -> None:
        client_id = f"c{len(self.accepted)}"
        answers = self.together(*(self.admit(customer, client_id, text) for _ in range(3)))
        assert len({(answer.id, answer.number) for answer in answers}) == 1
        assert sum(answer.fresh for answer in answers) == 1
        self.accepted[self.ids[customer], client_id] = (answers[0].id, answers[0].number)

    def post(self, customer: int, client_id: str, text: str) -> None:
        answer = self.run(self.admit(customer, client_id, text))
        known = self.accepted.setdefault((self.ids[customer], client_id), (answer.id, answer.number))
        assert known == (answer.id, answer.number)

    async def admit(self, customer: int, client_id: str, text: str) -> Any:
        seen = await self.house.conversations.get(self.ids[customer])
        return await self.house.conversations.admit(seen, Inbound(client_id, text))

    @rule(customer=who)
    def bot_takes_a_turn(self, customer: int) -> None:
        asked = self.run(self.house.relay.answers.take(self.ids[customer], lease_s=0.0))
        if asked is not None:
            self.asked.append(asked)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), index=st.integers(0, 2), times=st.integers(1, 2))
    def bot_says(self, data: st.DataObject, index: int, times: int) -> None:
        asked = data.draw(st.sampled_from(self.asked))
        for _ in range(times):
            self.run(self.house.relay.answers.keep(asked, [BotReply(index, "answer", f"line {index}")]))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def bot_hands_over(self, data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from(self.asked))
        line = BotHandoff(3, "A person will take over.", {"reason": "asked", "level": "priority"})
        self.run(self.house.relay.answers.keep(asked, [line]))

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), due=st.sampled_from(["none", "offer", "priority"]))
    def bot_is_done(self, data: st.DataObject, due: str) -> None:
        asked = data.draw(st.sampled_from(self.asked))
        self.run(self.house.relay.answers.keep(asked, [BotDone(person_due=due)]))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def bot_fails(self, data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from(self.asked))
        self.run(self.house.relay.answers.put_back(asked, after_s=0.0, tell=True))

    @rule(customer=who)
    def ask_for_person(self, customer: int) -> None:
        self.run(self.house.conversations.ask_for_person(self.ids[customer]))

    @rule(customer=who)
    def stay_with_bot(self, customer: int) -> None:
        self.run(self.house.conversations.stay_with_bot(self.ids[customer]))

    @rule(customer=who)
    def customer_closes(self, customer: int) -> None:
        self.run(self.house.conversations.close(self.ids[customer]))

    @rule(customer=who)
    def both_accept_at_once(self, customer: int) -> None:
        handoff = self.run(self.open_handoff(customer))
        if handoff is not None:
            works = [
                self.house.handoffs.accept(handoff.id, agent_id=one, agent_name=name) for one, name in AGENTS
            ]
            outcomes = self.together(*works)
            won = [one for one in outcomes if not isinstance(one, Refusal)]
            assert len(won) == 1

    @rule(customer=who, by=agent, stale=st.integers(0, 1))
    def agent_says(self, customer: int, by: tuple[str, str], stale: int) -> None:
        self.forms += 1
        epoch = self.run(self.house.conversations.get(self.ids[customer])).epoch - stale
        words = Reply(self.ids[customer], *by, "Let me look", f"form {self.forms}", epoch)
        first, second = (self.run(self.house.handoffs.reply(words)) for _ in range(2))
        assert isinstance(first, Refusal) == isinstance(second, Refusal)
        assert isinstance(first, Refusal) or first == second

    @rule(customer=who, by=agent, step=st.sampled_from(["hand_back", "requeue", "close"]))
    def agent_lets_go(self, customer: int, by: tuple[str, str], step: str) -> None:
        handoff = self.run(self.open_handoff(customer))
        if handoff is not None:
            hand = Step(handoff.id, *by, self.run(self.house.conversations.get(self.ids[customer])).epoch)
            desk = self.house.handoffs
            ways: dict[str, Callable[[], Awaitable[None]]] = {
                "hand_back": lambda: desk.hand_back(hand),
                "requeue": lambda: desk.requeue(hand),
                "close": lambda: desk.close(hand, outcome="resolved"),
            }
            self.run(ways[step]())  # type: ignore[arg-type]

    async def open_handoff(self, customer: int) -> Any:
        async with self.house.database.view() as tx:
            return await self.house.desk.current(tx, self.ids[customer])

    @rule()
    def restart(self) -> None:
        self.run(self.house.bot.close())
        self.run(self.house.database.close())
        self.house = self.wired()
        self.run(self.house.relay.answers.release())

    # What must hold -------------------------------------------------------------------------------------------------

    @invariant()
    def the_house_is_in_order(self) -> None:
        if hasattr(self, "ids"):
            for identity in self.ids:
                self.run(self.examine(identity))
            self.run(self.one_open_each())

    async def one_open_each(self) -> None:
        async with self.house.database.view() as tx:
            still = await tx.execute(
                select(conversations.c.customer_id).where(conversations.c.state != "closed")
            )
            customers = [row.customer_id for row in still]
        assert len(customers) == len(set(customers)), "I4: at most one open conversation for each customer"

    async def examine(self, identity: str) -> None:
        async with self.house.database.view() as tx:
            conversation = await store.get(tx, identity)
            said = await store.messages_after(tx, identity, 0)
            moves = [
                one["body"]
                for one in await ledger.entries(tx, subject=identity)
                if one["kind"] == "conversation.moved"
            ]
            await self.examine_handoffs(tx, conversation)
        numbers = [message.number for message in said]
        assert numbers == list(range(1, conversation.last_number + 1)), "I1: numbers without gaps"
        kept = {
            message.client_id: (message.id, message.number)
            for message in said
            if message.author == "customer"
        }
        accepted = {client: place for (talk, client), place in self.accepted.items() if talk == identity}
        assert kept == accepted, "I1, I10: each accepted message is kept exactly once"
        owners = examine_moves(moves, conversation)
        examine_speech(said, owners)

    async def examine_handoffs(self, tx: Tx, conversation: Any) -> None:
        rows = await tx.execute(
            select(handoffs).where(
                handoffs.c.conversation_id == conversation.id, handoffs.c.ended_at.is_(None)
            )
        )
        still = list(rows)
        assert len(still) <= 1, "I2: at most one open handoff"
        held = [row for row in still if row.state == "with_agent"]
        assert (conversation.owner == "agent") == bool(held), "I2: an agent owns exactly what was assigned"
        waits = bool(still) and not held
        assert waits or conversation.owner != "queue", "I2: whoever waits has a handoff"
        assert not waits or conversation.owner == "queue" or still[0].level == "immediate", (
            "I2: only a false alarm, which a person looks over, stays open while the bot answers"
        )


def examine_moves(moves: list[Any], conversation: Any) -> dict[int, str]:
    """The ledger's moves form one drawn path to the present state; returns who owned each epoch."""
    state, epoch, owners = "bot", 1, {1: "bot"}
    for move in moves:
        assert move["from"] == state, "I6: each change of state has its entry, in order"
        assert TRANSITIONS[state, move["event"]] == move["to"], "I5: only along the drawn edges"
        epoch += OWNER[move["to"]] != OWNER[state]
        state = move["to"]
        owners[epoch] = OWNER[state]
        assert (move["epoch"], move["owner"]) == (epoch, OWNER[state])
    assert (state, epoch, OWNER[state]) == (conversation.state, conversation.epoch, conversation.owner), "I6"
    return owners


def examine_speech(said: list[Any], owners: dict[int, str]) -> None:
    """Whoever spoke owned the conversation then; nobody's words come twice; answers come in the order of questions."""
    epochs = [message.epoch for message in said]
    assert epochs == sorted(epochs), "I12: words stand in the epoch in which they were said"
    answers = [message for message in said if message.in_reply_to]
    assert all(owners[message.epoch] == "bot" for message in answers), (
        "I12: the bot is silent while others own"
    )
    keys = [(message.in_reply_to, message.reply_index) for message in answers]
    assert len(keys) == len(set(keys)), "no answer is doubled"
    agents_words = [message for message in said if message.author == "agent"]
    assert all(owners[message.epoch] == "agent" for message in agents_words), "only the owner's agent speaks"
