"""Story tests are read with their lines, refused with a place, and handed to Rasa without our additions."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from heard import cli
from heard.conversations.script import named, stories
from heard.errors import CommandFailed
from heard.talk import dialogues

STORY = """\
version: "3.1"
stories:
- story: a bill
  metadata: {channel: sms, locale: es-US, tone: false}
  steps:
  - user: |
      my [June](month) bill!
    intent: explain_bill
    expect: {owner: bot}
  - action: utter_acknowledge_frustration
  - slot_was_set:
    - month: June
  - action: action_explain_bill
- story: a person
  steps:
  - user: a person please
  - agent: takes over
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "bills.yml"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_story_keeps_channel_locale_consent_lines_and_actions(written: Path) -> None:
    bill, person = stories([written])
    assert (bill.channel, bill.locale, bill.tone, bill.line) == ("sms", "es-US", False, 3)
    assert (bill.steps[0].text, bill.steps[0].line, dict(bill.steps[0].expect)) == (
        "my June bill!", 6, {"owner": "bot"},
    )  # fmt: skip
    assert bill.steps[0].actions == ("utter_acknowledge_frustration", "action_explain_bill")
    assert (person.channel, person.locale, person.tone) == ("web", "en-US", True)
    assert [step.agent for step in person.steps] == [None, "takes over"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("    expect: {owner: nobody}", "bills.yml:9: stories.0.steps.0.expect.owner: 'nobody' is not"),
        ("    expect: [", "bills.yml:"),
        ("    expects: {owner: bot}", "bills.yml:6: .*'expects' was unexpected"),
        ("    agent: takes over", "bills.yml:6: stories.0.steps.0"),
    ],
)
def test_a_fault_of_form_is_told_with_its_line(written: Path, wrong: str, says: str) -> None:
    written.write_text(STORY.replace("    expect: {owner: bot}", wrong), encoding="utf-8")
    with pytest.raises(CommandFailed, match=says):
        list(stories([written]))


def test_a_story_is_found_by_a_part_of_its_name(written: Path) -> None:
    assert [story.name for story in named(stories([written]), "BILL")] == ["a bill"]
    with pytest.raises(CommandFailed, match="there are: a bill, a person"):
        named(stories([written]), "outage")
    with pytest.raises(CommandFailed, match="two stories have one name"):
        named(stories([written, written]), "")


def test_rasa_gets_the_stories_that_it_can_judge_without_our_additions(written: Path, tmp_path: Path) -> None:
    assert cli.main(["test-conversations", str(written), "--plain", str(tmp_path / "plain")]) == 0
    plain = yaml.safe_load((tmp_path / "plain/test_conversations.yml").read_text(encoding="utf-8"))
    (bill,) = plain["stories"]
    assert bill == {
        "story": "a bill",
        "steps": [
            {"user": "my [June](month) bill!", "intent": "explain_bill"},
            {"action": "utter_acknowledge_frustration"},
            {"slot_was_set": [{"month": "June"}]},
            {"action": "action_explain_bill"},
        ],
    }


def test_heard_talk_replays_what_the_customers_of_a_story_test_say(written: Path) -> None:
    bill, person = dialogues(written, default_channel="web")
    assert (bill.id, bill.channel, bill.texts, bill.locale) == ("a bill", "sms", ("my June bill!",), "es-US")
    assert person.texts == ("a person please",)
