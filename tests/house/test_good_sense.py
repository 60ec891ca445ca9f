"""What the whole house says, in figures and in truth: the event by its name, and what it is that speaks."""

import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

from heard.places import ROOT
from heard.talk import dialogue_of, replay

pytestmark = pytest.mark.house
SCRIPTS = sorted((Path(__file__).resolve().parents[1] / "conversations").glob("*.jsonl"))
LINES = [line for path in SCRIPTS for line in path.read_text().splitlines() if line.strip()]
HUMAN_ASKED = [line for line in LINES if json.loads(line)["id"].startswith("human-asked")]
NOT_A_PERSON = re.compile(r"program|automated|programa|automático")


def replayed(house, line):
    locale = json.loads(line).get("locale", "en-US")
    return list(replay(house.client, dialogue_of(line, 1, "web"), locale=locale))


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
    said = [reply for report in reports for reply in report["replies"]]
    return next((reply["text"] for reply in said if reply["purpose"] == "acknowledgement"), None)


def test_nine_of_ten_first_acknowledgements_name_what_happened(house, capsys):
    firsts = [first for line in LINES if (first := first_acknowledgement(replayed(house, line)))]
    general = [text for text in firsts if not names_the_event(text)]
    share = 1 - len(general) / len(firsts)
    with capsys.disabled():
        sys.stdout.write(f"\nfirst acknowledgements that name the event: {share:.0%} of {len(firsts)}\n")
    assert len(firsts) >= 8
    assert share >= 0.9, general


@pytest.mark.parametrize("line", HUMAN_ASKED, ids=lambda line: json.loads(line)["id"])
def test_whoever_asks_whether_a_person_writes_hears_the_truth(house, line):
    asked = next(
        report
        for report in replayed(house, line)
        if re.search(r"human|person|robot|bot", report["text"], re.I)
    )
    assert any(NOT_A_PERSON.search(reply["text"]) for reply in asked["replies"]), asked
