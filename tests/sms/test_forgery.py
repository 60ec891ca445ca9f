"""Nobody but Twilio is believed: ten thousand changed requests, and the ones that only look changed."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from sanic.compat import Header
from twilio.request_validator import RequestValidator

from handoff_service.channels.twilio_door import NotSigned, Signatures

TOKEN, PUBLIC = "a token for tests", "https://house.example"
PATH = "/sms/inbound"
Fields = dict[str, str]


class Asked:
    """A request as the door sees it."""

    def __init__(self, body: bytes, signature: str | None, *, path: str = PATH, query: str = "") -> None:
        self.body, self.path, self.query_string = body, path, query
        given = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        self.headers = Header(given | ({} if signature is None else {"X-Twilio-Signature": signature}))


def fields_of(dice: random.Random) -> Fields:
    words = "".join(dice.choices(string.printable + "áñ€😜", k=dice.randint(0, 160)))
    sid = "".join(dice.choices("0123456789abcdef", k=32))
    fields = {"MessageSid": f"SM{sid}", "AccountSid": f"AC{sid[::-1]}", "From": "+15550100101", "Body": words}
    return fields | {"To": "+15550100000", "NumMedia": "0", "NumSegments": "1", "FromCountry": "US"}


def signature_of(fields: Fields, *, url: str = PUBLIC + PATH, token: str = TOKEN) -> str:
    signed: str = RequestValidator(token).compute_signature(url, fields)
    return signed


def form(fields: Fields) -> bytes:
    return urlencode(fields).encode()


def added(dice: random.Random, fields: Fields) -> Asked:
    return Asked(form(fields | {f"X{dice.randint(0, 9)}": dice.choice("ab")}), signature_of(fields))


def removed(dice: random.Random, fields: Fields) -> Asked:
    gone = dice.choice(sorted(fields))
    return Asked(form({name: value for name, value in fields.items() if name != gone}), signature_of(fields))


def renamed(dice: random.Random, fields: Fields) -> Asked:
    name = dice.choice(sorted(fields))
    kept = {other: value for other, value in fields.items() if other != name}
    return Asked(form(kept | {name.swapcase(): fields[name]}), signature_of(fields))


def changed(dice: random.Random, fields: Fields) -> Asked:
    name = dice.choice(sorted(fields))
    at = dice.randint(0, len(fields[name]))
    return Asked(form(fields | {name: fields[name][:at] + "x" + fields[name][at:]}), signature_of(fields))


def doubled(dice: random.Random, fields: Fields) -> Asked:
    name = dice.choice(sorted(fields))
    other = dice.choice([fields[name], "other"])
    return Asked(form(fields) + b"&" + urlencode({name: other}).encode(), signature_of(fields))


def swapped(dice: random.Random, fields: Fields) -> Asked:
    one, other = dice.sample([name for name in fields if fields[name]], 2)
    mixed = fields | {one: fields[other], other: fields[one]}
    return Asked(form(mixed if mixed != fields else fields | {"Body": "other"}), signature_of(fields))


def elsewhere(dice: random.Random, fields: Fields) -> Asked:
    urls = [
        "http://house.example",
        "https://house.example:8443",
        "https://HOUSE.example",
        "https://other.example",
    ]
    return Asked(form(fields), signature_of(fields, url=dice.choice(urls) + PATH))


def queried(dice: random.Random, fields: Fields) -> Asked:
    return Asked(form(fields), signature_of(fields), query=f"a={dice.randint(0, 99)}")


def another_path(dice: random.Random, fields: Fields) -> Asked:
    return Asked(
        form(fields), signature_of(fields), path=dice.choice(["/sms/status", "/sms/inbound/", "/SMS/inbound"])
    )


def another_mark(dice: random.Random, fields: Fields) -> Asked:
    mark = signature_of(fields)
    at = dice.randrange(len(mark) - 2)
    other = dice.choice([letter for letter in string.ascii_letters if letter != mark[at]])
    return Asked(
        form(fields), dice.choice([mark[:at] + other + mark[at + 1 :], mark[:-1], "", mark.lower(), None])
    )


def another_token(_dice: random.Random, fields: Fields) -> Asked:
    return Asked(form(fields), signature_of(fields, token="another token"))


FORGERS: tuple[Callable[[random.Random, Fields], Asked], ...] = (
    added, removed, renamed, changed, doubled, swapped, elsewhere, queried, another_path, another_mark, another_token,
)  # fmt: skip


def believed(asked: Asked, *, tokens: tuple[str, ...] = (TOKEN,), public: str = PUBLIC) -> bool:
    try:
        Signatures(public, tokens).checked(asked)  # type: ignore[arg-type]
    except NotSigned:
        return False
    return True


@pytest.mark.parametrize("forger", FORGERS, ids=lambda one: one.__name__)
def test_of_ten_thousand_changed_requests_none_is_believed(
    forger: Callable[[random.Random, Fields], Asked],
) -> None:
    dice = random.Random(20261121)
    tried = 10_000 // len(FORGERS) + 1
    assert [number for number in range(tried) if believed(forger(dice, fields_of(dice)))] == []


def test_what_twilio_signed_is_believed_whatever_it_holds() -> None:
    dice = random.Random(7)
    for _ in range(500):
        fields = fields_of(dice)
        shuffled = dict(sorted(fields.items(), key=lambda _item: dice.random()))
        assert believed(Asked(form(shuffled), signature_of(fields)))


@pytest.mark.parametrize(
    "public", ["https://house.example", "https://house.example/", "https://house.example:443"]
)
def test_the_port_that_a_scheme_implies_may_be_named_or_not(public: str) -> None:
    fields = fields_of(random.Random(1))
    for url in ("https://house.example", "https://house.example:443"):
        assert believed(Asked(form(fields), signature_of(fields, url=url + PATH)), public=public)


def test_two_tokens_are_believed_while_one_replaces_the_other() -> None:
    fields = fields_of(random.Random(2))
    asked = Asked(form(fields), signature_of(fields, token="the new one"))
    assert believed(asked, tokens=("the new one", TOKEN))
    assert believed(asked, tokens=(TOKEN, "the new one"))
    assert not believed(asked)


def test_a_query_that_twilio_was_told_belongs_to_the_signature() -> None:
    fields = fields_of(random.Random(3))
    signed = signature_of(fields, url=f"{PUBLIC}{PATH}?tenant=a")
    assert believed(Asked(form(fields), signed, query="tenant=a"))
    assert not believed(Asked(form(fields), signed, query="tenant=b"))


def test_bytes_that_are_no_words_are_refused() -> None:
    fields = fields_of(random.Random(4))
    assert not believed(Asked(form(fields) + b"&Other=%ff", signature_of(fields)))
    assert not believed(Asked(form(fields) + b"&Other=\xff", signature_of(fields)))
