"""What the whole house says, in figures and in truth: the event by its name, and what it is that speaks."""

import re
import sys
from functools import cache

import pytest
import yaml

from heard.conversations.replay import Stage, events_named, tell
from heard.conversations.script import named, stories
from heard.places import ROOT

pytestmark = pytest.mark.house
STORIES = named(stories(sorted((ROOT / "tests/conversations").glob("*.yml"))), "")
HUMAN_ASKED = [story for story in STORIES if story.name.startswith("asked ")]
NOT_A_PERSON = re.compile(r"program|automated|programa|automático")


def replayed(house, story):
    return [turn.report for turn in tell(story, Stage(house.client, house.settings, events_named(ROOT)))]


@cache
def acknowledgements():
    """Text of each acknowledgement, as a pattern, and whether it names what happened: an event, or a loss."""
    found = []
    for file in sorted((ROOT / "data/responses").glob("*.yml")):
        for name, variants in yaml.safe_load(file.read_text())["responses"].items():
            for one in variants if name.startswith("utter_acknowledge_") else ():
                said = {condition["name"] for condition in one.get("condition", ())}
                named = "event" in said or name.endswith(("bereavement", "hardship", "repeats"))
                pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(one["text"]))
                found.append((re.compile(pattern), named))
    return found


def names_the_event(text):
    verdicts = [named for pattern, named in acknowledgements() if pattern.fullmatch(text)]
    assert verdicts, f"nobody wrote {text!r}"
    return any(verdicts)


def first_acknowledgement(reports):
    said = [reply for report in reports for reply in report.get("replies", ())]
    return next((reply["text"] for reply in said if reply["purpose"] == "acknowledgement"), None)


def test_nine_of_ten_first_acknowledgements_name_what_happened(house, capsys):
    firsts = [first for story in STORIES if (first := first_acknowledgement(replayed(house, story)))]
    general = [text for text in firsts if not names_the_event(text)]
    share = 1 - len(general) / len(firsts)
    with capsys.disabled():
        sys.stdout.write(f"\nfirst acknowledgements that name the event: {share:.0%} of {len(firsts)}\n")
    assert len(firsts) >= 8
    assert share >= 0.9, general


@pytest.mark.parametrize("story", HUMAN_ASKED, ids=lambda story: story.name)
def test_whoever_asks_whether_a_person_writes_hears_the_truth(house, story):
    asked = next(
        report
        for report in replayed(house, story)
        if re.search(r"human|person|robot|bot", report["text"], re.I)
    )
    assert any(NOT_A_PERSON.search(reply["text"]) for reply in asked["replies"]), asked
