"""Reads lines as the house would read them, so that a reading can be inspected or measured without the house."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator

import emotion_model
from empathy.ports import EmotionModel
from heard.errors import CommandFailed


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard read`."""
    parser.add_argument("--no-tone", action="store_true", help="as if consent was declined: disclosures only")


def perform(options: argparse.Namespace) -> int:
    """Write one reading a line of standard input as JSON lines; returns 0."""
    model = emotion_model.load()
    for reading in readings(texts(sys.stdin), model, toned=not options.no_tone):
        print(json.dumps(reading, ensure_ascii=False), flush=True)
    return 0


def texts(lines: Iterable[str]) -> Iterator[str]:
    """The texts in plain lines or in JSON objects with a key `text`; blank lines are left out.

    Raises CommandFailed for a line that begins like a JSON object and is none, or that has no text.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield text_of(line.strip("\r\n"), number)


def text_of(line: str, number: int) -> str:
    """The text of one line (1-based `number` is named in the error)."""
    if not line.lstrip().startswith("{"):
        return line
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError):
        raise CommandFailed(f'line {number} is not a JSON object with a key "text": {line[:60]!r}') from None
    if not isinstance(text, str):
        raise CommandFailed(f'line {number}: "text" must be a string, not {type(text).__name__}')
    return text


def readings(lines: Iterable[str], model: EmotionModel, *, toned: bool) -> Iterator[dict[str, object]]:
    """Each text with its reading in the wire form of docs/http-api.md."""
    for text in lines:
        yield {"text": text, **model.read(text, toned=toned).to_dict()}
