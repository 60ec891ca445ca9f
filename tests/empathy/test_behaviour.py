"""Frustration shows in what customers do, whatever their words."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.behaviour import BehaviourRules, Signals, TurnFact, observe, person_due, pressure, similarity

COUNTS = [field.name for field in fields(Signals) if field.name != "waiting_s"]
CALM = Signals(repeats=0, rephrasings=0, fallbacks=0, restarts=0, shouting=0, waiting_s=0.0)
signals = st.builds(
    Signals, **{name: st.integers(0, 20) for name in COUNTS}, waiting_s=st.floats(0, 5000, allow_nan=False)
)
facts = st.builds(
    TurnFact,
    text=st.text(max_size=50),
    intent=st.sampled_from(["inform", "slow_internet", "restart_over", "repeat_complaint"]),
    fallback=st.booleans(),
    waited_s=st.floats(0, 100, allow_nan=False),
)


def turn(text: str, intent: str = "slow_internet", **changes) -> TurnFact:
    return replace(TurnFact(text, intent, fallback=False), **changes)


def test_the_same_question_again_is_a_repeat_even_if_typed_differently() -> None:
    seen = observe([turn("My internet is down again"), turn("my internet is down AGAIN!")])
    assert (seen.repeats, seen.rephrasings) == (1, 0)


def test_the_same_question_in_other_words_is_a_rephrasing() -> None:
    seen = observe([turn("my internet is down again"), turn("the internet is down again here")])
    assert (seen.repeats, seen.rephrasings) == (0, 1)


def test_another_matter_is_neither() -> None:
    seen = observe([turn("my internet is down again"), turn("how much is the next bill")])
    assert (seen.repeats, seen.rephrasings) == (0, 0)


@pytest.mark.parametrize(
    ("text", "intent"), [("yes please do that", "affirm"), ("no no", "complaint"), ("HB-1001", "inform")]
)
def test_short_answers_are_never_repeats(text: str, intent: str) -> None:
    assert observe([turn(text, intent), turn(text, intent)]).repeats == 0


def test_saying_that_one_repeats_oneself_counts_as_a_repeat() -> None:
    assert observe([turn("third time I tell you", "repeat_complaint")]).repeats == 1


def test_fallbacks_and_restarts_are_counted() -> None:
    seen = observe([turn("hm", fallback=True), turn("start over", "restart_over"), turn("my bill")])
    assert (seen.fallbacks, seen.restarts) == (1, 1)


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("ANSWER ME NOW", 1),
        ("answer me!!!", 1),
        ("OK", 0),
        ("HB-1001", 0),
        ("Answer me now", 0),
        ("你好你好你好你好你好", 0),
    ],
)
def test_capitals_and_exclamation_marks_are_shouting(text: str, shouted: int) -> None:
    assert observe([turn(text)]).shouting == shouted


def test_only_waits_beyond_patience_are_counted() -> None:
    assert (
        observe([turn("a", waited_s=9.0), turn("b", waited_s=30.0), turn("c", waited_s=20.0)]).waiting_s
        == 50.0
    )


def test_old_turns_are_forgotten() -> None:
    assert observe([turn("hm", fallback=True), *[turn("fine")] * 20]).fallbacks == 0


@given(st.lists(facts, max_size=30))
def test_any_conversation_presses_between_none_and_full(turns: list[TurnFact]) -> None:
    assert 0.0 <= pressure(observe(turns)) <= 1.0


@given(signals, st.sampled_from([*COUNTS, "waiting_s"]))
def test_one_more_sign_never_presses_less(seen: Signals, name: str) -> None:
    more = replace(seen, **{name: getattr(seen, name) + 1})
    assert pressure(more) >= pressure(seen)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_mutual_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) == similarity(other, one) <= 1.0
    assert similarity(one, one) == 1.0


def test_a_calm_customer_is_offered_nobody() -> None:
    assert person_due(CALM, tier=0) == "none"
    assert person_due(replace(CALM, fallbacks=1), tier=2) == "none"


def test_moderate_pressure_offers_a_person_and_high_pressure_hands_over() -> None:
    assert person_due(replace(CALM, repeats=1, fallbacks=2), tier=0) == "offer"
    assert person_due(replace(CALM, repeats=3, fallbacks=2), tier=0) == "priority"


def test_an_acute_tier_hands_over_whatever_the_customer_did() -> None:
    assert person_due(CALM, tier=3) == "priority"


def test_signals_are_written_by_their_names() -> None:
    assert CALM.to_dict()["repeats"] == 0


def test_three_words_are_enough_to_repeat() -> None:
    assert observe([turn("internet down again"), turn("internet down again")]).repeats == 1


@pytest.mark.parametrize(("minutes", "pressed"), [(0, 0.0), (5, 0.2), (10, 0.4), (60, 0.4)])
def test_waiting_presses_up_to_its_share(minutes: int, pressed: float) -> None:
    assert pressure(replace(CALM, waiting_s=minutes * 60.0)) == pytest.approx(pressed)


def test_likeness_is_the_share_of_three_letter_pieces() -> None:
    assert similarity("abc", "abd") == pytest.approx(1 / 5)
    assert similarity("", "") == 1.0


def test_designers_marks_decide_when_a_person_is_due() -> None:
    strict = BehaviourRules(fallbacks=0.5, offer=0.5, priority=0.75)
    levels = [person_due(replace(CALM, fallbacks=count), tier=0, rules=strict) for count in range(3)]
    assert levels == ["none", "offer", "priority"]


def test_how_loudly_it_was_written_is_not_looked_at_where_tone_was_declined() -> None:
    shouted = TurnFact("WHERE IS MY ORDER!!!", "order_status", False)
    assert observe([shouted]).shouting == 1
    assert observe([replace(shouted, toned=False)]).shouting == 0
