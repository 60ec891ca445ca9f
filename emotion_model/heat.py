"""How loudly a message is written: capitals, repeats, intensifiers; they move intensity by at most a quarter."""

from __future__ import annotations

import re

from emotion_model.tokens import Text
from emotion_model.wordlist import word_set

MOST = 0.25
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_SIGNS = re.compile(r"[!?]{2,}")
_INTENSIFIERS = word_set(
    "so very really extremely absolutely totally completely utterly incredibly beyond literally",
    "seriously fucking freaking damn bloody fuming furious livid disgusting outrageous unacceptable",
    "ridiculous terrified devastated desperate never again worst muy demasiado super totalmente",
    "absolutamente jamas siempre peor harto harta indignante",
)
_SOFTENERS = word_set(
    "bit little slightly somewhat kinda sorta mildly poco algo",
)


def shouting(text: str) -> float:
    """Share 0..1 of shouting: of words with three and more letters, how many stand in capitals (two at least)."""
    words: list[str] = re.findall(r"[^\W\d_]{3,}", text[:4000])
    capitals = sum(word.isupper() for word in words)
    return capitals / len(words) if capitals >= 2 and len(words) >= 3 else 0.0


def shift(text: Text) -> float:
    """What the manner of writing adds to an intensity, -MOST..MOST."""
    norms = [token.norm for token in text.tokens]
    loud = 0.2 * (shouting(text.original) > 0.5) + 0.05 * min(3, len(_SIGNS.findall(text.original)))
    loud += 0.04 * min(3, len(_RUN.findall(text.original)))
    loud += 0.03 * min(4, sum(norm in _INTENSIFIERS for norm in norms))
    loud -= 0.08 * min(2, sum(norm in _SOFTENERS for norm in norms))
    return max(-MOST, min(MOST, loud))
