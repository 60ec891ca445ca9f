"""Signs and checks what lets a request in: session tokens, buttons, calls between our own programs."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from empathy.errors import Malformed, NotAllowed, SignInNeeded
from empathy.ports import Clock
from empathy.wire import SIGNATURE_HEADER, TIMESTAMP_HEADER, verify

SESSION_FOR = timedelta(days=30)
BUTTON_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Pressed:
    """A button that we offered ourselves: what is written on it and the intent it stands for."""

    title: str
    payload: str


class Tokens:
    """Makes and checks tokens with one key; the content is signed, not hidden."""

    def __init__(self, key: str, *, now: Clock) -> None:
        self.key, self.now = key.encode(), now

    def issue(self, content: Mapping[str, Any], *, lasting: timedelta) -> str:
        """A token of two base64url parts joined by a dot: the content with its expiry, and the signature."""
        body = dict(content) | {"exp": int((self.now() + lasting).timestamp())}
        packed = packed_bytes(json.dumps(body, separators=(",", ":"), sort_keys=True).encode())
        return f"{packed}.{self.signature(packed)}"

    def opened(self, token: str) -> dict[str, Any] | None:
        """The content of a token that we signed and that has not expired; None for every other text."""
        packed, _, signature = token.partition(".")
        if not hmac.compare_digest(self.signature(packed).encode(), signature.encode("utf-8", "replace")):
            return None
        content: dict[str, Any] = json.loads(unpacked_bytes(packed))
        return content if content["exp"] > self.now().timestamp() else None

    def signature(self, packed: str) -> str:
        """The signature of a packed content."""
        return packed_bytes(hmac.new(self.key, packed.encode("utf-8", "replace"), hashlib.sha256).digest())


class CustomerTokens:
    """Session tokens: whoever holds one speaks in exactly one conversation."""

    def __init__(self, key: str, *, now: Clock) -> None:
        self.tokens = Tokens(key, now=now)

    def issue(self, conversation_id: str) -> str:
        """The token of a conversation."""
        return self.tokens.issue({"c": conversation_id}, lasting=SESSION_FOR)

    def check(self, authorization: str, conversation_id: str) -> None:
        """Raise SignInNeeded without a valid token, NotAllowed with another conversation's."""
        content = self.tokens.opened(authorization.removeprefix("Bearer ").strip())
        if content is None:
            raise SignInNeeded(
                "This needs the conversation's token.", remedy="Send it as: Authorization: Bearer <token>."
            )
        if content.get("c") != conversation_id:
            raise NotAllowed(
                "The token belongs to another conversation.", remedy="Use that conversation's token."
            )


class ButtonTokens:
    """Button tokens: only the server expands them, so that free text can never become an intent."""

    def __init__(self, key: str, *, now: Clock) -> None:
        self.tokens = Tokens(key, now=now)

    def issue(self, conversation_id: str, button: Pressed) -> str:
        """The token of one button in one conversation."""
        content = {"c": conversation_id, "p": button.payload, "t": button.title}
        return self.tokens.issue(content, lasting=BUTTON_FOR)

    def pressed(self, conversation_id: str, token: str) -> Pressed:
        """The button behind a token; raises Malformed for one that we did not make, or that has expired."""
        content = self.tokens.opened(token)
        if content is None or content.get("c") != conversation_id:
            raise Malformed("This button is not valid here.", remedy="Write the wish in words instead.")
        return Pressed(content["t"], content["p"])


class InternalCalls:
    """Checks calls from our own command line: signed with the key `internal`, at most five minutes old."""

    def __init__(self, key: str, *, now: Clock) -> None:
        self.key, self.now = key, now

    def check(self, signed: bytes, headers: Mapping[str, str]) -> None:
        """Raise SignInNeeded unless the headers sign `signed`."""
        timestamp, signature = headers.get(TIMESTAMP_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
        if not verify(self.key, signed, timestamp, signature, now=self.now().timestamp()):
            raise SignInNeeded(
                "The signature is missing, wrong or too old.", remedy="Sign with the house's own key."
            )


def packed_bytes(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpacked_bytes(packed: str) -> bytes:
    """The bytes behind `packed_bytes`; raises Malformed."""
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (binascii.Error, ValueError) as fault:
        raise Malformed("This token is damaged.", remedy="Send it as it was given.") from fault
