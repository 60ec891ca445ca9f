"""What no response may say, in Spanish as well as in English: each phrase is found, and honest words are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

PHRASES = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "data/empathy/banned_phrases.yml").read_text(encoding="utf-8")
)["phrases"]


def rules_of(text: str) -> set[str]:
    """The names of the rules by which a text is found."""
    return {
        one.get("rule", "banned-phrase") for one in PHRASES if re.search(one["pattern"], text, re.IGNORECASE)
    }


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Lo sentimos mucho.", "banned-phrase"),
        ("Lamento lo ocurrido.", "banned-phrase"),
        ("Entiendo perfectamente cómo se siente.", "banned-phrase"),
        ("Me pongo en su lugar.", "banned-phrase"),
        ("Perdone las molestias.", "banned-phrase"),
        ("Mantenga la calma.", "banned-phrase"),
        ("Lamentablemente, no es posible.", "banned-phrase"),
        ("Su llamada es importante para nosotros.", "banned-phrase"),
        ("Nuestros agentes están ocupados.", "banned-phrase"),
        ("Como ya le dije, la factura es correcta.", "banned-phrase"),
        ("Usted debería haber pagado antes.", "banned-phrase"),
        ("As I already said, the bill is right.", "banned-phrase"),
        ("You should have paid earlier.", "banned-phrase"),
        ("Todo pasa por algo.", "banned-phrase"),
        ("At least you had him for years.", "banned-phrase"),
        ("Estimado cliente:", "banned-phrase"),
        ("¿Qué necesitas?", "banned-phrase"),
        ("Reinicie su ordenador.", "banned-phrase"),
        ("Le aseguro que se arregla.", "promise"),
        ("No volverá a pasar.", "promise"),
        ("Todo va a ir bien.", "promise"),
        ("Esto queda en secreto.", "promise"),
        ("Fue un error nuestro.", "liability"),
        ("Tiene derecho a una indemnización.", "liability"),
        ("Cometió suicidio.", "stigma"),
        ("Fue un suicidio consumado.", "stigma"),
        ("That is insane.", "stigma"),
        ("¿Tiene pastillas en casa?", "method-word"),
        ("Aléjese de las navajas.", "method-word"),
    ],
)
def test_a_phrase_that_hurts_is_found(text: str, rule: str) -> None:
    assert rule in rules_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reciba nuestro más sentido pésame.",
        "El pago no se hizo, y es cosa nuestra.",
        "Una persona puede ver lo que ha escrito.",
        "Ya tendría que haber llegado.",
        "Corte en Millbrook desde las 8.",
        "Tiene un plazo de 2 a 6 meses.",
        "A person is being called to this chat.",
    ],
)
def test_honest_words_are_not_found(text: str) -> None:
    assert rules_of(text) == set()
