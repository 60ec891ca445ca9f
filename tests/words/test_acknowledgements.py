"""The library of acknowledgements: every feeling in every language, the event by its name, short enough for a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from empathy.emotion import EMOTIONS
from empathy.texting import segments
from empathy.words import choose_response, filled, variant_id
from heard.check.contract import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
FEELINGS = tuple(emotion for emotion in EMOTIONS if emotion not in ("neutral", "relief"))
LOSSES = ("bereavement", "hardship")
TIERS = ("1", "2", "3")
#: What customers of the demo company come with, whatever they feel about it.
BROUGHT_BY_ALL = {"bill_too_high", "report_outage", "slow_internet", "missed_visit", "cancel_service"}
#: Beside the banned phrases: nothing about our own feelings, no plea, no liability.
OURS = re.compile(
    r"\b(I|we) feel\b|\bunderstand\b|\bsorry\b|\bour fault\b|\bplease stay\b"
    r"|\b(entiendo|entendemos|lamento|lamentamos|siento|sentimos)\b|\bnuestra culpa\b|\bgarantiz",
    re.IGNORECASE,
)

every_word = pytest.mark.parametrize("language", LANGUAGES)
every_case = pytest.mark.parametrize("case", [*FEELINGS, *LOSSES])


@cache
def library() -> dict[str, list[dict]]:
    """Response -> its variants, of the acknowledgements alone."""
    files = sorted((ROOT / "data/responses").glob("acknowledge_*.yml"))
    written = (yaml.safe_load(file.read_text(encoding="utf-8"))["responses"] for file in files)
    return {name: variants for responses in written for name, variants in responses.items()}


def conditions(variant: dict) -> dict[str, str]:
    return {one["name"]: one["value"] for one in variant.get("condition", ())}


def words(case: str, language: str) -> list[dict]:
    """The variants of one case in one language."""
    variants = library()[f"utter_acknowledge_{case}"]
    return [one for one in variants if conditions(one).get("language", "en") == language]


def events(case: str, language: str) -> set[str]:
    """The events that one case names in one language."""
    return {conditions(one)["event"] for one in words(case, language) if "event" in conditions(one)}


def choice(case: str, said: tuple[str, ...] = (), *, channel: str = "web", **facts: object) -> dict:
    chosen = choose_response(
        library(), f"utter_acknowledge_{case}", facts={"turn": 1, **facts}, channel=channel, said=said
    )
    assert chosen is not None
    return dict(chosen)


def spoken(variant: dict, facts: dict) -> str:
    return filled(variant["text"], facts)


@every_word
def test_there_are_plenty(language: str) -> None:
    count = sum(len(words(case, language)) for case in (*FEELINGS, *LOSSES))
    assert count >= 120, f"{count} acknowledgements in {language}"


def test_the_eight_cases_are_the_ones_written() -> None:
    assert {f"utter_acknowledge_{case}" for case in (*FEELINGS, *LOSSES)} == set(library())


@every_word
@pytest.mark.parametrize("feeling", FEELINGS)
def test_each_feeling_names_the_events_that_bring_it(feeling: str, language: str) -> None:
    named = events(feeling, language)
    assert len(named) >= 12
    if feeling not in ("shame", "confusion"):
        assert named >= BROUGHT_BY_ALL


@pytest.mark.parametrize("feeling", FEELINGS)
def test_both_languages_name_the_same_events(feeling: str) -> None:
    missed = events(feeling, "en") - events(feeling, "es")
    assert not missed, f"Spanish has no words of {feeling} for {sorted(missed)}"


@every_word
@every_case
def test_each_case_has_words_for_each_tier(case: str, language: str) -> None:
    assert {conditions(one).get("tier") for one in words(case, language)} >= {None, *TIERS}


@every_word
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("feeling", FEELINGS)
def test_a_loss_is_met_in_the_feeling_it_is_told_with(loss: str, feeling: str, language: str) -> None:
    for channel in ("web", "sms"):
        told = {"language": language, "emotion": feeling, "tier": "2", "event": loss}
        assert conditions(choice(loss, channel=channel, **told))["emotion"] == feeling


@every_word
@pytest.mark.parametrize("feeling", FEELINGS)
@pytest.mark.parametrize("channel", ["web", "sms"])
def test_an_event_that_has_words_is_named(feeling: str, language: str, channel: str) -> None:
    for event in events(feeling, language):
        for tier in TIERS:
            facts = {"language": language, "tier": tier, "event": event, "dispute_amount": None}
            assert conditions(choice(feeling, channel=channel, **facts)).get("event") == event


@every_word
@pytest.mark.parametrize("feeling", ["frustration", "anxiety", "confusion", "disappointment"])
def test_the_amount_in_dispute_is_named_where_it_is_known(feeling: str, language: str) -> None:
    facts = {"language": language, "tier": "1", "event": "dispute_charge"}
    known = {**facts, "dispute_amount": "18.00"}
    assert "18.00" in spoken(choice(feeling, **known), known)
    unknown = {**facts, "dispute_amount": None}
    assert "{" not in spoken(choice(feeling, **unknown), unknown)


@every_word
@every_case
def test_a_text_message_takes_one_segment(case: str, language: str) -> None:
    for event in (*events(case, language), "nothing_named"):
        for tier in TIERS:
            for emotion in FEELINGS if case in LOSSES else (case,):
                facts = {"language": language, "tier": tier, "event": event, "emotion": emotion}
                facts["dispute_amount"] = "18.00"
                texts = spoken_in_turn(case, facts)
                too_long = [text for text in texts if segments(text) > 1]
                assert not too_long, f"write a variant with channel: sms for {too_long}"


def spoken_in_turn(case: str, facts: dict) -> list[str]:
    """What a text message may say for these facts, whatever the turn."""
    chosen = (choice(case, channel="sms", **{**facts, "turn": turn}) for turn in range(12))
    return [spoken(one, facts) for one in chosen]


@every_word
@pytest.mark.parametrize("feeling", FEELINGS)
@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("tier", TIERS)
def test_a_conversation_never_hears_the_same_twice(
    feeling: str, language: str, channel: str, tier: str
) -> None:
    said: list[str] = []
    # An event is acknowledged once; what nobody wrote words for falls to the general ones.
    for turn, event in enumerate([*sorted(events(feeling, language)), feeling, "x", "y", "z"]):
        facts = {"language": language, "tier": tier, "event": event, "dispute_amount": None, "turn": turn}
        chosen = variant_id(choice(feeling, tuple(said), channel=channel, **facts))
        assert chosen not in said
        said.append(chosen)


@every_word
@every_case
def test_no_acknowledgement_speaks_of_ourselves_or_asks_a_question(case: str, language: str) -> None:
    for one in words(case, language):
        assert not OURS.search(one["text"]), one["id"]
        assert "?" not in one["text"], one["id"]


@every_case
def test_feelings_are_not_worded_alike(case: str) -> None:
    texts = {one["text"].casefold() for language in LANGUAGES for one in words(case, language)}
    others = (other for other in (*FEELINGS, *LOSSES) if other != case)
    assert not texts & {
        one["text"].casefold() for other in others for language in LANGUAGES for one in words(other, language)
    }


def test_an_id_says_what_the_words_are_for() -> None:
    for name, variants in library().items():
        for one in variants:
            case, known = name.removeprefix("utter_acknowledge_"), conditions(one)
            assert one["id"].startswith(f"ack-{case}-{known.get('language', 'en')}-")
            assert known.get("event", "any") in one["id"]
            assert ("-sms-" in one["id"]) == (one.get("channel") == "sms")
            assert one["metadata"] == {"purpose": "acknowledgement"}


@every_word
@pytest.mark.parametrize("feeling", FEELINGS)
def test_what_the_customer_told_is_named_in_one_text_message(feeling: str, language: str) -> None:
    told = {
        "told_duration": "3 días" if language == "es" else "three days",
        "told_amount": "20 dólares" if language == "es" else "$20",
    }
    named = [one for one in words(feeling, language) if "{told_" in one["text"]]
    for one in named:
        facts = {"language": language, "tier": "3", "event": conditions(one)["event"], "turn": 2, **told}
        said = choice(feeling, **facts)
        assert "{told_" in said["text"], one["id"]
        text = spoken(one, facts)
        assert segments(text) == 1, text


@every_word
def test_a_duration_and_an_amount_are_named_where_they_hurt_most(language: str) -> None:
    texts = [one["text"] for one in words("frustration", language)]
    assert sum("{told_duration}" in text for text in texts) >= 5
    assert sum("{told_amount}" in text for text in texts) >= 2
