"""Reads Twilio's webhooks strictly: every field that is used must have the form that Twilio documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from empathy.errors import Malformed
from handoff_service.channels.receipts import Receipt
from handoff_service.channels.twilio_door import Form

MESSAGE_ID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
PARTY = re.compile(r"(?:[a-z]{1,20}:)?\+?[0-9A-Za-z._@-]{1,36}")
#: What each field looks like that Twilio always sends.
ALWAYS: Mapping[str, re.Pattern[str]] = {
    "MessageSid": MESSAGE_ID,
    "AccountSid": re.compile(r"AC[0-9a-fA-F]{32}"),
    "From": PARTY,
    "To": PARTY,
}
#: And those that it sends where they apply.
SOMETIMES: Mapping[str, re.Pattern[str]] = {
    "NumMedia": re.compile(r"\d{1,2}"),
    "OptOutType": re.compile(r"[A-Z]{0,20}"),
    "Latitude": re.compile(r"-?\d{1,3}(?:\.\d{1,20})?"),
    "Longitude": re.compile(r"-?\d{1,3}(?:\.\d{1,20})?"),
    "ErrorCode": re.compile(r"\d{0,10}"),
}
MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}", re.IGNORECASE)
MOST_MEDIA = 10
NOT_AS_DOCUMENTED = "Send what Twilio documents."


@dataclass(frozen=True)
class Text:
    """A customer's text message: Twilio's id of it, who sent it, its words, what came with it.

    `media` are the types of attachments, `place` a location that was shared, `opt_out` what Twilio made of it.
    """

    id: str
    sender: str
    body: str
    media: tuple[str, ...] = ()
    place: str = ""
    opt_out: str = ""

    @property
    def words(self) -> str:
        """What is kept as the customer's words: a shared location stands in them, for an agent to see."""
        return "\n".join(filter(None, (self.body, self.place)))


def text_of(form: Form) -> Text:
    """The text message in a webhook, unknown fields ignored; raises Malformed for what Twilio would not send."""
    refuse_undocumented(form, ALWAYS)
    media, place = media_of(form), place_of(form)
    if "Body" not in form and not media and not place:
        raise Malformed("Body is missing.", remedy=NOT_AS_DOCUMENTED)
    return Text(form["MessageSid"], form["From"], form.first("Body"), media, place, form.first("OptOutType"))


def receipt_of(form: Form) -> Receipt:
    """What became of a message of ours; raises Malformed for what Twilio would not send."""
    refuse_undocumented(form, {"MessageSid": MESSAGE_ID, "MessageStatus": re.compile(r"[a-z_]{1,16}")})
    return Receipt(form["MessageSid"], form["MessageStatus"], form.first("ErrorCode"))


def refuse_undocumented(form: Form, always: Mapping[str, re.Pattern[str]]) -> None:
    """Raise Malformed naming the first field that is missing or not as documented."""
    for name, pattern in always.items():
        if not pattern.fullmatch(form.first(name)):
            raise Malformed(f"{name} is missing or unusable.", remedy=NOT_AS_DOCUMENTED)
    for name, pattern in SOMETIMES.items():
        if name in form and not pattern.fullmatch(form[name]):
            raise Malformed(f"{name} is unusable.", remedy=NOT_AS_DOCUMENTED)


def media_of(form: Form) -> tuple[str, ...]:
    """The types of what is attached; the attachments themselves are never fetched."""
    count = min(int(form.first("NumMedia") or 0), MOST_MEDIA)
    types = (form.first(f"MediaContentType{number}") for number in range(count))
    return tuple(one if MEDIA_TYPE.fullmatch(one) else "?" for one in types)


def place_of(form: Form) -> str:
    """A location that was shared, as a line of text; empty if there is none."""
    if not (form.first("Latitude") and form.first("Longitude")):
        return ""
    named = ", ".join(filter(None, (form.first("Label"), form.first("Address"))))
    return f"📍 {form['Latitude']}, {form['Longitude']} {named}".strip()
