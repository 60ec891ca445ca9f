"""Signing in: who gets a sign-in, for how long it counts, and what guessing costs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from empathy.errors import SignInNeeded, TooMany, Unavailable
from handoff_service.agents.models import Agent
from handoff_service.agents.passwords import MOST_WAITING, Passwords
from handoff_service.agents.service import AgentService, Credentials, enter_demo_agents
from handoff_service.db import Database
from handoff_service.schema import agent_sessions, agents

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WHEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = WHEN

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(database_url: str, clock: Clock) -> AsyncIterator[AgentService]:
    database = Database(database_url, wake=lambda *_: None)
    await database.migrate()
    service = AgentService(database, now=clock, passwords=Passwords(CHEAP))
    await service.enter(Agent("a" * 32, "Ada@Harbor.example", "Ada Moreau", "agent"), "right password")
    yield service
    service.passwords.close()
    await database.close()


def offered(
    password: str = "right password", *, email: str = "ada@harbor.example", address: str = "192.0.2.1"
) -> Credentials:
    return Credentials(email, password, address)


async def test_the_right_password_opens_and_the_token_says_who_it_is(desk: AgentService) -> None:
    token, sign_in = await desk.sign_in(offered(email="ADA@harbor.example"))
    assert (await desk.signed_in(token)).agent == sign_in.agent
    assert (sign_in.agent.name, len(token)) == ("Ada Moreau", 64)


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(desk: AgentService) -> None:
    with pytest.raises(SignInNeeded) as wrong:
        await desk.sign_in(offered("wrong"))
    with pytest.raises(SignInNeeded) as unknown:
        await desk.sign_in(offered(email="nobody@harbor.example"))
    assert str(wrong.value) == str(unknown.value)


async def test_neither_password_nor_token_is_kept(desk: AgentService) -> None:
    token, _ = await desk.sign_in(offered())
    async with desk.db.view() as tx:
        kept = [*(await tx.execute(select(agents))), *(await tx.execute(select(agent_sessions)))]
    assert "$argon2id$" in str(kept)
    assert "right password" not in str(kept)
    assert token not in str(kept)


async def test_each_sign_in_has_a_token_of_its_own(desk: AgentService) -> None:
    first, _ = await desk.sign_in(offered())
    second, _ = await desk.sign_in(offered())
    assert first != second


async def test_after_signing_out_the_token_is_worth_nothing(desk: AgentService) -> None:
    token, sign_in = await desk.sign_in(offered())
    other, _ = await desk.sign_in(offered())
    await desk.sign_out(sign_in)
    with pytest.raises(SignInNeeded):
        await desk.signed_in(token)
    assert (await desk.signed_in(other)).agent.name == "Ada Moreau"


async def test_signing_out_everywhere_ends_every_browser(desk: AgentService) -> None:
    tokens = [(await desk.sign_in(offered()))[0] for _ in range(3)]
    await desk.sign_out_everywhere("a" * 32)
    for token in tokens:
        with pytest.raises(SignInNeeded):
            await desk.signed_in(token)


async def test_another_password_signs_everybody_out_who_used_the_old_one(desk: AgentService) -> None:
    token, _ = await desk.sign_in(offered())
    await desk.enter(Agent("b" * 32, "ada@harbor.example", "Ada Moreau", "agent"), "newer password")
    with pytest.raises(SignInNeeded):
        await desk.signed_in(token)
    assert (await desk.sign_in(offered("newer password")))[1].agent.id == "a" * 32


async def test_a_browser_left_alone_for_an_hour_is_signed_out(desk: AgentService, clock: Clock) -> None:
    token, _ = await desk.sign_in(offered())
    clock.pass_by(minutes=59)
    await desk.signed_in(token)
    clock.pass_by(minutes=59)
    await desk.signed_in(token)
    clock.pass_by(minutes=60)
    with pytest.raises(SignInNeeded, match="run out"):
        await desk.signed_in(token)


async def test_no_sign_in_lasts_longer_than_a_shift(desk: AgentService, clock: Clock) -> None:
    token, _ = await desk.sign_in(offered())
    for _ in range(23):
        clock.pass_by(minutes=31)
        await desk.signed_in(token)
    clock.pass_by(minutes=31)
    with pytest.raises(SignInNeeded):
        await desk.signed_in(token)


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é", "' OR 1=1 --"])
async def test_a_made_up_token_opens_nothing(desk: AgentService, token: str) -> None:
    with pytest.raises(SignInNeeded):
        await desk.signed_in(token)


async def test_five_wrong_guesses_close_the_door_for_a_quarter_of_an_hour(
    desk: AgentService, clock: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(SignInNeeded):
            await desk.sign_in(offered("wrong"))
    with pytest.raises(TooMany, match="min"):
        await desk.sign_in(offered())
    clock.pass_by(minutes=15)
    assert (await desk.sign_in(offered()))[1].agent.name == "Ada Moreau"


async def test_a_stranger_elsewhere_cannot_lock_the_agent_out(desk: AgentService) -> None:
    for _ in range(5):
        with pytest.raises(SignInNeeded):
            await desk.sign_in(offered("wrong", address="203.0.113.9"))
    assert (await desk.sign_in(offered()))[1].agent.name == "Ada Moreau"


async def test_one_address_that_tries_many_accounts_is_stopped(desk: AgentService) -> None:
    for number in range(30):
        with pytest.raises(SignInNeeded):
            await desk.sign_in(offered("wrong", email=f"somebody{number}@harbor.example"))
    with pytest.raises(TooMany):
        await desk.sign_in(offered())


async def test_a_flood_of_sign_ins_is_refused_instead_of_piling_up(desk: AgentService) -> None:
    crowd = [
        desk.sign_in(offered(email=f"p{number}@x.example", address=f"192.0.2.{number}"))
        for number in range(MOST_WAITING * 3)
    ]
    ends = await asyncio.gather(*crowd, return_exceptions=True)
    assert {type(end) for end in ends} <= {SignInNeeded, Unavailable}
    assert (await desk.sign_in(offered()))[1].agent.name == "Ada Moreau"


async def test_a_password_of_a_megabyte_is_just_wrong(desk: AgentService) -> None:
    with pytest.raises(SignInNeeded):
        await desk.sign_in(offered("right password" + "x" * 1_000_000))


async def test_the_demo_agents_are_entered_once_and_follow_the_operators_password(desk: AgentService) -> None:
    for password in ("first password", "first password", "second password"):
        await enter_demo_agents(desk, email="maya@harbor.example", password=password)
    _, sign_in = await desk.sign_in(offered("second password", email="maya@harbor.example"))
    assert sign_in.agent.name == "Maya Lindqvist"
    assert (await desk.sign_in(offered("second password", email="jonas@harbor.example")))[
        1
    ].agent.name == "Jonas Weber"
