"""Telephone numbers: in one form, found by a keyed hash, kept sealed, shown by their last digits alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

import phonenumbers
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from phonenumbers import PhoneNumberFormat, timezone

from empathy.errors import HeardError, Malformed
from handoff_service import ids

VERSION = "1:"
NONCE_BYTES = 12
SHOWN_DIGITS = 4
NOWHERE = "Etc/Unknown"


class NotOpened(HeardError):
    """A sealed number that this house's secret does not open: HEARD_SECRET is not the one it was sealed with."""


@dataclass(frozen=True)
class Numbers:
    """Normalises, seals and finds numbers; `country` is where one without a country code is dialled."""

    address_key: str = field(repr=False)
    seal_key: str = field(repr=False)
    country: str = "US"
    new_nonce: Callable[[int], bytes] = field(default=ids.new_bytes, repr=False)

    def normalised(self, sender: str) -> str:
        """A sender in one form: "+15550100000", "whatsapp:+15550100000"; one that is no number (a short code) as it is."""
        kind, colon, number = sender.strip().rpartition(":")
        try:
            parsed = phonenumbers.parse(number, self.country)
        except phonenumbers.NumberParseException:
            return sender.strip()
        if not phonenumbers.is_possible_number(parsed):
            return sender.strip()
        return f"{kind.lower()}{colon}{phonenumbers.format_number(parsed, PhoneNumberFormat.E164)}"

    def mobile(self, typed: str) -> str:
        """A number that somebody typed, in one form; raises Malformed for what cannot be dialled."""
        try:
            parsed = phonenumbers.parse(typed, self.country)
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed is None or not phonenumbers.is_possible_number(parsed):
            raise Malformed(
                "This is no telephone number.", remedy="Send it with its country code: +1 555 ..."
            )
        return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)

    def address(self, number: str) -> str:
        """By what a normalised number is found again: HMAC-SHA256 in hexadecimal digits."""
        return address_of(self.address_key, number)

    def seal(self, number: str, *, address: str) -> str:
        """The number, encrypted (AES-256-GCM, bound to its row's address), as text for the database."""
        nonce = self.new_nonce(NONCE_BYTES)
        box = AESGCM(bytes.fromhex(self.seal_key))
        sealed = box.encrypt(nonce, number.encode(), address.encode())
        return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, address: str) -> str:
        """The number again; raises NotOpened for another key, another row's text, or a changed one."""
        data = base64.urlsafe_b64decode(sealed.removeprefix(VERSION))
        box = AESGCM(bytes.fromhex(self.seal_key))
        try:
            return box.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], address.encode()).decode()
        except InvalidTag:
            raise NotOpened(
                "A telephone number cannot be opened: is HEARD_SECRET the same as before?"
            ) from None


def address_of(key: str, number: str) -> str:
    """By what a normalised number is found again without being readable: a keyed hash, in hexadecimal digits."""
    return hmac.new(key.encode(), number.encode(), hashlib.sha256).hexdigest()


def masked(number: str) -> str:
    """A number for eyes that need not know it: "•••0000"."""
    digits = "".join(char for char in number if char.isdecimal())
    return f"•••{digits[-SHOWN_DIGITS:]}"


def zones_of(number: str) -> tuple[str, ...]:
    """The time zones in which a number may be (IANA names); none where the number does not tell."""
    try:
        parsed = phonenumbers.parse(number.rpartition(":")[2])
    except phonenumbers.NumberParseException:
        return ()
    return tuple(zone for zone in timezone.time_zones_for_number(parsed) if zone != NOWHERE)
