"""What Twilio documents of its Messages resource: requests are checked against it, so that a wrong field fails here first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlparse

#: twilio.com/docs/messaging/api/message-resource, "Create a Message": the parameters of a request.
CREATE = frozenset(
    """To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention
    AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls ScheduleType SendAt SendAsMms
    ContentVariables RiskCheck From MessagingServiceSid Body MediaUrl ContentSid""".split()  # noqa: SIM905 (as documented)
)
#: The same page, "Read multiple Message resources".
LIST = frozenset(["To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken"])
BODY_UNITS = 1600
_PARTY = re.compile(r"(?:whatsapp:)?\+[1-9]\d{1,14}|\d{3,8}")
_SENDER = re.compile(r"(?:whatsapp:)?\+[1-9]\d{1,14}|\d{3,8}|[A-Za-z0-9 ]{1,11}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class Fault:
    """Why Twilio refuses a request: its HTTP status, its error code, and a sentence."""

    status: int
    code: int
    message: str


def fault_in(fields: Mapping[str, str]) -> Fault | None:
    """What is wrong with a request to send a message; None if it is as documented."""
    unknown = sorted(fields.keys() - CREATE)
    if unknown:
        return Fault(400, 20001, f"Unknown parameters: {', '.join(unknown)}")
    if not fields.get("To"):
        return Fault(400, 21604, "A 'To' phone number is required.")
    if not _PARTY.fullmatch(fields["To"]):
        return Fault(400, 21211, "The 'To' number is not a valid phone number.")
    return _fault_in_sender(fields) or _fault_in_words(fields)


def _fault_in_sender(fields: Mapping[str, str]) -> Fault | None:
    sender, service = fields.get("From", ""), fields.get("MessagingServiceSid", "")
    if not sender and not service:
        return Fault(400, 21603, "A 'From' phone number or a 'MessagingServiceSid' is required.")
    if sender and not _SENDER.fullmatch(sender):
        return Fault(400, 21212, "The 'From' number is not a valid phone number.")
    if service and not _SERVICE.fullmatch(service):
        return Fault(400, 21701, "The Messaging Service does not exist.")
    return None


def _fault_in_words(fields: Mapping[str, str]) -> Fault | None:
    if not any(fields.get(name) for name in ("Body", "MediaUrl", "ContentSid")):
        return Fault(400, 21619, "A text message body or media urls must be specified.")
    if len(fields.get("Body", "").encode("utf-16-le")) // 2 > BODY_UNITS:
        return Fault(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
    callback = urlparse(fields.get("StatusCallback", "http://x"))
    if callback.scheme not in ("http", "https") or not callback.hostname:
        return Fault(400, 21609, "The 'StatusCallback' is not a valid URL.")
    return None
