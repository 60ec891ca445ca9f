"""Reads story tests: Rasa's own test-story YAML, with what the house must do written under each message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handoff_service.yaml_lines import LOADER, keys_with_lines, plain
from heard.check.shapes import as_json, validator
from heard.errors import CommandFailed
from heard.places import ROOT

SCHEMA = "conversations"
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Step:
    """What a customer writes (`user`, entities marked as Rasa does) or an agent does, and what is expected then.

    `actions` are the names that Rasa's part lists after the message, `rest` that part itself, in order.
    """

    line: int
    user: str = ""
    intent: str | None = None
    agent: str | Mapping[str, str] | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    rest: tuple[Mapping[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """The customer's words without the marks of entities."""
        return ENTITY.sub(r"\1", self.user)


@dataclass(frozen=True)
class Story:
    """One conversation: where it stands, on which channel, in which locale, and whether tone may be read."""

    name: str
    file: str
    line: int
    channel: str
    locale: str
    tone: bool
    steps: tuple[Step, ...]


def stories(files: Iterable[Path]) -> Iterator[Story]:
    """Every story of the files, in order. Raises CommandFailed naming file and line of what cannot be read."""
    for path in files:
        content, lines = checked(path)
        for index, story in enumerate(content["stories"]):
            yield story_of(place_of(path), story, {
                key.removeprefix(f"stories.{index}."): line
                for key, line in lines.items()
                if key.startswith(f"stories.{index}.")
            })  # fmt: skip


def place_of(path: Path) -> str:
    """The file as a reader finds it: from the project's folder where it lies in it."""
    whole = path.resolve()
    return (whole.relative_to(ROOT) if whole.is_relative_to(ROOT) else path).as_posix()


def named(found: Iterable[Story], part: str) -> list[Story]:
    """The stories whose name holds `part`, no two alike. Raises CommandFailed for none, or for a name used twice."""
    every = list(found)
    twice = {one.name for one in every if [other.name for other in every].count(one.name) > 1}
    if twice:
        raise CommandFailed(f"two stories have one name: {', '.join(sorted(twice))}. Rename one.")
    chosen = [one for one in every if part.casefold() in one.name.casefold()]
    if not chosen:
        raise CommandFailed(
            f"no story has {part!r} in its name; there are: {', '.join(o.name for o in every)}"
        )
    return chosen


def checked(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """A file's content and the line of each dotted key. Raises CommandFailed for the first fault of form."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except OSError as missing:
        raise CommandFailed(f"cannot read {path}: {missing.strerror}") from None
    except yaml.MarkedYAMLError as broken:
        line = broken.problem_mark.line + 1 if broken.problem_mark else 1
        raise CommandFailed(f"{path}:{line}: {broken.problem}. Mend the indentation or quotes.") from None
    content, lines = plain(node), dict(keys_with_lines(node))
    fault = first_fault(validator(SCHEMA), content)
    if fault is not None:
        place = ".".join(str(part) for part in fault.absolute_path)
        raise CommandFailed(f"{path}:{lines.get(place, 1)}: {place or 'the file'}: {fault.message[:200]}")
    return content, lines


def first_fault(shape: Any, content: Any) -> Any:
    """The fault of form that says most, None if there is none: where one of several kinds was meant, the nearest."""
    # Loaded where it is used, as the validator is: the rest of the command line does without it.
    from jsonschema.exceptions import best_match

    return best_match(shape.iter_errors(as_json(content)))


def story_of(file: str, story: Mapping[str, Any], lines: Mapping[str, int]) -> Story:
    """One story of a file that has its shape."""
    told = story.get("metadata") or {}
    steps: list[Step] = []
    for index, step in enumerate(story["steps"]):
        if "user" in step or "agent" in step:
            steps.append(begun(step, lines.get(f"steps.{index}", 1)))
        elif steps:
            steps[-1] = followed(steps[-1], step)
    return Story(
        name=story["story"],
        file=file,
        line=lines.get("story", 1),
        channel=told.get("channel", "web"),
        locale=told.get("locale", "en-US"),
        tone=told.get("tone", True),
        steps=tuple(steps),
    )


def begun(step: Mapping[str, Any], line: int) -> Step:
    """The beginning of a turn."""
    return Step(
        line=line,
        user=str(step.get("user", "")).strip(),
        intent=step.get("intent"),
        agent=step.get("agent"),
        expect=step.get("expect") or {},
    )


def followed(turn: Step, step: Mapping[str, Any]) -> Step:
    """The turn with one more line of Rasa's part."""
    actions = (*turn.actions, step["action"]) if "action" in step else turn.actions
    return Step(turn.line, turn.user, turn.intent, turn.agent, turn.expect, actions, (*turn.rest, step))
