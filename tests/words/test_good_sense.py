"""What the law and good sense ask of words: no fishing for feelings, the truth about what speaks, progress, kind errors."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
import yaml

from heard.check import loaded
from heard.check.files import Designs, Word
from heard.check.wording import banned
from heard.places import ROOT

FISHING = re.compile(
    r"how (are|do) you (feel|doing)|how are you\b|your feelings\b|feel(ing)? (today|now|right now)\?"
    r"|c[óo]mo (se|te) (siente|encuentra)|¿c[óo]mo est[áa]s?\b|sus sentimientos",
    re.IGNORECASE,
)
NOT_A_PERSON = re.compile(r"(program|automated|programa|automático)", re.IGNORECASE)
BONDING = re.compile(
    r"\b(miss you|my friend|don't leave|love (you|talking)|te extra|mi amig|no se vaya|me encanta)", re.I
)
TECHNICAL = re.compile(
    r"\b(error|invalid|exception|failed request|HTTP|timeout|null|code \d|código)\b|\b[45]\d\d\b", re.I
)
NEXT_STEP = re.compile(
    r"again|person|kept|split|write|parts|number|month|day|morning|bill|moment|shortly|appear|lost|sorted"
    r"|another way|few (plain )?words|otra manera|otras palabras|pocas palabras|palabras bastan"
    r"|de nuevo|persona|guard|partes|escrib|número|mes|día|mañana|factura|momento|aparecer|pierde|divíd",
    re.I,
)
ERRORS = (
    "utter_technical_problem",
    "utter_account_unknown",
    "utter_default",
    "utter_rephrase",
    "utter_widget_reconnecting",
    "utter_widget_offline",
    "utter_widget_too_long",
    *(f"utter_invalid_{what}" for what in ("day", "window", "months", "month", "amount")),
    *(f"utter_status_message_{what}" for what in ("too_long", "empty", "unreadable")),
    *(f"utter_status_{what}" for what in ("bot_down", "bot_delayed", "rate_limited")),
)
FORMS = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["forms"]
QUESTIONS = [
    (f"utter_ask_{slot}", number, len(form["required_slots"]))
    for form in FORMS.values()
    for number, slot in enumerate(form["required_slots"], start=1)
]


@cache
def designs() -> Designs:
    return loaded(ROOT)


def words() -> list[Word]:
    return designs().words


def of(response: str) -> list[Word]:
    found = [word for word in words() if word.response == response]
    assert {word.language for word in found} == {"en", "es"}, f"{response} lacks a language"
    return found


def test_no_words_ask_how_somebody_feels() -> None:
    assert len(words()) > 700
    assert [word.text for word in words() if FISHING.search(word.text)] == []


@pytest.mark.parametrize(
    "text",
    ["How are you feeling today?", "So how do you feel?", "Tell me how you feel.", "¿Cómo se siente hoy?"],
)
def test_the_lint_finds_words_that_ask_for_feelings(text: str) -> None:
    patterns = [entry["pattern"] for entry in designs().banned]
    assert any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    assert list(banned(designs())) == []


def test_whoever_asks_is_told_that_no_person_speaks() -> None:
    for word in of("utter_what_i_am"):
        assert NOT_A_PERSON.search(word.text), word.text
        assert "/ask_for_person" in str(word.buttons) or "PERSON" in word.text or word.buttons, word.text


def test_the_first_words_on_every_channel_say_that_no_person_writes() -> None:
    for word in of("utter_widget_ai_notice"):
        assert NOT_A_PERSON.search(word.text), word.text


def test_no_words_bind_or_hold_anybody() -> None:
    assert [word.text for word in words() if BONDING.search(word.text)] == []


@pytest.mark.parametrize(("response", "number", "count"), QUESTIONS)
def test_every_question_of_a_form_says_how_far_it_is(response: str, number: int, count: int) -> None:
    for word in of(response):
        between = "de" if word.language == "es" else "of"
        assert f"{number} {between} {count}" in word.text, word.text


@pytest.mark.parametrize("response", [response for response, _, _ in QUESTIONS])
def test_every_question_of_a_form_shows_the_way_out_and_the_way_to_a_person(response: str) -> None:
    titles = {"en": ("Talk to a person", "Leave it"), "es": ("Hablar con una persona", "Dejarlo")}
    for word in of(response):
        if word.channel == "sms":
            assert ("PERSONA" if word.language == "es" else "PERSON") in word.text, word.text
        else:
            shown = " ".join(word.buttons)
            assert all(title in shown for title in titles[word.language]), word.text


@pytest.mark.parametrize(("form", "intent"), list(product(FORMS, ("stop_form", "restart_over", "goodbye"))))
def test_every_form_can_be_left_in_words(form: str, intent: str) -> None:
    rules = yaml.safe_load((ROOT / f"data/rules/{form}.yml").read_text(encoding="utf-8"))["rules"]
    left = [rule["steps"] for rule in rules if {"active_loop": form} in rule.get("condition", ())]
    assert [{"intent": intent}, {"action": "action_leave_form"}, {"active_loop": None}] in left


@pytest.mark.parametrize("response", ERRORS)
def test_an_error_is_told_kindly_and_says_what_now(response: str) -> None:
    for word in of(response):
        assert not TECHNICAL.search(word.text), word.text
        assert NEXT_STEP.search(word.text) or word.buttons, word.text
        assert len(word.text.split()) >= 6, word.text


def test_a_limit_is_calm_and_shows_the_way_on() -> None:
    for word in of("utter_limit_calm"):
        assert not re.search(r"\b(must|stop|don't|rude|end this|tolerate|debe|basta de|grosero)\b", word.text)
    for word in of("utter_limit_person"):
        assert re.search(r"person", word.text, re.I), word.text
