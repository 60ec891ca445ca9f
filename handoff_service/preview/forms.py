"""Reads what the preview's forms send, trusting none of it."""

from __future__ import annotations

from sanic import Request

from empathy.errors import Malformed
from handoff_service.preview.talk import Switches


def value(request: Request, name: str) -> str:
    """A field of a form; empty if it is missing."""
    form = request.form
    return str(form.get(name) or "").replace("\r\n", "\n") if form else ""


def number(request: Request, name: str) -> int:
    """A number in a form; raises Malformed."""
    given = value(request, name)
    if not (given.isascii() and given.isdigit() and len(given) <= 4):
        raise Malformed("The form is not complete.", remedy="Reload the page.")
    return int(given)


def switches_of(request: Request, languages: tuple[str, ...]) -> Switches:
    """The switches as chosen; what is none of the choices is as at the start."""
    language, channel = value(request, "language"), value(request, "channel")
    return Switches(
        language=language if language in languages else languages[0],
        channel="sms" if channel == "sms" else "web",
        toned=value(request, "toned") == "yes",
    )
