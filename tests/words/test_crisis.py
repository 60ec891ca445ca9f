"""Words of help as they are spoken: for each danger, country, language and channel, short, and with help in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from empathy.emotion import CRISES
from handoff_service.words import LANGUAGES, Listener, Words, region_of

ROOT = Path(__file__).resolve().parents[2]
PACK = yaml.safe_load((ROOT / "data/empathy/crisis_resources.yml").read_text(encoding="utf-8"))["resources"]
WORDS = Words(ROOT, country="US")
#: GSM 03.38: the letters that take one place of a text message, and those that take two.
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = set("\f^{}\\[~]|€")
#: Characters of words and help together that still leave the first sentence on a phone's first screen.
LONGEST = 520

in_each_country = pytest.mark.parametrize("country", [*PACK, "ZZ"])
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
of_each_danger = pytest.mark.parametrize("kind", CRISES)


def septets(text: str) -> int:
    """Places that a text takes in a text message; raises KeyError for a letter that has none."""
    return sum({**dict.fromkeys(BASIC, 1), **dict.fromkeys(EXTENDED, 2)}[letter] for letter in text)


def help_for(kind: str, language: str, country: str, channel: str) -> str:
    return WORDS.crisis(kind, Listener(language, channel=channel, country=country)).text


@in_each_country
@in_each_language
@of_each_danger
def test_a_text_message_of_help_is_one_message(kind: str, language: str, country: str) -> None:
    text = help_for(kind, language, country, "sms")
    assert septets(text) <= 160, text


@in_each_country
@in_each_language
@of_each_danger
def test_help_is_named_and_no_question_is_asked(kind: str, language: str, country: str) -> None:
    for channel in ("web", "sms"):
        text = help_for(kind, language, country, channel)
        assert re.search(r"\d{3}|findahelpline\.com", text), text
        assert not set("?¿") & set(text), text
        assert "{" not in text


@in_each_country
@in_each_language
@of_each_danger
def test_words_of_help_stay_short(kind: str, language: str, country: str) -> None:
    assert len(help_for(kind, language, country, "web")) <= LONGEST


@in_each_language
def test_each_danger_has_words_of_its_own(language: str) -> None:
    beginnings = {help_for(kind, language, "US", "web").split(".")[0] for kind in CRISES}
    assert len(beginnings) == len(CRISES)


@in_each_language
def test_who_is_in_danger_at_home_reads_how_to_leave_no_trace(language: str) -> None:
    text = help_for("abuse_danger", language, "US", "web")
    way_out, history = ("exit button", "history") if language == "en" else ("botón de salida", "historial")
    assert text.index("911") < text.index(way_out) < text.index(history)


@in_each_country
def test_danger_told_again_fits_one_text_message_with_any_help(country: str) -> None:
    for language in LANGUAGES:
        for kind in CRISES:
            where = WORDS.help_for(kind, language=language, channel="sms", country=country)
            listener = Listener(language, channel="sms")
            text = WORDS.pick("utter_crisis_again", listener, values={"resources": where}).text
            assert septets(text) <= 160, text


@pytest.mark.parametrize(
    ("locale", "region"),
    [("es-MX", "MX"), ("en_GB", "GB"), ("zh-Hant-TW", "TW"), ("es-419", ""), ("en", ""), ("", "")],
)
def test_a_locale_tells_its_region_or_none(locale: str, region: str) -> None:
    assert region_of(locale) == region


@pytest.mark.parametrize("country", sorted(set(PACK) - {"default"}))
def test_a_country_serious_enough_to_be_listed_has_help_of_its_own_for_each_danger(country: str) -> None:
    assert set(PACK[country]) >= set(CRISES)
