"""Our own corpus is whole, varied, and split by situation."""

import re
from collections import Counter

from emotion_model.corpus import lines, split_of
from empathy.emotion import DISCLOSURES, EMOTIONS

LINES = list(lines())


def test_every_line_is_labelled_with_the_houses_words():
    for line in LINES:
        assert line.emotion in EMOTIONS
        assert line.disclosure in ("none", *DISCLOSURES)
        assert 0.0 <= line.intensity <= 1.0
        assert (line.person in ("first", "third"), line.lang in ("en", "es")) == (True, True)


def test_a_situation_never_crosses_a_split():
    places: dict[str, set[str]] = {}
    for line in LINES:
        places.setdefault(line.situation, set()).add(line.split)
    assert [situation for situation, splits in places.items() if len(splits) > 1] == []
    assert all(line.split in (split_of(line.situation), "probe") for line in LINES)


def test_the_probe_is_kept_from_all_that_learns():
    assert {line.situation.split("/")[0] for line in LINES if line.split == "probe"} == {
        "probe_g",
        "probe_g_es",
    }
    assert not any(line.split == "probe" for line in LINES if not line.situation.startswith("probe_g"))


def test_no_message_comes_twice():
    plain = Counter(re.sub(r"\W+", " ", line.text.lower()).strip() for line in LINES)
    assert [text for text, count in plain.items() if count > 1] == []


def test_every_split_knows_every_class():
    for split in ("train", "dev", "test", "probe"):
        part = [line for line in LINES if line.split == split]
        assert {line.emotion for line in part} == set(EMOTIONS)
        assert {line.disclosure for line in part} == {"none", *DISCLOSURES}


def test_sentences_are_varied_not_filled_in():
    openings = Counter(
        " ".join(line.text.lower().split()[:4]) for line in LINES if len(line.text.split()) > 6
    )
    assert max(openings.values()) <= 12
