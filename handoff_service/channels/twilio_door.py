"""Believes a webhook only where Twilio's signature says so, computed for our public address, never for the Host header."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlparse

from sanic import Request
from twilio.request_validator import RequestValidator, add_port, remove_port

from empathy.errors import Refusal, Unavailable

SIGNATURE_HEADER = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded"
FIELDS_AT_MOST = 300


class Form(dict[str, str]):
    """The fields of a webhook, by name; Twilio adds names without notice, but never one twice."""

    def first(self, name: str) -> str:
        """The value of a field, empty if it is missing."""
        return self.get(name, "")


class NotSigned(Refusal):
    """The request did not come from Twilio; whoever sent it is told nothing more."""

    status = 403
    code = "not_allowed"


@dataclass(frozen=True)
class Signatures:
    """Checks requests against the public address and the tokens (two while one replaces the other); none believes nobody."""

    public_url: str
    tokens: tuple[str, ...] = field(repr=False)

    def checked(self, request: Request) -> Form:
        """The fields of a signed request; raises NotSigned, or Unavailable while no token is set."""
        if not self.tokens:
            raise Unavailable(
                "Text messages cannot be checked, so none is taken.", remedy="Set HEARD_TWILIO_AUTH_TOKEN."
            )
        fields = form_of(request)
        given = request.headers.getall(SIGNATURE_HEADER, [])
        if len(given) != 1 or not self.signed(self.address_of(request), fields, given[0]):
            raise NotSigned("", remedy="")
        return fields

    def signed(self, address: str, fields: Form, signature: str) -> bool:
        """Whether a token of ours signs these fields for this address; takes as long for every wrong signature.

        Twilio signs the address with or without its port, depending on the scheme (as its own validator knows).
        """
        parsed = urlparse(address)
        given = signature.encode("utf-8", "surrogateescape")
        right = False
        for token in self.tokens:
            for spelt in (remove_port(parsed), add_port(parsed)):
                expected = RequestValidator(token).compute_signature(spelt, fields)
                right |= hmac.compare_digest(expected.encode(), given)
        return right

    def address_of(self, request: Request) -> str:
        """The address that Twilio was told to call."""
        query = f"?{request.query_string}" if request.query_string else ""
        return f"{self.public_url.rstrip('/')}{request.path}{query}"


def form_of(request: Request) -> Form:
    """The fields of a form body, empty values kept; raises NotSigned for what is no form, or names a field twice.

    The signature joins names and values without a mark between them and counts equal pairs once, so what it cannot
    tell apart is refused here: fields named twice, and bytes that are no UTF-8.
    """
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != FORM:
        raise NotSigned("", remedy="")
    try:
        parsed = parse_qs(
            request.body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS_AT_MOST
        )
    except ValueError as fault:
        raise NotSigned("", remedy="") from fault
    if any(len(values) > 1 for values in parsed.values()):
        raise NotSigned("", remedy="")
    return Form({name: values[0] for name, values in parsed.items()})
