"""The real parts of a house as processes that a test may stop and start again, on ports and a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx

from handoff_service.settings import load_settings
from heard.client import HouseClient
from heard.run import health_urls, house_environment

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "bot": [str(ROOT / ".venv-bot/bin/python"), "-m", "bot"],
    "actions": [sys.executable, "-m", "actions"],
    "service": [sys.executable, "-m", "handoff_service"],
}


def free_ports(count):
    """Ports that nobody listens on now (all held open together, so that they differ)."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class House:
    """A service, a bot and an action server that belong together."""

    def __init__(self, folder, **chosen):
        port, bot_port, actions_port = free_ports(3)
        self.folder = folder
        self.settings = load_settings(
            {
                "HEARD_PORT": str(port),
                "HEARD_BOT_PORT": str(bot_port),
                "HEARD_ACTIONS_PORT": str(actions_port),
                "HEARD_DATA_DIR": str(folder),
                "HEARD_MESSAGES_PER_MINUTE": "100000",
                "HEARD_CONVERSATIONS_PER_MINUTE": "100000",
                **chosen,
            }
        )
        self.chosen = chosen
        self.processes = {}

    @property
    def client(self):
        return HouseClient(self.settings.public_url, internal_key=self.settings.key("internal"))

    def environment(self):
        return house_environment(self.settings) | self.chosen | {
            "HEARD_MESSAGES_PER_MINUTE": "100000",
            "HEARD_CONVERSATIONS_PER_MINUTE": "100000",
        }

    def start(self, *names):
        for name in names:
            log = (self.folder / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                COMMANDS[name], cwd=ROOT, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        for name in names:
            self.wait(name)

    def wait(self, name):
        url = health_urls(self.settings)[name]
        for _ in range(240):
            if self.processes[name].poll() is not None:
                raise AssertionError(f"{name} ended:\n{self.log(name)}")
            try:
                if httpx.get(url, timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            try:
                self.processes[name].wait(timeout=0.25)
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError(f"{name} is not healthy:\n{self.log(name)}")

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self, *names, how=signal.SIGTERM):
        for name in names:
            process = self.processes.pop(name, None)
            if process is not None:
                os.killpg(process.pid, how)
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()


@contextmanager
def running_house(folder, **chosen):
    """A whole house, healthy; stopped by pid at the end."""
    house = House(folder, **chosen)
    try:
        house.start("bot", "actions", "service")
        yield house
    finally:
        house.stop(*list(house.processes))
