"""Scripted customers through the real stack: what they hear, in which order, and who holds the conversation then."""

import json
from pathlib import Path

import pytest

from heard.talk import dialogue_of, replay

SCRIPTS = sorted((Path(__file__).resolve().parents[1] / "conversations").glob("*.jsonl"))
LINES = [(path.stem, line) for path in SCRIPTS for line in path.read_text().splitlines() if line.strip()]


def test_there_are_demo_dialogues():
    assert len(LINES) >= 12


@pytest.mark.house
@pytest.mark.parametrize(
    ("script", "line"), LINES, ids=lambda value: json.loads(value)["id"] if value.startswith("{") else value
)
def test_a_scripted_customer_is_heard(house, script, line):
    expected = [turn.get("expect", {}) for turn in json.loads(line)["turns"]]
    dialogue = dialogue_of(line, 1, "web")
    locale = json.loads(line).get("locale", "en-US")
    reports = list(replay(house.client, dialogue, locale=locale))
    for report, wanted in zip(reports, expected, strict=True):
        assert_heard(report, wanted)


def assert_heard(report, wanted):
    said = " ".join(reply["text"] for reply in report["replies"])
    assert report["replies"] or report["owner"] != "bot", report
    for text in wanted.get("contains", ()):
        assert text in said, report
    for key in ("acknowledged", "acknowledged_first", "owner"):
        if key in wanted:
            assert report[key] == wanted[key], report
    if "emotion" in wanted:
        assert report["reading"]["emotion"] == wanted["emotion"], report
    if "handoff" in wanted:
        assert report["handoff"]["level"] == wanted["handoff"], report
    if "disclosure" in wanted:
        assert report["reading"]["disclosure"]["kind"] == wanted["disclosure"], report
