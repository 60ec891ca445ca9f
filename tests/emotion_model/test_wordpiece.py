"""Messages become the pieces that the encoder knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emotion_model import WEIGHTS
from emotion_model.encoder import VOCABULARY
from emotion_model.tokens import cut
from emotion_model.wordpiece import MOST_PIECES, WordPiece, legible

KNOWN = (WEIGHTS / VOCABULARY).read_text(encoding="utf-8").split("\n")
PIECES = WordPiece.load(WEIGHTS / VOCABULARY)


def pieces_of(text: str) -> list[str]:
    message = cut(text)
    return [KNOWN[place] for place in PIECES.ids(legible(message, 0, len(message.tokens)))][1:-1]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("I don't want to LIVE!!", "i don ' t want to live ! !"),
        ("¿Por qué?", "¿ por que ?"),
        ("unaffable", "una ##ffa ##ble"),
        ("s u i c i d e", "suicide"),
        ("su1cide and k!ll", "suicide and kill"),
        ("sooooo tired", "soo tired"),
        ("ｈｅｌｐ", "help"),
        ("don\u200bt", "don ##t"),
        ("😭", "loudly crying face"),
        ("33-1201", "33 - 120 ##1"),
    ],
)
def test_a_text_is_cut_into_its_longest_known_pieces(text: str, pieces: str) -> None:
    assert pieces_of(text) == pieces.split()


@given(st.text(max_size=300))
def test_any_text_has_a_start_an_end_and_no_more_than_fits(text: str) -> None:
    ids = PIECES.ids(text)
    assert (KNOWN[ids[0]], KNOWN[ids[-1]]) == ("[CLS]", "[SEP]")
    assert len(ids) <= MOST_PIECES + 2


def test_a_word_beyond_all_measure_is_one_unknown() -> None:
    assert pieces_of("a" * 20 + "b" * 30) == ["[UNK]"] or "[UNK]" in pieces_of("xq" * 40)


def test_a_part_of_a_message_is_its_own_text() -> None:
    message = cut('She said "no", then left.')
    words = [place for place, token in enumerate(message.tokens) if token.kind == "word"]
    assert legible(message, words[0], words[2] + 1) == 'She said "no'
    assert legible(message, 2, 2) == ""
