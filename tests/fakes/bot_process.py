"""A real bot in a process of its own for tests, and a client that speaks to it as the service does."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from empathy.wire import sign

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for tests"


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def key_for(purpose: str) -> str:
    """The key that the house derives from SECRET."""
    return hmac.new(SECRET.encode(), f"heard/{purpose}".encode(), hashlib.sha256).hexdigest()


@dataclass
class BotProcess:
    """`python -m bot` in `folder` (which holds models/), with its data in `data_dir`."""

    folder: Path
    data_dir: Path
    actions_port: int
    action_within: float = 1.0
    extra: tuple[tuple[str, str], ...] = ()
    port: int = 0
    log: Path = Path("bot.log")

    def start(self) -> BotProcess:
        """Start it and come back when it answers its health check."""
        self.port = self.port or free_port()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.log = self.data_dir / "bot.log"
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot"], cwd=self.folder, env=self.environment(), stdout=out, stderr=out
            )
        while not self._healthy():
            if self._process.poll() is not None:
                raise RuntimeError(f"the bot did not start:\n{self.log.read_text()}")
            time.sleep(0.1)
        return self

    def __enter__(self) -> BotProcess:
        """Start it for the block."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Leave nothing running, whatever the block came to."""
        if self._process.poll() is None:
            self.kill()

    def environment(self) -> dict[str, str]:
        """The process's environment: nothing of ours but what the test means."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "HEARD_SECRET": SECRET,
            "HEARD_BOT_PORT": str(self.port),
            "HEARD_ACTIONS_PORT": str(self.actions_port),
            "HEARD_ACTION_WITHIN": str(self.action_within),
            "HEARD_DATA_DIR": str(self.data_dir),
            **dict(self.extra),
        }

    def kill(self) -> None:
        """Stop it without any chance to tidy up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.terminate()
        return self._process.wait(20)

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def url(self) -> str:
        """The channel's address."""
        return f"http://127.0.0.1:{self.port}/webhooks/heard"

    def lines(self, body: dict[str, Any], *, key: str | None = None) -> Iterator[dict[str, Any]]:
        """Post a signed turn and yield its lines as they arrive; raises HTTPError for any status but 200."""
        data = json.dumps(body).encode()
        stamp = str(int(time.time()))
        headers = {
            "X-Heard-Timestamp": stamp,
            "X-Heard-Signature": sign(key or key_for("relay"), data, stamp),
        }
        with urllib.request.urlopen(
            urllib.request.Request(f"{self.url}/turns", data, headers), timeout=30
        ) as got:
            for line in got:
                yield json.loads(line)

    def refused(self, body: dict[str, Any], *, key: str | None = None) -> tuple[int, dict[str, Any]]:
        """Post a turn that must be refused; the status and the problem."""
        try:
            lines = list(self.lines(body, key=key))
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())
        raise AssertionError(f"the turn was answered: {lines}")


class Talk:
    """One customer's conversation with a bot; numbers the messages."""

    def __init__(self, bot: BotProcess, name: str, *, channel: str = "web", language: str = "en") -> None:
        """`name` is the conversation's id."""
        self.bot, self.name, self.channel, self.language, self.number = bot, name, channel, language, 0

    def turn(self, text: str = "", /, **changes: Any) -> dict[str, Any]:
        """The body of the next turn."""
        self.number += 1
        return {
            "schema": "heard.turn/1",
            "conversation": self.name,
            "message_id": f"{self.name}-{self.number}",
            "number": self.number,
            "kind": "message",
            "text": text,
            "payload": None,
            "channel": self.channel,
            "language": self.language,
            "reading": None,
            "epoch": 1,
            "context": {"account": "HB-1001"},
            **changes,
        }

    def says(self, text: str = "", /, **changes: Any) -> list[dict[str, Any]]:
        """Send the next message; all lines of the answer."""
        return list(self.bot.lines(self.turn(text, **changes)))


def responses(lines: list[dict[str, Any]]) -> list[str]:
    """The names of the responses that were spoken."""
    return [line["response"] for line in lines if line["type"] in ("reply", "handoff")]
