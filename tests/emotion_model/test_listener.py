"""Both networks are heard, and the rules have their say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import emotion_model
from emotion_model.encoder import CHUNK, STEP, WINDOW, spans
from emotion_model.heads import COLUMNS, DISCLOSURE, INTENSITY, KINDS, SHARED
from emotion_model.listener import Mixing, mixed, with_cues
from emotion_model.tokens import cut

EVEN = Mixing(emotion=0.5, disclosure=0.5, intensity=0.5, emotion_heat=1.0, disclosure_heat=1.0, cue=3.0)
KINDLY = st.dictionaries(st.sampled_from(KINDS[1:]), st.floats(0.0, 1.0))


def row(columns: int, **raised: float) -> np.ndarray:
    found = np.zeros(columns, dtype=np.float32)
    for kind, score in raised.items():
        found[DISCLOSURE.start + KINDS.index(kind)] = score
    return found


def test_shares_add_up_and_lie_between_what_each_heard() -> None:
    heard = mixed([row(COLUMNS, suicide=4.0)], [row(SHARED)], EVEN)
    assert sum(heard.emotions.values()) == pytest.approx(1.0)
    assert sum(heard.kinds.values()) == pytest.approx(1.0)
    assert 1 / len(KINDS) < heard.kinds["suicide"] < 0.9
    assert heard.any == pytest.approx(1.0 - heard.kinds["none"])


def test_a_disclosure_is_heard_where_it_is_loudest() -> None:
    quiet, loud = row(COLUMNS, none=5.0), row(COLUMNS, none=-2.0, medical=5.0)
    twin = [row(SHARED, none=2.0)]
    assert mixed([quiet, quiet, loud], twin, EVEN).any > mixed([quiet, quiet], twin, EVEN).any + 0.3


def test_intensity_stays_in_its_bounds() -> None:
    high = row(SHARED)
    high[INTENSITY] = 3.0
    assert mixed([row(COLUMNS)], [high], EVEN).intensity == 1.0


@given(KINDLY, st.sampled_from(KINDS[1:]), st.floats(0.0, 1.0))
def test_a_cue_only_ever_raises_its_own_kind(shares: dict[str, float], kind: str, strength: float) -> None:
    kinds = {name: shares.get(name, 0.0) + 0.01 for name in KINDS}
    total = sum(kinds.values())
    kinds = {name: share / total for name, share in kinds.items()}
    moved = with_cues(kinds, {kind: strength}, EVEN.cue)
    assert moved[kind] >= kinds[kind] - 1e-9
    assert sum(moved.values()) == pytest.approx(1.0)
    assert 1.0 - moved["none"] >= 1.0 - kinds["none"] - 1e-9


@given(st.integers(0, 2000), st.sampled_from([(CHUNK, CHUNK), (WINDOW, STEP)]))
def test_spans_cover_every_token(count: int, cutting: tuple[int, int]) -> None:
    size, step = cutting
    found = list(spans(count, size, step))
    assert found[0][0] == 0
    assert found[-1][1] == count
    assert all(stop - first <= size for first, stop in found)
    assert all(later[0] <= before[1] for before, later in pairwise(found))
    assert len(found) <= count / step + 1


def test_a_text_reads_the_same_whatever_was_read_before(reader) -> None:
    once = reader.read("he hits me when I call you")
    reader.read("Where is my parcel? " * 200)
    assert reader.read("he hits me when I call you") == once


def test_long_messages_are_read_in_windows_too() -> None:
    encoder = emotion_model.load()._listener.encoder  # type: ignore[attr-defined]
    assert len(encoder.rows(cut("Where is my parcel?"))) == 1
    assert len(encoder.rows(cut("where is my parcel " * 40))) > 3
