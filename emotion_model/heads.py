"""Names the columns that both networks score, so that training and reading never disagree about their order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from empathy.emotion import DISCLOSURES, EMOTIONS

Floats = npt.NDArray[np.float32]

KINDS: tuple[str, ...] = ("none", *(kind for kind in DISCLOSURES if kind != "none"))
EMOTION = slice(0, len(EMOTIONS))
DISCLOSURE = slice(len(EMOTIONS), len(EMOTIONS) + len(KINDS))
INTENSITY = len(EMOTIONS) + len(KINDS)
#: Only the encoder has the columns after this one: whose distress it is (1: somebody else's), GoEmotions' 28 labels, sarcasm.
SHARED = INTENSITY + 1
PERSON = SHARED
TALK = slice(PERSON + 1, PERSON + 29)
SARCASM = TALK.stop
COLUMNS = SARCASM + 1
