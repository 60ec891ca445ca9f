"""Agents for tests: people who sit at the desk of a running service, and customers who wait for one of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from handoff_service.agents.models import Agent
from handoff_service.conversations import store as conversations
from handoff_service.handoffs import store
from handoff_service.handoffs.models import Handoff, Reply, Step
from handoff_service.handoffs.reading import Case, DeskReader
from handoff_service.ledger import store as ledger
from tests.fakes.running import Customer, Service

PASSWORD = "a long enough password"


@dataclass
class Person:
    """An agent at the desk."""

    service: Service
    agent: Agent

    @property
    def reader(self) -> DeskReader:
        """What this agent may look at."""
        house = self.service.house
        return DeskReader(house.database, house.desk, house.numbers)

    async def accept(self, handoff: Handoff) -> Handoff:
        """Take one who waits."""
        handoffs = self.service.house.handoffs
        return await handoffs.accept(handoff.id, agent_id=self.agent.id, agent_name=self.agent.name)

    async def say(self, customer: Customer, text: str, *, form_id: str = "", epoch: int = 0) -> int:
        """Answer a customer."""
        seen = epoch or await epoch_of(customer)
        words = Reply(
            customer.id, self.agent.id, self.agent.name, text, form_id or uuid.uuid4().hex, epoch=seen
        )
        return await self.service.house.handoffs.reply(words)

    async def step(self, customer: Customer) -> Step:
        """A step on the customer's handoff as this agent sees it now."""
        handoff = await handoff_of(customer)
        return Step(handoff.id, self.agent.id, self.agent.name, await epoch_of(customer))

    async def case(self, customer: Customer) -> Case:
        """The customer's case as this agent sees it."""
        return await self.reader.open_case(customer.id, self.agent)


async def person(service: Service, name: str = "Ada Moreau", role: str = "agent") -> Person:
    """A new agent."""
    email = f"{uuid.uuid4().hex[:8]}@harbor.example"
    agent = await service.house.agents.enter(Agent(uuid.uuid4().hex, email, name, role), PASSWORD)
    return Person(service, agent)


async def waiting(service: Service, *said: str, **begun: Any) -> Customer:
    """A customer who has written `said` and then asked for a person."""
    customer = await service.customer(**begun)
    for text in said:
        await customer.say(text)
        await customer.heard(f"Answer to: {text}")
    await customer.post("person", {})
    return customer


async def handoff_of(customer: Customer) -> Handoff:
    """The customer's newest handoff."""
    async with customer.service.house.database.view() as tx:
        handoff = await store.latest(tx, customer.id)
    assert handoff is not None
    return handoff


async def epoch_of(customer: Customer) -> int:
    """The present epoch of the customer's conversation."""
    async with customer.service.house.database.view() as tx:
        return (await conversations.get(tx, customer.id)).epoch


async def kinds(service: Service, subject: str) -> list[str]:
    """What the ledger says happened to one subject, in order."""
    async with service.house.database.view() as tx:
        return [entry["kind"] for entry in await ledger.entries(tx, subject=subject)]
