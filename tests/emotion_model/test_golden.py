"""Both Pythons read the same: golden readings, equal within 1e-4."""

import json
from pathlib import Path

import pytest

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("wanted", GOLDEN, ids=lambda wanted: wanted["text"][:40])
def test_a_golden_message_reads_as_ever(reader, wanted):
    reading = reader.read(wanted["text"]).to_dict()
    assert reading["intensity"] == pytest.approx(wanted["intensity"], abs=1e-4)
    assert reading["scores"] == pytest.approx(wanted["scores"], abs=1e-4)
    assert reading["disclosure"]["confidence"] == pytest.approx(wanted["disclosure"]["confidence"], abs=1e-4)
    for key in ("emotion", "evidence", "handoff"):
        assert reading[key] == wanted[key]
