"""Corrections as agents make them, one after another, for the tests of what counts and what stays flagged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from empathy.correction import Correction, Judgement
from empathy.emotion import DISCLOSURES, EMOTIONS
from tests.empathy.builders import shares

NOON = datetime.fromisoformat("2026-11-21T12:00:00+00:00")
judgements = st.builds(
    Judgement,
    emotion=st.sampled_from(EMOTIONS),
    intensity=st.none() | shares,
    disclosure=st.sampled_from(("none", *DISCLOSURES)),
    person=st.sampled_from(("first", "third")),
)


def record(number: int, judgement: Judgement | None, **changed: object) -> Correction:
    start = Correction(number, "m", 1, "a1", "Maya", "correct", judgement, None, False, NOON)
    return replace(start, **changed)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Correction, ...]:
    made: list[Correction] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        open_ones = [one.id for one in made if one.judgement and one.id not in {two.undoes for two in made}]
        if open_ones and draw(st.booleans()):
            undoes = draw(st.sampled_from(open_ones))
            made.append(record(number, None, act="take_back", undoes=undoes, by="Jonas"))
        else:
            act = draw(st.sampled_from(("correct", "confirm")))
            made.append(record(number, draw(judgements), act=act))
    return tuple(made)
