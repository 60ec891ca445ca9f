"""Writes the part of the story tests that `rasa test` can read: Rasa refuses every key that it does not know."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from heard.conversations.script import Step, Story

HEADER = "# Written by `heard test-conversations --plain` from the story tests. Change those, not this.\n"


def write_plain(found: Iterable[Story], folder: Path) -> int:
    """Write the stories that Rasa can judge to `folder`/test_conversations.yml; returns how many.

    These are the ones that say an intent for every message: agents and customers on a waiting line are unknown to Rasa.
    """
    kept = [plain_story(story) for story in found if for_rasa(story)]
    folder.mkdir(parents=True, exist_ok=True)
    content = yaml.safe_dump({"version": "3.1", "stories": kept}, allow_unicode=True, sort_keys=False)
    (folder / "test_conversations.yml").write_text(HEADER + content, encoding="utf-8")
    return len(kept)


def for_rasa(story: Story) -> bool:
    """Whether every turn is a message with its intent."""
    return all(step.user and step.intent for step in story.steps)


def plain_story(story: Story) -> dict[str, Any]:
    """One story without our additions."""
    return {"story": story.name, "steps": [line for step in story.steps for line in plain_turn(step)]}


def plain_turn(step: Step) -> list[dict[str, Any]]:
    """One message and what Rasa does then."""
    return [{"user": step.user, "intent": step.intent}, *map(dict, step.rest)]
