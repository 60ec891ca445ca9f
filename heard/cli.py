"""One table of commands, so that `heard --help` is the whole truth about what can be typed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from heard import check, read, readings, run, talk, train
from heard.bench import table as bench
from heard.errors import CommandFailed

Configure = Callable[[argparse.ArgumentParser], None]
Perform = Callable[[argparse.Namespace], int]

COMMANDS: dict[str, tuple[str, Configure, Perform]] = {
    "run": ("start the whole house and print its addresses", run.configure, run.perform),
    "train": ("train the bot if its files changed", train.configure, train.perform),
    "talk": ("talk to the running house, or replay scripted customers", talk.configure, talk.perform),
    "read": ("read emotion and disclosures of lines on standard input", read.configure, read.perform),
    "readings": ("take out what people corrected, to train on", readings.configure, readings.perform),
    "check": ("the designers' lint: words, rules and resources", check.configure, check.perform),
    "bench": ("measure against a floor in the same run", bench.configure, bench.perform),
}


def parser() -> argparse.ArgumentParser:
    """The parser of every command in `COMMANDS`."""
    top = argparse.ArgumentParser(prog="heard", description="Customer service that listens first.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (purpose, configure, _) in COMMANDS.items():
        configure(commands.add_parser(name, help=purpose, description=purpose))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 good, 1 faults found, 2 could not be done)."""
    options = parser().parse_args(arguments)
    perform = COMMANDS[options.command][2]
    try:
        return perform(options)
    except CommandFailed as failed:
        print(f"heard {options.command}: {failed}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
