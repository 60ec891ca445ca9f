"""Says on agents' screens what became of text messages: Twilio's error codes as causes that people understand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handoff_service.conversations.deliveries_store import Trouble
from handoff_service.conversations.standing_store import Standing

#: Twilio's error codes (twilio.com/docs/api/errors): what happened, and what helps.
CAUSES: Mapping[str, str] = {
    "20003": "our sign-in to Twilio was refused. Tell the operator.",
    "21211": "the number is not valid. Ask for another way to reach the customer.",
    "21408": "texts to this country are switched off. Tell the operator.",
    "21606": "our own number cannot send texts. Tell the operator.",
    "21610": "the customer wants no texts from us. Call instead.",
    "21612": "our number cannot reach this one. Call instead.",
    "21614": "the number cannot receive texts (it may be a landline). Call instead.",
    "21617": "the message was too long. Send it in parts.",
    "30001": "too many texts were waiting. Send it again.",
    "30002": "our account with Twilio is suspended. Tell the operator.",
    "30003": "the phone is switched off or out of reach. Call, or try again later.",
    "30004": "the phone or its carrier blocks our texts. Call instead.",
    "30005": "nobody has this number any longer. Ask for another way to reach the customer.",
    "30006": "the number is a landline or its carrier cannot be reached. Call instead.",
    "30007": "the carrier took it for spam. Write it differently, without links.",
    "30008": "the carrier did not say why. Try again, or call.",
    "30034": "our number is not registered with the carriers. Tell the operator.",
    "63016": "WhatsApp lets us answer only within 24 hours. Call instead.",
}
STOPPED_BY: Mapping[str, str] = {
    "keyword": "wrote STOP",
    "words": "asked us to stop",
    "carrier": "opted out with the carrier",
}
_CODE = re.compile(r"\b(\d{5})\b")


def trouble(found: Trouble) -> str:
    """What became of one message, as a sentence for its agent."""
    return f"Message {found.number} did not arrive: {cause(found.reason)}"


def cause(reason: str) -> str:
    """Why a message did not arrive, and what helps."""
    code = _CODE.search(reason)
    if code is not None:
        known = CAUSES.get(code.group(1))
        return known or f"Twilio gave the error {code.group(1)}. Call, or try again later."
    if reason.startswith("stopped"):
        return "the customer wants no texts. Call instead."
    if reason == "no Twilio account":
        return "text messages are not set up. Tell the operator."
    return "it is not certain whether it was sent. Ask the customer before you repeat it."


def stopped(standing: Standing) -> str:
    """Why there is no box to write in, for somebody who wants no texts; empty while texts are welcome."""
    if standing.stopped_at is None:
        return ""
    how = STOPPED_BY.get(standing.stopped_by or "", "opted out")
    since = f"{standing.stopped_at:%d %b, %H:%M} UTC"
    return (
        f"The customer {how} ({since}), so nothing can be texted. Call, or wait: START turns texts on again."
    )
