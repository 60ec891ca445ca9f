"""The values by which the house knows an agent and a sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ROLES = ("agent", "supervisor", "auditor")
READERS = ("agent", "supervisor")


@dataclass(frozen=True)
class Agent:
    """A person who answers customers (or looks after those who do). `role` agent|supervisor|auditor."""

    id: str
    email: str
    name: str
    role: str

    @property
    def supervises(self) -> bool:
        """Whether this person may look into conversations that others hold."""
        return self.role == "supervisor"


@dataclass(frozen=True)
class NewAgent:
    """An agent about to be entered, with the argon2 hash of the password."""

    id: str
    email: str
    name: str
    role: str
    password_hash: str
    created_at: datetime


@dataclass(frozen=True)
class SignIn:
    """One browser in which an agent is signed in; `csrf` must come back with each form."""

    agent: Agent
    token_hash: str
    csrf: str
    seen_at: datetime
    expires_at: datetime
