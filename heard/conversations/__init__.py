"""Replays the story tests of `tests/conversations/` through the real house, so that designers see what customers would."""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from handoff_service.settings import load_settings
from heard.conversations.plain import write_plain
from heard.conversations.replay import Stage, events_named, tell
from heard.conversations.script import Story, named, stories
from heard.conversations.show import Verdict, annotation, as_json, junit, passed_or_why
from heard.places import ROOT
from heard.texting import TextingHouse

FOLDER = ROOT / "tests" / "conversations"
FORMATS = ("text", "json", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard test-conversations`."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="story tests; none: all of them")
    parser.add_argument(
        "-k", dest="name", default="", metavar="NAME", help="only stories with this in the name"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print what is found")
    parser.add_argument("--json", action="store_const", const="json", dest="format", help="--format json")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit report as well")
    parser.add_argument("--against", metavar="URL", help="a running house; without it, one is started")
    parser.add_argument(
        "--plain", type=Path, metavar="FOLDER", help="only write the part that `rasa test` reads"
    )


def perform(options: argparse.Namespace) -> int:
    """Replay the chosen stories; returns 1 if one was answered otherwise than it says, else 0.

    Raises CommandFailed for a file that is no story test, or if no story has the name.
    """
    chosen = named(stories(options.files or sorted(FOLDER.glob("*.yml"))), options.name)
    if options.plain:
        print(f"{write_plain(chosen, options.plain)} stories are in {options.plain}")
        return 0
    console = Console(stderr=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: our house must not outlive us
    with stage(options.against, console) as house:
        verdicts = [judged(story, house, console) for story in chosen]
    report(verdicts, options)
    return 1 if any(verdict.faults for verdict in verdicts) else 0


def judged(story: Story, house: Stage, console: Console) -> Verdict:
    """One story told to the house, with a line of progress when it is over."""
    with console.status(f"{story.name} ..."):
        verdict = Verdict(story, tuple(tell(story, house)))
    mark = "[red]✗[/]" if verdict.faults else "[green]✓[/]"
    took = f"({len(story.steps)} turns, {verdict.seconds:.1f} s)"
    console.print(f"{mark} {story.name} [dim]{took}[/]", highlight=False, soft_wrap=True)
    return verdict


def report(verdicts: list[Verdict], options: argparse.Namespace) -> None:
    """Print the verdicts as asked for."""
    if options.junit:
        options.junit.write_text(junit(verdicts), encoding="utf-8")
    if options.format == "json":
        print("\n".join(as_json(verdict) for verdict in verdicts))
    elif options.format == "github":
        print("\n".join(annotation(verdict) for verdict in verdicts if verdict.faults))
    else:
        print("\n".join(filter(None, map(passed_or_why, verdicts))), end="")
        failed = sum(bool(verdict.faults) for verdict in verdicts)
        print(f"{len(verdicts) - failed} of {len(verdicts)} conversations went as written")


@contextmanager
def stage(url: str | None, console: Console) -> Iterator[Stage]:
    """The house at `url`, or one of our own in a folder that is gone afterwards."""
    if url:
        settings = load_settings({**os.environ, "HEARD_PUBLIC_URL": url})
        yield Stage(TextingHouse(url, settings=settings), settings, events_named(ROOT))
        return
    # Loaded only here: who tests a running house needs neither training nor processes.
    from heard.house import PARTS, House
    from heard.train import ensure_model

    ensure_model(console, config=load_settings().bot_config)
    with tempfile.TemporaryDirectory(prefix="heard-stories-") as folder:
        house = House(Path(folder))
        try:
            with console.status("Starting a house of our own (about ten seconds) ..."):
                house.start(*PARTS)
            yield Stage(house.client, house.settings, events_named(ROOT))
        finally:
            house.stop(*list(house.processes))
