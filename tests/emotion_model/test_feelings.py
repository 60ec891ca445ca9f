"""What a customer feels is read as a colleague would read it."""

import pytest

from empathy.emotion import EMOTIONS

CALM = (
    "Hi, could you tell me why my June bill is 62.40?",
    "How do I change the name of my wifi?",
    "Can I move my visit to Friday morning?",
    "What are your opening hours on Saturday?",
    "¿A qué hora viene el técnico el jueves?",
    "my account number is HB-1001",
)
PLAIN = (
    ("This is the third time I tell you, the internet is down again and nobody calls back!", "frustration"),
    ("I don't understand what this line on the invoice means, what is an adjustment?", "confusion"),
    ("I'm really worried that I'll lose my number, please hurry", "anxiety"),
    ("I'm heartbroken, all the photos of her are gone and we miss her so much", "sadness"),
    ("I'm so embarrassed, it wasn't plugged in. I feel like an idiot", "shame"),
    ("I had expected better from you after ten years, what a pity", "disappointment"),
    ("What a relief, it works again! Thank you so much", "relief"),
    ("Estoy harta, es la tercera vez que me cobran de más", "frustration"),
)


@pytest.mark.parametrize("text", CALM)
def test_an_ordinary_request_is_calm(reader, text):
    reading = reader.read(text)
    assert (reading.emotion, reading.level) == ("neutral", "none")
    assert reading.intensity < 0.35


@pytest.mark.parametrize(("text", "emotion"), PLAIN)
def test_a_plain_feeling_is_read(reader, text, emotion):
    assert reader.read(text).emotion == emotion


def test_the_same_event_told_louder_is_more_intense(reader):
    told = (
        "my internet is down again",
        "my internet is down again and I am fed up",
        "MY INTERNET IS DOWN AGAIN!!! I AM FED UP",
    )
    mild, clear, loud = (reader.read(text).intensity for text in told)
    assert mild < clear < loud


def test_loudness_moves_intensity_by_a_quarter_at_most(reader):
    quiet = reader.read("this is useless and i want my money back").intensity
    loud = reader.read("THIS IS SOOOOO USELESS AND I WANT MY MONEY BACK!!!!!!!!").intensity
    assert loud - quiet <= 0.5


def test_the_words_that_tell_are_the_customers_own(reader):
    text = "I'm WORRIED that it is lost"
    reading = reader.read(text)
    assert reading.evidence
    assert all(word in text for word in reading.evidence)


def test_scores_are_shares_of_all_emotions(reader):
    scores = reader.read("why is my bill so high").scores
    assert set(scores) == set(EMOTIONS)
    assert sum(scores.values()) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    "text", ["Get me a human. Now.", "can I speak to an agent please", "quiero hablar con una persona"]
)
def test_asking_for_a_person_is_heard(reader, text):
    assert reader.read(text).level != "none"
