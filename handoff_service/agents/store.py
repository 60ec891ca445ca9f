"""The SQL of agents and their sign-ins; only hashes of passwords and tokens are kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from handoff_service.agents.models import Agent, NewAgent, SignIn
from handoff_service.db import Tx
from handoff_service.schema import agent_sessions, agents

FACE = (agents.c.id, agents.c.email, agents.c.name, agents.c.role)


async def add(tx: Tx, agent: NewAgent) -> None:
    """Enter an agent; e-mail addresses are kept in lower case."""
    defaults = {"languages": ["en"], "skills": [], "capacity": 3, "presence": "available"}
    await tx.execute(insert(agents).values(asdict(agent) | {"email": agent.email.lower()} | defaults))


async def count(tx: Tx) -> int:
    """How many agents there are."""
    return int((await tx.execute(select(func.count()).select_from(agents))).scalar_one())


async def by_id(tx: Tx, agent_id: str) -> Agent | None:
    """One agent, or None."""
    row = (await tx.execute(select(*FACE).where(agents.c.id == agent_id))).first()
    return None if row is None else Agent(**row._mapping)


async def by_email(tx: Tx, email: str) -> tuple[Agent, str] | None:
    """The agent with this address and the hash of the password, or None."""
    row = (
        await tx.execute(select(*FACE, agents.c.password_hash).where(agents.c.email == email.lower()))
    ).first()
    if row is None:
        return None
    facts = dict(row._mapping)
    hashed = str(facts.pop("password_hash"))
    return Agent(**facts), hashed


async def set_password(tx: Tx, agent_id: str, password_hash: str) -> None:
    """Keep another hash; whoever was signed in with the old password is signed out."""
    await tx.execute(update(agents).where(agents.c.id == agent_id).values(password_hash=password_hash))
    await end_all(tx, agent_id)


async def begin(tx: Tx, sign_in: SignIn) -> None:
    """Keep a sign-in, and forget those that have run out."""
    await tx.execute(delete(agent_sessions).where(agent_sessions.c.expires_at < sign_in.seen_at))
    await tx.execute(
        insert(agent_sessions).values(
            token_hash=sign_in.token_hash,
            agent_id=sign_in.agent.id,
            csrf=sign_in.csrf,
            created_at=sign_in.seen_at,
            seen_at=sign_in.seen_at,
            expires_at=sign_in.expires_at,
        )
    )


async def sign_in_of(tx: Tx, token_hash: str) -> SignIn | None:
    """The sign-in under this token, or None."""
    joined = agent_sessions.join(agents, agents.c.id == agent_sessions.c.agent_id)
    kept = (agent_sessions.c.csrf, agent_sessions.c.seen_at, agent_sessions.c.expires_at)
    found = select(*FACE, *kept).select_from(joined).where(agent_sessions.c.token_hash == token_hash)
    row = (await tx.execute(found)).first()
    if row is None:
        return None
    agent = Agent(row.id, row.email, row.name, row.role)
    return SignIn(agent, token_hash, row.csrf, row.seen_at, row.expires_at)


async def touch(tx: Tx, token_hash: str, at: datetime) -> None:
    """Note that a sign-in was used."""
    await tx.execute(
        update(agent_sessions).where(agent_sessions.c.token_hash == token_hash).values(seen_at=at)
    )


async def end(tx: Tx, token_hash: str) -> None:
    """Forget one sign-in."""
    await tx.execute(delete(agent_sessions).where(agent_sessions.c.token_hash == token_hash))


async def end_all(tx: Tx, agent_id: str) -> None:
    """Forget every sign-in of an agent."""
    await tx.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == agent_id))


async def anybody_present(tx: Tx, *, since: datetime) -> bool:
    """Whether any agent has used a sign-in since an instant (an open console keeps its sign-in in use)."""
    recent = select(agent_sessions.c.token_hash).where(agent_sessions.c.seen_at >= since).limit(1)
    return (await tx.execute(recent)).first() is not None
