"""Signs what the programs say to one another, so that nobody else on the machine can speak for them."""

from __future__ import annotations

import hashlib
import hmac

TIMESTAMP_HEADER = "X-Heard-Timestamp"
SIGNATURE_HEADER = "X-Heard-Signature"
#: Seconds by which the timestamp may differ from the receiver's clock; a copy sent later is refused.
WINDOW_S = 300


def sign(key: str, body: bytes, timestamp: str) -> str:
    """The signature of a body sent at `timestamp` (unix seconds): hex HMAC-SHA256 of timestamp, dot, body."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def verify(
    key: str, body: bytes, timestamp: str, signature: str, *, now: float, window_s: float = WINDOW_S
) -> bool:
    """Whether the signature is right (in constant time) and the timestamp within `window_s` of `now`.

    An empty key verifies nothing.
    """
    if not key or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    right = hmac.compare_digest(sign(key, body, timestamp).encode(), signature.encode("utf-8", "replace"))
    return right and abs(now - int(timestamp)) <= window_s
