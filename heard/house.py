"""A private house on free ports with a data folder of its own, for benchmarks and tests: real parts, started and stopped one by one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from handoff_service.settings import load_settings
from heard.client import HouseClient
from heard.errors import CommandFailed
from heard.places import ROOT
from heard.run import health_urls, house_environment, is_healthy
from heard.texting import TextingHouse

PARTS = ("bot", "actions", "service")
READY_POLLS = 360
COMMANDS = {
    "bot": [str(ROOT / ".venv-bot/bin/python"), "-m", "bot"],
    "actions": [sys.executable, "-m", "actions"],
    "service": [sys.executable, "-m", "handoff_service"],
}
UNLIMITED = {"HEARD_MESSAGES_PER_MINUTE": "1000000", "HEARD_CONVERSATIONS_PER_MINUTE": "1000000"}
#: Whatever the operator has set for the real house: a private one keeps its own data, secrets and address.
PRIVATE = {
    f"HEARD_{name}": ""
    for name in (
        *("DATABASE_URL", "REDIS_URL", "SECRET", "PUBLIC_URL", "HOST", "PREVIEW"),
        *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"),
    )
}
NOTHING: Mapping[str, str] = MappingProxyType({})


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now; all are held at once, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports: list[int] = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class House:
    """A service, a bot and an action server that belong together; logs lie beside the data."""

    def __init__(self, folder: Path, chosen: Mapping[str, str] = NOTHING) -> None:
        ports = dict(
            zip(("HEARD_PORT", "HEARD_BOT_PORT", "HEARD_ACTIONS_PORT"), map(str, free_ports(3)), strict=True)
        )
        self.folder = folder
        self.chosen = {**PRIVATE, **UNLIMITED, **ports, "HEARD_DATA_DIR": str(folder), **chosen}
        self.settings = load_settings(self.chosen)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def client(self) -> HouseClient:
        """A customer's client of this house."""
        return TextingHouse(self.settings.public_url, settings=self.settings)

    def start(self, *names: str) -> None:
        """Start parts and wait until each is healthy; raises CommandFailed with the end of its log if one is not."""
        for name in names:
            log = (self.folder / f"{name}.log").open("ab")
            environment = house_environment(self.settings) | self.chosen
            self.processes[name] = subprocess.Popen(
                COMMANDS[name], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        for name in names:
            self.wait(name)

    def wait(self, name: str) -> None:
        """Wait until a started part is healthy; raises CommandFailed if it ends or never is."""
        for _ in range(READY_POLLS):
            if is_healthy(health_urls(self.settings)[name]):
                return
            try:
                self.processes[name].wait(timeout=0.25)
            except subprocess.TimeoutExpired:
                continue
            break
        raise CommandFailed(f"{name} is not healthy. Its log ends:\n{self.log(name)}")

    def log(self, name: str) -> str:
        """The end of a part's log."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def stop(self, *names: str, how: signal.Signals = signal.SIGTERM) -> None:
        """Send parts (with their children) a signal and wait for their end."""
        for name in names:
            process = self.processes.pop(name, None)
            if process is not None:
                os.killpg(process.pid, how)
                ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a process; after twenty seconds it is killed."""
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def running_house(folder: Path, chosen: Mapping[str, str] = NOTHING) -> Iterator[House]:
    """A whole house, healthy; stopped at the end whatever happens."""
    house = House(folder, chosen)
    try:
        house.start(*PARTS)
        yield house
    finally:
        house.stop(*list(house.processes))
