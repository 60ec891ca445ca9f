"""Talks to the running house from a terminal, or replays scripted customers through the real channel."""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from handoff_service.settings import load_settings
from heard.client import CustomerTalk, HouseClient
from heard.conversations.script import Story, stories
from heard.errors import CommandFailed
from heard.texting import TextingHouse


@dataclass(frozen=True)
class Dialogue:
    """A scripted customer: an id, a channel and what is said, turn by turn; a locale if the script names one."""

    id: str
    channel: str
    texts: tuple[str, ...]
    locale: str = ""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard talk`."""
    parser.add_argument(
        "--script",
        type=Path,
        help="dialogues to replay: JSON lines, or a story test (.yml); - reads standard input",
    )
    parser.add_argument(
        "--channel", choices=["web", "sms"], help="speak on this channel (a script line's own wins)"
    )
    parser.add_argument("--json", action="store_true", help="write each turn as a JSON line")
    parser.add_argument("--url", help="the house to talk to (default: HEARD_PUBLIC_URL)")
    parser.add_argument("--locale", default="en-US", help="the customer's locale, such as en-US or es-US")


def perform(options: argparse.Namespace) -> int:
    """Replay a script as JSON lines, or hold a conversation with the person at the terminal; returns 0."""
    settings = load_settings()
    house = TextingHouse(options.url or settings.public_url, settings=settings)
    if options.script:
        for dialogue in dialogues(options.script, default_channel=options.channel or "web"):
            for report in replay(house, dialogue, locale=options.locale):
                print(json.dumps(report, ensure_ascii=False), flush=True)
        return 0
    converse(
        house.open(channel=options.channel or "web", locale=options.locale), sys.stdin, as_json=options.json
    )
    return 0


def dialogues(script: Path, *, default_channel: str) -> Iterator[Dialogue]:
    """The dialogues of a script, unknown keys ignored; raises CommandFailed naming a line that cannot be read.

    Of a story test only what its customers say is taken: what must follow is for `heard test-conversations`.
    """
    if script.suffix == ".yml":
        yield from (customer_of(story) for story in stories([script]))
        return
    lines: Iterable[str]
    try:
        lines = sys.stdin if str(script) == "-" else script.read_text(encoding="utf-8").splitlines()
    except OSError as missing:
        raise CommandFailed(f"cannot read {script}: {missing.strerror}") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield dialogue_of(line, number, default_channel)


def dialogue_of(line: str, number: int, default_channel: str) -> Dialogue:
    """One script line; turns are spoken in the order of their `turn` numbers."""
    try:
        entry = json.loads(line)
        turns = sorted(entry["turns"], key=lambda turn: turn["turn"])
        texts = tuple(str(turn["text"]) for turn in turns)
        return Dialogue(
            str(entry["id"]), entry.get("channel", default_channel), texts, str(entry.get("locale", ""))
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CommandFailed(
            f"script line {number} is not a dialogue ({type(fault).__name__}: {fault}). It should look like "
            '{"id": "d1", "channel": "web", "turns": [{"turn": 1, "text": "..."}]}'
        ) from None


def customer_of(story: Story) -> Dialogue:
    """What the customer of a story test says."""
    said = tuple(step.text for step in story.steps if step.user)
    return Dialogue(story.name, story.channel, said, story.locale)


def replay(house: HouseClient, dialogue: Dialogue, *, locale: str) -> Iterator[dict[str, Any]]:
    """Speak a dialogue in a conversation of its own, in its locale or else this one; yields a report a turn."""
    customer = house.open(channel=dialogue.channel, locale=dialogue.locale or locale)
    for turn, text in enumerate(dialogue.texts, start=1):
        yield {"dialogue": dialogue.id, "turn": turn, "text": text, **spoken(customer, text)}


def spoken(customer: CustomerTalk, text: str) -> dict[str, Any]:
    """Say `text` and wait for what answers it: reading, replies, owner, handoff, latency in ms."""
    started = time.perf_counter()
    accepted = customer.say(text)
    report = customer.house.turn(customer.id, accepted.number)
    latency = round((time.perf_counter() - started) * 1000, 1)
    kept = ("reading", "replies", "acknowledged", "acknowledged_first", "owner", "handoff")
    return {key: report[key] for key in kept} | {"latency_ms": latency}


def converse(customer: CustomerTalk, keyboard: TextIO, *, as_json: bool) -> None:
    """Print what the house says as it comes, and send each line typed; ends with the input."""
    if as_json:
        for turn, line in enumerate(filter(None, (line.strip() for line in keyboard)), start=1):
            report = spoken(customer, line)
            whole = {"dialogue": customer.id, "turn": turn, "text": line, **report}
            print(json.dumps(whole, ensure_ascii=False), flush=True)
        return
    print("You are a customer of Harbor Broadband. Type, and end with Ctrl-D.")
    threading.Thread(target=listen, args=(customer,), daemon=True).start()
    for line in keyboard:
        if line.strip():
            try:
                customer.house.turn(customer.id, customer.say(line.strip()).number)
            except CommandFailed as refused:
                print(f"  ! {refused}")


def listen(customer: CustomerTalk) -> None:
    """Print every event that is not the customer's own, for ever."""
    last = 0
    while True:
        for event in customer.events(last, wait_s=20):
            last = event["number"]
            if event["author"] != "customer":
                print(shown(event), flush=True)


def shown(event: Mapping[str, Any]) -> str:
    """One event as a line for a terminal."""
    buttons = "".join(f"\n      [{button['title']}]" for button in event.get("buttons") or ())
    return f"  {event.get('name') or event['author']}: {event['text']}{buttons}"
