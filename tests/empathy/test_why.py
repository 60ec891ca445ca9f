"""Why these words and not the others: the explanation and the chooser can never disagree."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.errors import Malformed
from empathy.why import VERDICTS, Choice, explain_response
from empathy.words import choose_response, variant_id
from tests.empathy.test_words import bags, facts, variant

said = st.sets(st.sampled_from(["a", "b", "c"]))


def explained(
    variants: list[dict], *, channel: str = "web", said: tuple[str, ...] = (), **known: object
) -> Choice:
    return explain_response({"utter_x": variants}, "utter_x", facts=known, channel=channel, said=said)


def verdicts(variants: list[dict], **known: object) -> dict[str, str]:
    return {one.id: one.verdict for one in explained(variants, **known).candidates}


@given(bags, facts, st.sampled_from(["web", "sms"]), st.data())
def test_the_chosen_candidate_is_the_one_that_is_spoken(variants, known, channel, data) -> None:
    used = data.draw(st.sets(st.sampled_from([one["text"] for one in variants]))) if variants else set()
    call = {"facts": known, "channel": channel, "said": used}
    spoken = choose_response({"utter_x": variants}, "utter_x", **call)
    choice = explain_response({"utter_x": variants}, "utter_x", **call)
    chosen = [one.id for one in choice.candidates if one.verdict == "chosen"]
    assert chosen == ([] if spoken is None else [variant_id(spoken)])
    assert [one.id for one in choice.candidates] == [variant_id(one) for one in variants]


@given(bags, facts)
def test_a_candidate_has_obstacles_exactly_where_it_does_not_fit(variants, known) -> None:
    for one in explained(variants, **known).candidates:
        assert bool(one.obstacles) == (one.verdict == "unfit")
        assert one.verdict in VERDICTS


@given(bags, facts)
def test_without_a_candidate_that_lost_the_same_words_are_spoken(variants, known) -> None:
    choice = explained(variants, **known)
    kept = [
        one
        for one, its in zip(variants, choice.candidates, strict=True)
        if its.verdict in ("chosen", "rotation")
    ]
    spoken = choose_response({"utter_x": variants}, "utter_x", facts=known, channel="web")
    assert choose_response({"utter_x": kept}, "utter_x", facts=known, channel="web") == spoken


@given(bags, facts)
def test_a_choice_travels_whole(variants, known) -> None:
    choice = explained(variants, **known)
    assert Choice.from_dict(json.loads(json.dumps(choice.to_dict()))) == choice


def test_each_place_where_words_can_lose_has_its_name() -> None:
    variants = [variant("es", language="es", event="bill"), variant("en", event="bill")]
    assert verdicts(variants, language="es", event="bill") == {"es": "chosen", "en": "language"}
    assert verdicts([variant("w", channel="web"), variant("any")]) == {"w": "chosen", "any": "channel"}
    assert verdicts([variant("a"), variant("b")], said=("a",)) == {"a": "said", "b": "chosen"}
    assert verdicts([variant("t", tier="2"), variant("any")], tier="2") == {"t": "chosen", "any": "details"}
    both = [variant("t", tier="2"), variant("e", event="bill")]
    assert verdicts(both, tier="2", event="bill") == {"t": "event", "e": "chosen"}
    assert sorted(verdicts([variant("a"), variant("b")]).values()) == ["chosen", "rotation"]


def test_what_stands_in_the_way_is_named_with_what_is_instead() -> None:
    choice = explained([variant("{amount} too much", channel="sms", tier="3")], tier="1", amount=None)
    named = [(one.kind, one.name, one.wanted, one.held) for one in choice.candidates[0].obstacles]
    assert named == [
        ("channel", "channel", "sms", "web"),
        ("condition", "tier", "3", "1"),
        ("value", "amount", None, None),
    ]


def test_a_language_without_words_is_explained_in_the_one_that_is_spoken() -> None:
    choice = explained([variant("hello", language="en")], language="fr")
    assert (choice.language, choice.candidates[0].verdict) == ("en", "chosen")


def test_a_verdict_that_is_none_is_refused() -> None:
    body = {"response": "utter_x", "channel": "web", "language": "en"}
    with pytest.raises(Malformed, match="verdict"):
        Choice.from_dict({**body, "candidates": [{"id": "a", "verdict": "liked"}]})
