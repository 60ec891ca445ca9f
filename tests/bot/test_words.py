"""The words that Rasa speaks: the designers', chosen for this customer, named and never the same twice running."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.events import BotUttered, SlotSet

from bot import rules
from bot.nlg import EmpatheticResponses, facts_of, said_in
from empathy.errors import RuleError
from tests.bot.parts import DOMAIN, says, tracker

FOLDER = Path(__file__).parent / "assistant" / "data" / "empathy"


async def spoken(name: str, *events: object, channel: str = "web", **values: object) -> dict | None:
    words = EmpatheticResponses(domain=DOMAIN)
    return await words.generate(name, tracker(*events), channel, **values)


async def test_a_response_carries_its_variant_and_purpose() -> None:
    message = await spoken("utter_greet")
    assert (message["text"], message["variant"], message["purpose"]) == (
        "Hello. What can we do?",
        "greet-en",
        "answer",
    )


async def test_conditions_on_slots_choose_the_variant() -> None:
    message = await spoken("utter_acknowledge_frustration", SlotSet("tier", "3"))
    assert (message["variant"], message["purpose"]) == ("ack-frustration-3", "acknowledgement")


async def test_what_was_said_is_not_said_again() -> None:
    said = BotUttered("words", metadata={"variant": "ack-frustration-3"})
    message = await spoken("utter_acknowledge_frustration", SlotSet("tier", "3"), said)
    assert message["variant"] == "ack-frustration-1"


async def test_the_slot_for_the_channel_counts_before_rasas_channel() -> None:
    message = await spoken("utter_no_outage", SlotSet("channel_kind", "sms"), area="Elm Street")
    assert message["text"] == "No outage in Elm Street."


async def test_values_are_filled_in_once() -> None:
    message = await spoken("utter_no_outage", area="{used}")
    assert message["text"] == "There is no outage in {used}."


async def test_a_missing_value_is_an_error_not_a_brace_for_the_customer() -> None:
    with pytest.raises(RuleError, match="area"):
        await spoken("utter_no_outage")


async def test_danger_told_again_names_the_help_for_that_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER.parents[1])
    message = await spoken("utter_crisis_again", SlotSet("disclosure", "suicide"))
    assert message["text"] == "This counts too: call 988."


async def test_a_response_that_nobody_wrote_is_none() -> None:
    assert await spoken("utter_nothing") is None


async def test_buttons_stay() -> None:
    message = await spoken("utter_hours")
    assert message["buttons"] == [{"title": "A person", "payload": "/ask_for_person"}]


async def test_the_trained_words_are_left_as_they_are() -> None:
    before = repr(DOMAIN.responses)
    await spoken("utter_no_outage", area="Elm Street")
    assert repr(DOMAIN.responses) == before


def test_facts_name_the_intent_and_count_the_turns() -> None:
    made = tracker(says("hi", "greet"), SlotSet("empathy_memory", {"turns": 4}))
    facts = facts_of(made)
    assert (facts["intent"], facts["turn"], facts["language"]) == ("greet", 4, "en")
    assert "empathy_memory" not in facts
    assert said_in(made.events) == set()


@pytest.mark.parametrize(
    ("channel", "language", "words"),
    [
        ("web", "en", "call 988"),
        ("sms", "en", "988"),
        ("web", "es", "llame al 988"),
        ("web", "fr", "call 988"),
    ],
)
def test_help_is_worded_for_channel_and_language(channel: str, language: str, words: str) -> None:
    assert rules.resources("US", "suicide", channel=channel, language=language, folder=FOLDER) == words


def test_where_no_help_is_listed_there_is_none() -> None:
    assert rules.resources("US", "bereavement", channel="web", language="en", folder=FOLDER) == ""
    assert rules.resources("US", "suicide", channel="web", language="en", folder=FOLDER / "missing") == ""
