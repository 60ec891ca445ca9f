"""The reader as everybody gets it."""

import pytest

import emotion_model
from empathy.ports import EmotionModel


@pytest.fixture(scope="session")
def reader() -> EmotionModel:
    return emotion_model.load()
