"""Every story test, told to the real house by the runner that designers use."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from heard.conversations import FOLDER
from heard.conversations.replay import Stage, events_named, tell
from heard.conversations.script import named, stories
from heard.conversations.show import Verdict, passed_or_why
from heard.places import ROOT

STORIES = named(stories(sorted(FOLDER.glob("*.yml"))), "")


def test_there_are_enough_of_them_in_both_languages_and_on_both_channels():
    assert len(STORIES) >= 25
    spoken = {(story.channel, story.locale) for story in STORIES}
    assert spoken >= {("web", "en-US"), ("web", "es-US"), ("sms", "en-US"), ("sms", "es-US")}


@pytest.mark.house
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_conversation_goes_as_written(house, story):
    verdict = Verdict(story, tuple(tell(story, Stage(house.client, house.settings, events_named(ROOT)))))
    assert not verdict.faults, "\n" + passed_or_why(verdict)


WRONG = """\
version: "3.1"
stories:
- story: a hope
  steps:
  - user: Hello
    expect: {acknowledgement: none}
  - user: Can you explain my June bill please?
    expect: {owner: queue, says: ["62.40"]}
"""


def test_the_command_shows_what_went_otherwise_and_gives_1(house, tmp_path):
    (tmp_path / "hope.yml").write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "heard", "test-conversations", str(tmp_path / "hope.yml")]
    done = subprocess.run(
        [*command, "--against", house.settings.public_url, "--junit", str(tmp_path / "junit.xml")],
        cwd=ROOT, env=os.environ | house.chosen, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "2. customer: Can you explain my June bill please?" in done.stdout
    assert "       - owner: expected queue\n       + owner: got      bot\n" in done.stdout
    assert "intent: explain_bill" in done.stdout
    assert "0 of 1 conversations went as written" in done.stdout
    assert 'failures="1"' in (tmp_path / "junit.xml").read_text()
