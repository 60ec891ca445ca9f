"""An action server for tests that can be told what to answer, to break, to hang, and to let go again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = dict[str, Any]


def says(response: str, **values: Any) -> Answer:
    """An action's answer that speaks `response`."""
    return {"events": [], "responses": [{"response": response, **values}]}


def sets(**slots: Any) -> Answer:
    """An action's answer that sets slots and says nothing."""
    return {
        "events": [{"event": "slot", "name": name, "value": value} for name, value in slots.items()],
        "responses": [],
    }


@dataclass
class FakeActions:
    """Answers by action name; `answers` may be changed at any time, `calls` holds every request's body."""

    answers: dict[str, Answer | int | Callable[[dict[str, Any]], Answer]] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def __post_init__(self) -> None:
        """Open the gate: an action named in `held` waits until it is open."""
        self.gate.set()
        self.held: set[str] = set()

    def start(self) -> FakeActions:
        """Listen on a free port of the loopback interface, or on `port` if it is given."""
        self.away = False
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def stop(self) -> None:
        """Close the port, and hang up on whoever is still connected."""
        self.away = True
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: dict[str, Any]) -> Answer | int:
        """The answer for one call: a dict, or a status code to fail with."""
        name = body["next_action"]
        if name in self.held:
            self.gate.wait(30)
        found = self.answers.get(name, 500)
        return found(body) if callable(found) else found


def _handler(fake: FakeActions) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if fake.away:
                self.close_connection = True
                return
            fake.calls.append(body)
            fake.keys.append(self.headers.get("X-Heard-Key"))
            found = fake.answer(body)
            status, payload = (found, {"error": "broken"}) if isinstance(found, int) else (200, found)
            data = json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    return Handler
