"""Runs the small sentence encoder: MiniLM, six layers, int8 in ONNX, one thread, one text at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime

from emotion_model.heads import Floats
from emotion_model.tokens import Text
from emotion_model.wordpiece import WordPiece, legible

FILE, VOCABULARY = "encoder.onnx", "vocab.txt"
#: A message of more tokens than this is also read piece by piece, so that what is buried in it stays audible.
LONG, WINDOW, STEP = 44, 36, 20
CHUNK = 88  # tokens that surely fit into one pass, for most words are one or two pieces


class Encoder:
    """A loaded network; safe to share between threads, keeps nothing of what it read."""

    def __init__(self, session: onnxruntime.InferenceSession, pieces: WordPiece) -> None:
        self._session = session
        self._pieces = pieces

    def rows(self, message: Text) -> list[Floats]:
        """Raw scores (COLUMNS,) of the whole message (a mean over its chunks), then of its windows if it is long."""
        count = len(message.tokens)
        chunks = [self._scores(message, *span) for span in spans(count, CHUNK, CHUNK)]
        whole: Floats = np.mean(chunks, axis=0)
        if count <= LONG:
            return [whole]
        return [whole, *(self._scores(message, *span) for span in spans(count, WINDOW, STEP))]

    def pieces_of(self, text: str) -> list[int]:
        """The places of a text's word pieces, as far as one pass holds them."""
        return self._pieces.ids(text)

    def _scores(self, message: Text, first: int, stop: int) -> Floats:
        # One text a pass: in a batch, the int8 scale of one text would depend on its neighbours.
        ids = np.array([self._pieces.ids(legible(message, first, stop))], dtype=np.int64)
        scores: Floats = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return scores


def spans(count: int, size: int, step: int) -> Iterator[tuple[int, int]]:
    """Ranges of `size` tokens, `step` apart, that cover `count` tokens; one range at least."""
    for first in range(0, max(1, count - (size - step)), step):
        yield first, min(first + size, count)


def load_encoder(directory: Path) -> Encoder:
    """The encoder in a folder; raises FileNotFoundError where its files are not there."""
    path = directory / FILE
    if not path.exists():
        raise FileNotFoundError(2, "no encoder", str(path))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return Encoder(session, WordPiece.load(directory / VOCABULARY))
