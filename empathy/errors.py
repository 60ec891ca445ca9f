"""The tree of errors, so that every refusal carries a status, a stable code and a remedy.

HeardError
├── Refusal                 somebody asked for something that is not done; rendered as problem+json
│   ├── Malformed 422       ├── EmptyMessage, UnreadableMessage
│   ├── SignInNeeded 401    ├── NotAllowed 403      ├── NotFound 404   ├── Conflict 409
│   ├── Gone 410            ├── TooLarge 413        ├── TooMany 429    └── Unavailable 503
└── RuleError               a designer's file says something that cannot be followed
"""

from __future__ import annotations

from typing import ClassVar


class HeardError(Exception):
    """The root of all errors that Heard raises on purpose."""


class Refusal(HeardError):
    """A request that is refused. `message` says what is wrong, `remedy` what the asker can do about it."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, remedy: str) -> None:
        """Keep both sentences; `str(error)` joins them."""
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class Malformed(Refusal):
    """What came in has not the shape that was agreed."""

    status = 422
    code = "malformed"


class EmptyMessage(Malformed):
    """A message of nothing but blanks."""

    code = "message_empty"


class UnreadableMessage(Malformed):
    """A message of characters that nobody can see or read."""

    code = "message_unreadable"


class SignInNeeded(Refusal):
    """No valid token or session came with the request."""

    status = 401
    code = "sign_in_needed"


class NotAllowed(Refusal):
    """The asker is known and may not do this."""

    status = 403
    code = "not_allowed"


class NotFound(Refusal):
    """There is no such thing, or none that the asker may know of."""

    status = 404
    code = "not_found"


class Conflict(Refusal):
    """The thing is in a state in which this cannot be done, or another was first."""

    status = 409
    code = "conflict"


class Gone(Refusal):
    """It was there once and has been removed for good."""

    status = 410
    code = "gone"


class TooLarge(Refusal):
    """More was sent than is accepted."""

    status = 413
    code = "too_large"


class TooMany(Refusal):
    """Too many requests in too short a time."""

    status = 429
    code = "too_many"


class Unavailable(Refusal):
    """A part that is needed does not answer now."""

    status = 503
    code = "unavailable"


class RuleError(HeardError):
    """A designer's file cannot be followed: names the file, the key in it, the fault and the remedy."""

    def __init__(self, file: str, key: str, fault: str, remedy: str) -> None:
        """Keep the four parts; `str(error)` reads `file: key: fault. remedy`."""
        super().__init__(f"{file}: {key}: {fault}. {remedy}")
        self.file = file
        self.key = key
        self.fault = fault
        self.remedy = remedy
