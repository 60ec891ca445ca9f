"""The only place that makes ids and secrets, so that tests can number them."""

from __future__ import annotations

import secrets
import uuid


def new_id() -> str:
    """A fresh id: 32 hexadecimal digits, not guessable."""
    return uuid.uuid4().hex


def new_secret() -> str:
    """A fresh secret of 256 bits: 64 hexadecimal digits."""
    return secrets.token_hex(32)


def new_password() -> str:
    """A fresh password that a person can type: four groups of four letters and digits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def new_bytes(count: int) -> bytes:
    """So many random bytes, never the same again: nonces."""
    return secrets.token_bytes(count)
