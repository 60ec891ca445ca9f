"""Loss and money trouble: condolence and options come first; chores and demands do not come at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from empathy.words import choose_response, filled
from handoff_service.words import LANGUAGES

RESPONSES = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "data/responses/answers_care.yml").read_text(encoding="utf-8")
)["responses"]
CHORES = re.compile(
    r"certificate|document|\bforms?\b|proof|within \d|certificad|formulario|comprobante|plazo", re.IGNORECASE
)
DEMANDS = re.compile(
    r"\bmust\b|overdue|\bowe\b|debt|immediately|\bdebe\b|deuda|moros|vencid|inmediat", re.IGNORECASE
)

in_each_language = pytest.mark.parametrize("language", LANGUAGES)
on_each_channel = pytest.mark.parametrize("channel", ["web", "sms"])


def texts(name: str, language: str) -> list[str]:
    """Every text of a response in one language."""
    return [
        one["text"]
        for one in RESPONSES[name]
        if {c["name"]: c["value"] for c in one.get("condition", ())}.get("language", "en") == language
    ]


def chosen(channel: str, **facts: Any) -> str:
    """What is said to somebody without money."""
    found = choose_response(RESPONSES, "utter_hardship", facts={"turn": 1, **facts}, channel=channel)
    assert found is not None
    return filled(found["text"], facts)


@in_each_language
def test_after_a_death_nothing_has_to_be_done_today(language: str) -> None:
    for text in texts("utter_bereavement", language):
        assert re.search("today|hoy", text.split(".")[0], re.IGNORECASE), text
        assert not CHORES.search(text), text


@in_each_language
def test_options_are_named_and_nothing_is_demanded(language: str) -> None:
    for text in texts("utter_hardship", language):
        assert not DEMANDS.search(text), text
        assert re.search("part", text), text


@in_each_language
@on_each_channel
def test_free_advice_is_named_where_the_country_has_some(language: str, channel: str) -> None:
    assert "call 211" in chosen(channel, language=language, resources="call 211")
    assert "{" not in chosen(channel, language=language, resources=None)
