"""What a story expects of a turn against what happened: each kind of difference is told, and nothing else is."""

from __future__ import annotations

from typing import Any

import pytest

from heard.conversations.judge import differences
from heard.conversations.script import Step

ANGRY = {"emotion": "frustration", "disclosure": {"kind": "none", "person": "first"}}


def report(*replies: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """A turn with replies of (purpose, response, text)."""
    return {
        "reading": ANGRY,
        "replies": [
            {"author": "bot", "purpose": purpose, "text": text} for purpose, _response, text in replies
        ],
        "owner": "bot",
        "handoff": {"level": "none", "id": None},
        "why": {
            "intent": "explain_bill",
            "tier": 1,
            "about": "explain_bill",
            "said": [{"response": response, "variant": response} for _purpose, response, _text in replies],
        },
        **more,
    }


HEARD = (
    ("acknowledgement", "utter_acknowledge_frustration", "That is a lot."),
    ("answer", "utter_bill", "It is $60."),
)


def faults(step: Step, got: dict[str, Any], owner: str = "bot") -> list[str]:
    return [what for what, _, _ in differences(step, got, owner_before=owner)]


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ({"emotion": "frustration"}, None),
        ({"emotion": ["sadness", "frustration"]}, None),
        ({"emotion": "sadness"}, "emotion"),
        ({"disclosure": "suicide"}, "disclosure"),
        ({"person": "third"}, "person"),
        ({"tier": [2, 3]}, "tier"),
        ({"handoff": "offer"}, "handoff"),
        ({"owner": "queue"}, "owner"),
        ({"acknowledgement": "utter_acknowledge_frustration"}, None),
        ({"acknowledgement": "none"}, "acknowledgement"),
        ({"about": "explain_bill"}, None),
        ({"about": "late_fee"}, "about"),
        ({"purposes": ["acknowledgement", "answer"]}, None),
        ({"purposes": []}, "purposes"),
        ({"says": ["THAT IS", "$60"]}, None),
        ({"says": ["$61"]}, "says"),
        ({"never": ["a lot"]}, "never"),
        ({"never": ["calm down"]}, None),
    ],
)
def test_an_expectation_holds_or_is_named(expected, fault):
    assert faults(Step(1, user="?", expect=expected), report(*HEARD)) == ([fault] if fault else [])


def test_a_customer_of_the_bots_is_never_met_with_silence():
    assert faults(Step(1, user="?"), report()) == ["answer"]
    assert faults(Step(1, user="?"), report(), owner="agent") == []


def test_an_acknowledgement_after_the_answer_is_a_fault_without_being_asked_about():
    assert faults(Step(1, user="?"), report(*reversed(HEARD))) == ["order"]


def test_another_intent_is_a_fault_where_the_bot_was_asked():
    assert faults(Step(1, user="?", intent="greet"), report(*HEARD)) == ["intent"]
    unasked = report(*HEARD, why={"intent": None, "tier": 0, "said": []})
    assert faults(Step(1, user="?", intent="greet"), unasked) == []


def test_responses_among_the_actions_are_spoken_in_that_order():
    said = ("utter_acknowledge_frustration", "action_explain_bill", "utter_bill")
    assert faults(Step(1, user="?", actions=said), report(*HEARD)) == []
    assert faults(Step(1, user="?", actions=said[::-1]), report(*HEARD)) == ["words"]


def test_an_acknowledgement_that_the_actions_do_not_list_is_a_fault():
    assert faults(Step(1, user="?", actions=("utter_bill",)), report(*HEARD)) == ["words"]


def test_what_was_not_read_is_said_to_be_unread():
    got = list(
        differences(
            Step(1, user="?", expect={"emotion": "sadness"}), report(*HEARD, reading=None), owner_before="bot"
        )
    )
    assert got == [("emotion", "sadness", "unread")]
