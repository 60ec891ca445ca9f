"""Opens the designers' preview: a small house of its own on free ports, whose data are thrown away at the end."""

from __future__ import annotations

import argparse
import signal
import tempfile
import threading
import webbrowser
from pathlib import Path

from rich.console import Console

from handoff_service.settings import load_settings
from heard.errors import CommandFailed
from heard.house import PARTS, House
from heard.places import ROOT
from heard.train import MODELS, ensure_model

LOOK_EVERY_S = 1.0
STAMP = ROOT / MODELS / "heard.sha256"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard preview`."""
    parser.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    parser.add_argument("--port", type=int, default=0, help="port of the page (default: a free one)")
    parser.add_argument("--skip-training", action="store_true", help="take the model as it is")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)


def perform(options: argparse.Namespace) -> int:
    """Run the preview until it is told to stop; returns 0."""
    console, stopped = Console(stderr=True), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopped.set())
    if not options.skip_training:
        ensure_model(console, config=load_settings().bot_config)
    with tempfile.TemporaryDirectory(prefix="heard-preview-") as folder:
        house = house_for(Path(folder), root=options.root, port=options.port)
        try:
            with console.status("Starting the bot, the action server and the page (about ten seconds) ..."):
                house.start(*PARTS)
            announce(house, console, browse=not options.no_browser)
            watch(house, console, stopped)
        finally:
            console.print("Stopping ...")
            house.stop(*list(house.processes))
    return 0


def house_for(folder: Path, *, root: Path, port: int) -> House:
    """A private house that previews the designs below `root`."""
    chosen = {"HEARD_PREVIEW": str(root.resolve())}
    return House(folder, chosen | ({"HEARD_PORT": str(port)} if port else {}))


def announce(house: House, console: Console, *, browse: bool) -> None:
    """Say where the preview is, and open it if there is a browser with a window."""
    address = f"{house.settings.public_url}/preview/"
    console.print(
        f"[green]✓[/] The preview is at {address}  (Ctrl-C ends it and throws its data away)", soft_wrap=True
    )
    if browse and (browser := windowed()) is not None:
        browser.open(address)


def windowed() -> webbrowser.BaseBrowser | None:
    """The browser of this desktop; None where there is none, or only one that would take over the terminal."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(found) is webbrowser.GenericBrowser else found


def watch(house: House, console: Console, stopped: threading.Event) -> None:
    """Wait for the end; a newly trained model is taken up meanwhile. Raises CommandFailed if a part dies."""
    model = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    while not stopped.wait(LOOK_EVERY_S):
        trained = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else model
        if trained != model:
            model = trained
            with console.status("Taking up the new model ..."):
                house.stop("bot")
                house.start("bot")
            console.print("[green]✓[/] The bot speaks from the new model.")
        for name, process in house.processes.items():
            if process.poll() is not None:
                raise CommandFailed(f"{name} ended by itself. Its log ends:\n{house.log(name)}")
