"""What takes an alarm back, and what only sounds as if it did."""

from __future__ import annotations

import pytest

from empathy.denial import asks_beside, denies


@pytest.mark.parametrize(
    "text",
    [
        "I\u2019m fine, just tell me about my bill",
        "no i'm okay",
        "Sorry, it was a joke",
        "just kidding",
        "That's not what I meant. Where is my router?",
        "False alarm",
        "you misunderstood me",
        "Estoy bien, solo dígame de mi factura",
        "No, estoy bien",
        "era una broma",
        "No lo decía en serio",
        "me ha entendido mal",
        "no estoy en peligro",
    ],
)
def test_clear_words_take_an_alarm_back(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not fine",
        "I'm ok with not being here anymore",
        "I'm okay if I don't wake up",
        "everyone thinks I'm fine",
        "he said it was a joke",
        "this is not a joke",
        "no estoy bien",
        "no era broma",
        "estoy bien harta",
        "What happens to my contract?",
    ],
)
def test_words_that_only_sound_like_it_do_not(text: str) -> None:
    assert not denies(text)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("I'm fine, just tell me about my bill", True),
        ("it's just a figure of speech, where is my router?", True),
        ("Era broma. ¿Cuánto debo de la factura?", True),
        ("I'm fine, thank you", False),
        ("sorry, just kidding", False),
        ("Estoy bien, gracias", False),
    ],
)
def test_a_request_beside_the_denial_waits_for_an_answer(text: str, asks: bool) -> None:
    assert asks_beside(text) is asks
