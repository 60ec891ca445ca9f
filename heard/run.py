"""Starts the whole house and says when each part is ready; honcho supervises, this only prepares and reports."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
from rich.console import Console
from rich.live import Live
from rich.table import Table

from handoff_service.settings import Settings, load_settings
from heard.errors import CommandFailed
from heard.phone.carrier import ACCOUNT, SENDER
from heard.places import ROOT
from heard.train import ensure_model, environment

READY_WITHIN_S = 180
PARTS = {"service": "handoff service", "bot": "bot (Rasa)", "actions": "action server"}
PHONE = {"phone": "stand-in for Twilio"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard run`."""
    parser.add_argument("--skip-training", action="store_true", help="take the model as it is")


def perform(options: argparse.Namespace) -> int:
    """Run the house until it is told to stop; returns honcho's exit status (0 after Ctrl-C)."""
    console = Console(stderr=True)
    settings = load_settings()
    refuse_busy_ports(settings)
    if not options.skip_training:
        ensure_model(console, config=settings.bot_config)
    house = start(settings)
    return watch(house, settings, console)


def refuse_busy_ports(settings: Settings) -> None:
    """Raise CommandFailed naming the first port in use, or wanted by two parts, and the setting that moves it."""
    wanted: dict[int, str] = {}
    for setting, port in ports(settings).items():
        if port in wanted:
            raise CommandFailed(
                f"{wanted[port]} and {setting} are both {port}. Choose another: {setting}={port + 1} make run"
            )
        wanted[port] = setting
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError:
                raise CommandFailed(
                    f"port {port} is in use. Stop what uses it, or choose another: {setting}={port + 1} make run"
                ) from None


def ports(settings: Settings) -> dict[str, int]:
    """Setting -> port for each part of the house."""
    phone = {} if settings.twilio_account_sid else {"HEARD_PHONE_PORT": settings.phone_port}
    return {
        "HEARD_PORT": settings.port,
        "HEARD_BOT_PORT": settings.bot_port,
        "HEARD_ACTIONS_PORT": settings.actions_port,
        **phone,
    }


def parts(settings: Settings) -> dict[str, str]:
    """The processes to start, with their names for people: without a Twilio account a stand-in is one of them."""
    return PARTS if settings.twilio_account_sid else PARTS | PHONE


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """honcho with every process of the Procfile, the keys in their environment and nowhere else."""
    honcho = [sys.executable, "-m", "honcho", "start", "-f", "Procfile", "-e", os.devnull, "--no-colour"]
    honcho += parts(settings)
    log = (settings.data_dir / "house.log").open("ab")
    # A session of its own: Ctrl-C reaches us alone, and we end the parts in order.
    return subprocess.Popen(
        honcho,
        cwd=ROOT,
        env=house_environment(settings) | phone_environment(settings),
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def house_environment(settings: Settings) -> dict[str, str]:
    """This process's environment, and what the parts must agree on: ports, data folder, purpose-bound keys."""
    return {
        **environment(),
        "PYTHONUNBUFFERED": "1",
        "HEARD_HOST": settings.host,
        "HEARD_PORT": str(settings.port),
        "HEARD_BOT_PORT": str(settings.bot_port),
        "HEARD_ACTIONS_PORT": str(settings.actions_port),
        "HEARD_DATA_DIR": str(settings.data_dir),
        "HEARD_RELAY_KEY": settings.key("relay"),
        "HEARD_ACTIONS_KEY": settings.key("actions"),
    }


def phone_environment(settings: Settings) -> dict[str, str]:
    """What makes the service text through the stand-in; nothing where the operator has an account."""
    if settings.twilio_account_sid:
        return {}
    return {
        "HEARD_PHONE_PORT": str(settings.phone_port),
        "HEARD_TWILIO_ACCOUNT_SID": ACCOUNT,
        "HEARD_TWILIO_AUTH_TOKEN": settings.key("twilio"),
        "HEARD_TWILIO_FROM": SENDER,
        "HEARD_TWILIO_API_URL": f"http://127.0.0.1:{settings.phone_port}",
    }


def watch(house: subprocess.Popen[bytes], settings: Settings, console: Console) -> int:
    """Report until every part is healthy, then wait for the end; a stop signal is passed on, once, to honcho."""
    stopped: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if not stopped:
            stopped.append(number)
            console.print("Stopping ...")
            house.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        wait_until_ready(house, settings, console)
        console.print(addresses(settings))
    except CommandFailed:
        house.terminate()
        if not stopped:
            house.wait()
            raise
    ended = house.wait()
    return 0 if stopped else ended


def wait_until_ready(house: subprocess.Popen[bytes], settings: Settings, console: Console) -> None:
    """Poll each part's health, showing which are ready; raises CommandFailed if one dies or none comes up."""
    states = dict.fromkeys(parts(settings), False)
    with Live(progress(states), console=console, transient=True, refresh_per_second=4) as live:
        for _ in range(READY_WITHIN_S * 2):
            urls = health_urls(settings)
            states = {part: is_healthy(urls[part]) for part in parts(settings)}
            live.update(progress(states))
            if all(states.values()):
                return
            try:
                house.wait(timeout=0.5)
            except subprocess.TimeoutExpired:
                continue
            break
    late = ", ".join(parts(settings)[part] for part, ready in states.items() if not ready)
    raise CommandFailed(
        f"not ready: {late}. The reason is at the end of {settings.data_dir / 'house.log'}:\n{last_lines(settings.data_dir / 'house.log')}"
    )


def health_urls(settings: Settings) -> Mapping[str, str]:
    """Where each part says that it is healthy."""
    return {
        "service": f"http://{settings.host}:{settings.port}/health/live",
        "bot": f"http://127.0.0.1:{settings.bot_port}/webhooks/heard/health",
        "actions": f"http://127.0.0.1:{settings.actions_port}/health",
        "phone": f"http://127.0.0.1:{settings.phone_port}/health",
    }


def is_healthy(url: str) -> bool:
    """Whether a GET of `url` is answered 200 within two seconds."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def progress(states: Mapping[str, bool]) -> Table:
    """A line a part: ready or still starting."""
    table = Table.grid(padding=(0, 1))
    for part, ready in states.items():
        table.add_row(
            "[green]✓[/]" if ready else "[yellow]…[/]",
            (PARTS | PHONE)[part],
            "ready" if ready else "starting",
        )
    return table


def addresses(settings: Settings) -> Table:
    """What a newcomer needs next: pages, the demo agent's sign-in, where the data lies."""
    base = settings.public_url
    table = Table(title="Heard is running", show_header=False, title_justify="left", box=None, padding=(0, 2))
    table.add_row("Be a customer", f"{base}/")
    if not settings.twilio_account_sid:
        table.add_row("  by text message", f"http://127.0.0.1:{settings.phone_port}/")
    table.add_row("Be the agent", f"{base}/console")
    table.add_row("  sign in as", f"{settings.demo_agent}   password: {settings.demo_password()}")
    table.add_row("Talk from a terminal", ".venv/bin/heard talk")
    table.add_row("Data and logs", f"{settings.data_dir}")
    table.add_row("Stop", "Ctrl-C")
    return table


def last_lines(log: Path, *, count: int = 12) -> str:
    """The last `count` lines of a log file."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
