"""One table of commands, so that `heard --help` is the whole truth about what can be typed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from heard.errors import CommandFailed

#: Command -> what it is for, and the module whose `configure` and `perform` do it. Only that one is loaded:
#: the lint runs at every commit and must not wait for the parts of a server.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("start the whole house and print its addresses", "heard.run"),
    "train": ("train the bot if its files changed", "heard.train"),
    "preview": ("type as a customer and see what is heard, said, and why", "heard.preview"),
    "talk": ("talk to the running house, or replay scripted customers", "heard.talk"),
    "read": ("read emotion and disclosures of lines on standard input", "heard.read"),
    "readings": ("take out what people corrected, to train on", "heard.readings"),
    "check": ("the designers' lint: words, rules and resources", "heard.check"),
    "test-conversations": ("replay story tests through the real house", "heard.conversations"),
    "experiments": ("list the A/B tests of phrasing, or report what came of them", "heard.experiments"),
    "approve": ("list sensitive words that wait for a reviewer, or approve them", "heard.approve"),
    "bench": ("measure against a floor in the same run", "heard.bench.table"),
}


def parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """The parser of every command in `COMMANDS`; the options of the `chosen` one alone are loaded."""
    top = argparse.ArgumentParser(prog="heard", description="Customer service that listens first.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (purpose, module) in COMMANDS.items():
        one = commands.add_parser(name, help=purpose, description=purpose)
        if name == chosen:
            import_module(module).configure(one)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 good, 1 faults found, 2 could not be done)."""
    typed = sys.argv[1:] if arguments is None else arguments
    options = parser(next((word for word in typed if word in COMMANDS), None)).parse_args(typed)
    try:
        return int(import_module(COMMANDS[options.command][1]).perform(options))
    except CommandFailed as failed:
        print(f"heard {options.command}: {failed}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
