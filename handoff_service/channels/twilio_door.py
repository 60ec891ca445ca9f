"""Believes a webhook only where Twilio's signature says so, computed for our public address, never for the Host header."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs

from sanic import Request
from twilio.request_validator import RequestValidator

from empathy.errors import Refusal, Unavailable

SIGNATURE_HEADER = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded"
FIELDS_AT_MOST = 300


class Form(dict[str, list[str]]):
    """The fields of a webhook: every value of every name, for Twilio adds names without notice."""

    def getlist(self, name: str) -> list[str]:
        """All values of a field; Twilio's validator asks for them by this name."""
        return self.get(name, [])

    def first(self, name: str) -> str:
        """The value of a field, empty if it is missing."""
        return self.get(name, [""])[0]


class NotSigned(Refusal):
    """The request did not come from Twilio; whoever sent it is told nothing more."""

    status = 403
    code = "not_allowed"


@dataclass(frozen=True)
class Signatures:
    """Checks requests against the public address and the token; without a token nobody is believed."""

    public_url: str
    token: str = field(repr=False)

    def checked(self, request: Request) -> Form:
        """The fields of a signed request; raises NotSigned, or Unavailable while no token is set."""
        if not self.token:
            raise Unavailable(
                "Text messages cannot be checked, so none is taken.", remedy="Set HEARD_TWILIO_AUTH_TOKEN."
            )
        fields = form_of(request)
        signature = request.headers.get(SIGNATURE_HEADER, "")
        if not RequestValidator(self.token).validate(self.address_of(request), fields, signature):
            raise NotSigned("", remedy="")
        return fields

    def address_of(self, request: Request) -> str:
        """The address that Twilio was told to call."""
        query = f"?{request.query_string}" if request.query_string else ""
        return f"{self.public_url.rstrip('/')}{request.path}{query}"


def form_of(request: Request) -> Form:
    """The fields of a form body, empty values kept; raises NotSigned for what is no form."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != FORM:
        raise NotSigned("", remedy="")
    try:
        parsed = parse_qs(
            request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_AT_MOST
        )
    except ValueError as fault:
        raise NotSigned("", remedy="") from fault
    return Form(parsed)
