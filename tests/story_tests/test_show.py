"""A difference is shown with what was said, how it was read and why, to people and to programs."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from heard.conversations.replay import Turn
from heard.conversations.script import Step, Story
from heard.conversations.show import Verdict, annotation, as_json, junit, passed_or_why

STORY = Story("a bill", "tests/conversations/money.yml", 4, "web", "en-US", True, ())
REPORT = {
    "reading": {
        "emotion": "frustration", "intensity": 0.61, "evidence": ["ridiculous"],
        "disclosure": {"kind": "suicide", "confidence": 0.7, "person": "third", "evidence": ["end it"]},
    },
    "replies": [{"author": "bot", "purpose": "answer", "text": "It is $60."}],
    "owner": "bot",
    "why": {"intent": "explain_bill", "tier": 1, "said": [{"response": "utter_bill", "variant": "bill-en-a"}]},
}  # fmt: skip
FAULT = ("owner", "queue", "bot")


def verdict(*faults: tuple[str, str, str]) -> Verdict:
    return Verdict(STORY, (Turn(Step(7, user="This is ridiculous"), REPORT, faults, 0.2),))


def test_a_story_that_went_as_written_needs_no_words():
    assert passed_or_why(verdict()) == ""


def test_a_difference_shows_the_turn_the_reading_the_words_and_both_sides():
    assert passed_or_why(verdict(FAULT)) == (
        "✗ a bill  (tests/conversations/money.yml:4, web, en-US)\n"
        "  ✗ 1. customer: This is ridiculous\n"
        "       read: frustration 0.61 (ridiculous); disclosure suicide 0.70, third person (end it); "
        "intent: explain_bill; tier 1; owner bot\n"
        "       bot (answer) [utter_bill, bill-en-a]: It is $60.\n"
        "       - owner: expected queue\n"
        "       + owner: got      bot\n"
    )


def test_a_turn_that_the_house_refused_is_shown_too():
    refused = Verdict(STORY, (Turn(Step(7, user="Hello"), {}, (("the house", "an answer", "503"),)),))
    assert "not read\n       - the house: expected an answer" in passed_or_why(refused)


def test_programs_get_a_line_of_json_with_the_differences():
    whole = json.loads(as_json(verdict(FAULT)))
    assert (whole["story"], whole["passed"], whole["turns"][0]["line"]) == ("a bill", False, 7)
    assert whole["turns"][0]["differences"] == [{"what": "owner", "expected": "queue", "got": "bot"}]


def test_a_code_review_shows_the_difference_beside_the_message():
    assert annotation(verdict(FAULT)).startswith(
        "::error file=tests/conversations/money.yml,line=7,title=owner::expected queue; got bot"
    )


def test_the_junit_report_counts_stories_and_holds_the_differences():
    suite = ElementTree.fromstring(junit([verdict(), verdict(FAULT)]))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert "expected queue" in suite.findall("testcase/failure")[0].text
