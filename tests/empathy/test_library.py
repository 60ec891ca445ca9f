"""The shape of the designers' words: what can't be spoken is named with its place and a remedy."""

from __future__ import annotations

import pytest

from empathy.errors import RuleError
from empathy.library import responses_of


def test_words_of_the_right_shape_come_out_by_name() -> None:
    hello = {"text": "Hello.", "id": "hi", "condition": [{"type": "slot", "name": "tier", "value": "1"}]}
    button = {"text": "Which?", "buttons": [{"title": "This", "payload": "/this"}]}
    payload = {"custom": {"handoff": {}}}
    document = {"version": "3.1", "responses": {"utter_greet": [hello, button], "utter_x": [payload]}}
    assert responses_of("a.yml", document) == {"utter_greet": [hello, button], "utter_x": [payload]}


@pytest.mark.parametrize("document", [None, {}, {"responses": None}, {"slots": {}}])
def test_a_file_may_hold_no_words(document: object) -> None:
    assert responses_of("a.yml", document) == {}


@pytest.mark.parametrize(
    ("variants", "place"),
    [
        ("Hello.", "responses.utter_greet"),
        ([], "responses.utter_greet"),
        (["Hello."], "responses.utter_greet.0"),
        ([{"text": "Hi"}, {"id": "b"}], "responses.utter_greet.1"),
        ([{"text": 5}], "responses.utter_greet.0.text"),
        ([{"text": "Hi", "channel": ["web"]}], "responses.utter_greet.0.channel"),
        ([{"text": "Hi", "condition": {"name": "tier"}}], "responses.utter_greet.0.condition"),
        ([{"text": "Hi", "condition": ["tier"]}], "responses.utter_greet.0.condition.0"),
        ([{"text": "Hi", "condition": [{"name": "tier"}]}], "responses.utter_greet.0.condition.0"),
        ([{"text": "Hi", "condition": [{"name": 1, "value": 1}]}], "responses.utter_greet.0.condition.0"),
        ([{"text": "Hi", "buttons": "yes"}], "responses.utter_greet.0.buttons"),
        ([{"text": "Hi", "buttons": ["yes"]}], "responses.utter_greet.0.buttons.0"),
        ([{"text": "Hi", "buttons": [{"payload": "/x"}]}], "responses.utter_greet.0.buttons.0"),
    ],
)
def test_what_cannot_be_spoken_is_named_by_its_place(variants: object, place: str) -> None:
    with pytest.raises(RuleError) as caught:
        responses_of("a.yml", {"responses": {"utter_greet": variants}})
    assert (caught.value.file, caught.value.key) == ("a.yml", place)
    assert caught.value.remedy


@pytest.mark.parametrize("document", ["words", ["words"], {"responses": ["words"]}])
def test_a_file_that_holds_no_names_is_named(document: object) -> None:
    with pytest.raises(RuleError, match=r"a\.yml: .*colon"):
        responses_of("a.yml", document)
