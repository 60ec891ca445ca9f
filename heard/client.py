"""A customer's client in the fewest lines, so that talk, benchmarks and tests speak to the house as customers do."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from empathy.wire import sign
from heard.errors import CommandFailed

TURN_WITHIN_S = 25


@dataclass(frozen=True)
class Accepted:
    """The house's word that a message is kept: its `number` in the conversation, and how long that took."""

    number: int
    latency_ms: float


class HouseClient:
    """Speaks the customer's HTTP API of one house; `internal_key` opens the turn reports of `heard talk`."""

    def __init__(self, base_url: str, *, internal_key: str = "") -> None:
        self.http = httpx.Client(base_url=base_url, timeout=TURN_WITHIN_S + 10, trust_env=False)
        self.internal_key = internal_key

    def open(
        self, *, channel: str = "web", locale: str = "en-US", name: str = "", tone: bool = True
    ) -> CustomerTalk:
        """Create a conversation, with consent to the reading of `tone` or without; raises CommandFailed if no house answers."""
        body = {"channel": channel, "locale": locale, "consent": {"tone": tone}} | (
            {"name": name} if name else {}
        )
        try:
            answer = self.http.post("/api/conversations", json=body)
        except httpx.TransportError:
            raise CommandFailed(
                f"no house answers at {self.http.base_url}. Start it with: make run"
            ) from None
        created = expect(answer)
        return CustomerTalk(self, created["id"], created["token"])

    def turn(self, conversation: str, number: int) -> dict[str, Any]:
        """The report of one turn, waiting until it is done (or TURN_WITHIN_S has passed)."""
        return self.internal(f"/internal/conversations/{conversation}/turns/{number}?wait={TURN_WITHIN_S}")

    def internal(self, path: str) -> dict[str, Any]:
        """The answer to a call that only our own programs may make, signed."""
        timestamp = str(int(time.time()))
        signature = sign(self.internal_key, f"GET {path}".encode(), timestamp)
        headers = {"X-Heard-Timestamp": timestamp, "X-Heard-Signature": signature}
        return expect(self.http.get(path, headers=headers))


class CustomerTalk:
    """One conversation of one customer."""

    def __init__(self, house: HouseClient, conversation: str, token: str) -> None:
        self.house, self.id = house, conversation
        self.headers = {"Authorization": f"Bearer {token}"}

    def say(self, text: str, *, client_id: str | None = None) -> Accepted:
        """Post a message; a `client_id` seen before is answered as the first time. Raises CommandFailed on refusal."""
        body = {"client_id": client_id or str(uuid.uuid4()), "text": text}
        started = time.perf_counter()
        answer = expect(
            self.house.http.post(f"/api/conversations/{self.id}/messages", json=body, headers=self.headers)
        )
        return Accepted(answer["number"], (time.perf_counter() - started) * 1000)

    def view(self) -> dict[str, Any]:
        """The conversation as its customer sees it now: owner, state, agent, place in the queue."""
        return expect(self.house.http.get(f"/api/conversations/{self.id}", headers=self.headers))

    def events(self, after: int, *, wait_s: int = 0) -> list[dict[str, Any]]:
        """Events numbered above `after`, waiting up to `wait_s` seconds for the first."""
        answer = self.house.http.get(
            f"/api/conversations/{self.id}/events",
            params={"after": after, "wait": wait_s},
            headers={**self.headers, "Accept": "application/json"},
        )
        events: list[dict[str, Any]] = expect(answer)["events"]
        return events


def expect(answer: httpx.Response) -> dict[str, Any]:
    """The JSON body of a good answer; raises CommandFailed with the problem's own words otherwise."""
    body: dict[str, Any] = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    if answer.is_success:
        return body
    said = body.get("detail") or body.get("title") or answer.text[:200]
    raise CommandFailed(f"the house refused ({answer.status_code}): {said} {body.get('remedy', '')}".rstrip())
