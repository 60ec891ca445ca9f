"""The designers' words: the same moment gets the same words, and none twice while others are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.errors import RuleError
from empathy.words import choose_response, filled, placeholders, variant_id


def variant(text: str, *, channel: str | None = None, **slots: object) -> dict:
    condition = [{"type": "slot", "name": name, "value": value} for name, value in slots.items()]
    return {"text": text, "condition": condition, **({"channel": channel} if channel else {})}


def spoken(
    variants: list[dict], *, channel: str = "web", said: tuple[str, ...] = (), **facts: object
) -> str | None:
    chosen = choose_response({"utter_x": variants}, "utter_x", facts=facts, channel=channel, said=said)
    return None if chosen is None else str(chosen["text"])


bags = st.lists(
    st.builds(
        lambda text, channel, slots: variant(text, channel=channel, **slots),
        st.uuids().map(str),
        st.sampled_from([None, "web", "sms"]),
        st.dictionaries(st.sampled_from(["language", "tier", "event"]), st.sampled_from(["es", "1", "x"])),
    ),
    max_size=8,
)
facts = st.fixed_dictionaries(
    {"turn": st.integers(0, 99)},
    optional={"language": st.sampled_from(["en", "es", "fr", None]), "tier": st.sampled_from(["1", "x"])},
)


@given(bags, facts)
def test_the_same_moment_gets_the_same_words(variants, known) -> None:
    assert spoken(variants, **known) == spoken(list(variants), **dict(known))


@given(bags, facts)
def test_nothing_is_said_twice_while_something_unsaid_is_left(variants, known) -> None:
    first = spoken(variants, **known)
    said: list[str] = []
    while first is not None and (words := spoken(variants, said=tuple(said), **known)) not in said:
        said.append(str(words))
    again = [spoken(variants, said=tuple(said[:count]), **known) for count in range(len(said))]
    assert again == said


@given(bags, facts)
def test_words_for_another_moment_or_channel_are_never_spoken(variants, known) -> None:
    words = spoken(variants, **known)
    slots = {**known, "language": known.get("language") or "en"}
    for one in variants:
        if one["text"] == words:
            assert one.get("channel") in (None, "web")
            assert all(slots.get(c["name"]) == c["value"] for c in one["condition"])


def test_an_unknown_name_has_no_words() -> None:
    assert choose_response({}, "utter_missing", facts={}, channel="web") is None


def test_words_that_fit_more_conditions_win() -> None:
    variants = [variant("any"), variant("tier", tier="2"), variant("both", tier="2", event="bill")]
    assert spoken(variants, tier="2", event="bill") == "both"
    assert spoken(variants, tier="2", event="visit") == "tier"
    assert spoken(variants, tier="1") == "any"


def test_words_that_name_the_event_win_over_those_of_the_tier() -> None:
    assert (
        spoken([variant("tier", tier="2"), variant("event", event="bill")], tier="2", event="bill") == "event"
    )


def test_words_that_name_a_fact_are_spoken_only_where_it_is_known_and_win_there() -> None:
    variants = [variant("{amount} too much", event="charge"), variant("too much", event="charge")]
    assert spoken(variants, event="charge", amount="18.00") == "{amount} too much"
    assert spoken(variants, event="charge", amount=None) == "too much"
    assert spoken(variants[:1], event="charge", amount=None) is None


def test_a_value_that_the_speaker_brings_changes_no_choice() -> None:
    variants = [variant("No outage in {area}"), variant("No outage")]
    assert {spoken(variants, turn=turn) for turn in range(40)} == {"No outage in {area}", "No outage"}


def test_the_channels_own_words_win() -> None:
    variants = [variant("long"), variant("short", channel="sms")]
    assert spoken(variants, channel="sms") == "short"
    assert spoken(variants, channel="web") == "long"


def test_a_customer_hears_their_language_even_if_it_was_said_before() -> None:
    variants = [variant("hello"), variant("hola", language="es")]
    assert spoken(variants, language="es", said=("hola",)) == "hola"


def test_a_language_without_words_falls_back_to_english() -> None:
    variants = [variant("hello", language="en"), variant("hola", language="es")]
    assert spoken(variants, language="fr") == "hello"
    assert spoken([variant("hola", language="es")], language="fr") is None


def test_texts_match_whatever_their_case_and_other_values_exactly() -> None:
    assert spoken([variant("yes", event="Bill")], event="bill") == "yes"
    assert spoken([variant("yes", handed_over=True)], handed_over=True) == "yes"
    assert spoken([variant("yes", tier="2")], tier=2) is None


def test_turns_take_turns_among_equal_words() -> None:
    variants = [variant("a"), variant("b"), variant("c")]
    assert {spoken(variants, turn=turn) for turn in range(40)} == {"a", "b", "c"}


def test_words_are_known_by_their_id_or_their_text() -> None:
    assert variant_id({"id": "x", "text": "t"}) == "x"
    assert variant_id({"metadata": {"id": "y"}, "text": "t"}) == "y"
    assert variant_id({"text": "t", "metadata": None}) == "t"
    assert spoken([{"text": "a", "id": "x"}, variant("b")], said=("x",)) == "b"


def test_placeholders_are_filled_once() -> None:
    assert filled("Hello {name}, {n} ahead", {"name": "{n}", "n": 2}) == "Hello {n}, 2 ahead"
    assert placeholders("Hello {name}, {n} ahead") == ("name", "n")


@pytest.mark.parametrize("values", [{}, {"name": None}, {"nome": "Sam"}])
def test_a_missing_value_is_named(values: dict) -> None:
    with pytest.raises(RuleError, match=r"responses: name: .*\{name\}"):
        filled("Hello {name}", values)


def test_the_remedy_for_a_missing_value_lists_what_there_is() -> None:
    with pytest.raises(RuleError, match=r"Use one of: agent, wait$"):
        filled("Hello {name}", {"wait": 1, "agent": "Maya"})
    with pytest.raises(RuleError, match="no placeholder at all"):
        filled("Hello {name}", {})
