"""A reader of emotion for tests: names in the text decide, so a test can say what it wants to be read."""

from __future__ import annotations

from empathy.emotion import EMOTIONS, Disclosure, Reading, level_of

_MARKS = {
    "furious": ("frustration", 0.8),
    "unacceptable": ("frustration", 0.6),
    "annoying": ("frustration", 0.4),
    "worried": ("anxiety", 0.6),
    "sad": ("sadness", 0.6),
    "phew": ("relief", 0.6),
}
_TOLD = {"kill myself": "suicide", "passed away": "bereavement"}


class NamedReader:
    """Reads the emotions and disclosures whose marks stand in the text."""

    def read(self, text: str, *, toned: bool = True) -> Reading:
        """The reading of `text`; raises ValueError for the word `unreadable`, as a broken model might."""
        small = text.lower()
        if "unreadable" in small:
            raise ValueError("the fake reader was asked to break")
        marks = [mark for word, mark in _MARKS.items() if word in small] if toned else []
        emotion, intensity = marks[0] if marks else ("neutral", 0.0)
        kinds = [kind for words, kind in _TOLD.items() if words in small]
        told = Disclosure(kinds[0], 0.9, (small[:20],)) if kinds else None
        return Reading(
            emotion=emotion,
            intensity=intensity,
            scores={name: float(name == emotion) for name in EMOTIONS},
            confidence=0.9,
            evidence=(),
            disclosure=told,
            level=level_of(told, emotion=emotion, intensity=intensity),
            toned=toned,
        )


def load() -> NamedReader:
    """What `reader:` in a configuration names."""
    return NamedReader()
