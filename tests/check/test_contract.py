"""The lint asks for exactly the acknowledgements that the bot's decision can speak."""

from __future__ import annotations

import pytest

from empathy.acknowledge import Moment, acknowledgement
from empathy.emotion import EMOTIONS
from heard.check.contract import FEELINGS, LOSSES
from tests.empathy.builders import reading


def spoken(intent: str, emotion: str) -> str | None:
    return acknowledgement(
        Moment(
            reading=reading(emotion, 0.9),
            tier=2,
            intent=intent,
            events_acknowledged=frozenset(),
            last_turn_acknowledged=False,
            after_crisis=False,
            trivial=False,
        )
    )


def test_every_feeling_that_can_be_acknowledged_is_asked_for_and_no_other() -> None:
    said = {spoken("explain_bill", emotion) for emotion in EMOTIONS} - {None}
    assert said == {f"utter_acknowledge_{feeling}" for feeling in FEELINGS}


@pytest.mark.parametrize(("intent", "loss"), LOSSES.items())
def test_an_intent_that_tells_of_a_loss_is_acknowledged_as_that_loss(intent: str, loss: str) -> None:
    assert spoken(intent, "neutral") == f"utter_acknowledge_{loss}"
