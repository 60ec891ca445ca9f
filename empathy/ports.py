"""What the shells must bring to the core: a reader of emotion, a clock and a source of ids."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from empathy.emotion import Reading


class EmotionModel(Protocol):
    """Reads emotion and disclosures in one message."""

    def read(self, text: str, *, toned: bool = True) -> Reading:
        """The reading of `text` as typed; with `toned=False` only disclosures are looked for."""
        ...


#: Gives the present moment, aware, in UTC.
Clock = Callable[[], datetime]

#: Gives an id that was never given before.
NewId = Callable[[], str]
