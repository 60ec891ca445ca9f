"""Signs agents in and out; sign-ins are rows in the database, so that we can end each of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from empathy.errors import SignInNeeded
from empathy.ports import Clock
from handoff_service.agents import store
from handoff_service.agents.models import Agent, NewAgent, SignIn
from handoff_service.agents.passwords import Passwords
from handoff_service.agents.throttle import Throttle
from handoff_service.db import Database
from handoff_service.ids import new_id, new_secret
from handoff_service.ledger import store as ledger

LONGEST_SIGN_IN = timedelta(hours=12)
LONGEST_PAUSE = timedelta(hours=1)
TOUCH_AFTER = timedelta(minutes=1)
WRONG = "This e-mail and password do not belong together."
SIGN_IN = "Sign in, then do it again."


@dataclass(frozen=True)
class Credentials:
    """What somebody offers at the door, and the network address it came from."""

    email: str
    password: str
    address: str


class AgentService:
    """The door for agents. `now` and `secret` are ports; `secret` gives 64 unguessable hexadecimal digits."""

    def __init__(
        self, db: Database, *, now: Clock, passwords: Passwords, secret: Callable[[], str] = new_secret
    ) -> None:
        self.db, self.now, self.passwords, self.secret = db, now, passwords, secret
        self.throttle = Throttle()

    async def sign_in(self, offered: Credentials) -> tuple[str, SignIn]:
        """A fresh token for the cookie, and the sign-in; raises SignInNeeded, TooMany, Unavailable."""
        now = self.now()
        self.throttle.check(address=offered.address, email=offered.email, now=now)
        async with self.db.view() as tx:
            found = await store.by_email(tx, offered.email)
        agent, kept = found if found is not None else (None, None)
        if not await self.passwords.matches(offered.password, kept) or agent is None:
            self.throttle.failed(address=offered.address, email=offered.email, now=now)
            raise SignInNeeded(WRONG, remedy="Check both and try again.")
        self.throttle.succeeded(address=offered.address, email=offered.email)
        return await self._begin(agent)

    async def _begin(self, agent: Agent) -> tuple[str, SignIn]:
        token, now = self.secret(), self.now()
        sign_in = SignIn(agent, token_hash(token), self.secret(), now, now + LONGEST_SIGN_IN)
        async with self.db.unit_of_work() as tx:
            await store.begin(tx, sign_in)
            await ledger.append(tx, kind="agent.signed_in", subject=agent.id, body={}, at=now)
        return token, sign_in

    async def signed_in(self, token: str) -> SignIn:
        """Who is behind a token; raises SignInNeeded when it is unknown, ended or run out."""
        now = self.now()
        async with self.db.view() as tx:
            sign_in = await store.sign_in_of(tx, token_hash(token))
        if sign_in is None:
            raise SignInNeeded("You are not signed in.", remedy=SIGN_IN)
        if now >= sign_in.expires_at or now - sign_in.seen_at >= LONGEST_PAUSE:
            raise SignInNeeded("Your sign-in has run out.", remedy=SIGN_IN)
        if now - sign_in.seen_at >= TOUCH_AFTER:
            async with self.db.unit_of_work() as tx:
                await store.touch(tx, sign_in.token_hash, now)
        return sign_in

    async def sign_out(self, sign_in: SignIn) -> None:
        """End this sign-in; the token is worth nothing from now on."""
        async with self.db.unit_of_work() as tx:
            await store.end(tx, sign_in.token_hash)
            await ledger.append(tx, kind="agent.signed_out", subject=sign_in.agent.id, body={}, at=self.now())

    async def sign_out_everywhere(self, agent_id: str) -> None:
        """End every sign-in of an agent."""
        async with self.db.unit_of_work() as tx:
            await store.end_all(tx, agent_id)
            await ledger.append(tx, kind="agent.signed_out_all", subject=agent_id, body={}, at=self.now())

    async def enter(self, face: Agent, password: str) -> Agent:
        """Enter an agent, or give the one with that address this password; returns the agent as kept."""
        async with self.db.view() as tx:
            found = await store.by_email(tx, face.email)
        if found is not None and await self.passwords.matches(password, found[1]):
            return found[0]
        hashed = await self.passwords.hashed(password)
        async with self.db.unit_of_work() as tx:
            if found is not None:
                await store.set_password(tx, found[0].id, hashed)
                return found[0]
            await store.add(tx, NewAgent(face.id, face.email, face.name, face.role, hashed, self.now()))
        return face


async def enter_demo_agents(agents: AgentService, *, email: str, password: str) -> None:
    """The two people of the demo company, with one password; Maya's address is the operator's choice."""
    await agents.enter(Agent(new_id(), email, "Maya Lindqvist", "agent"), password)
    await agents.enter(Agent(new_id(), "jonas@harbor.example", "Jonas Weber", "agent"), password)


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256, enough to find it, useless to whoever reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()
