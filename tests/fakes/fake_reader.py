"""A reader of emotion whose readings follow from plain words, so that a test can say what is read."""

from __future__ import annotations

from empathy.emotion import EMOTIONS, UNREAD, Disclosure, Reading, level_of

DISCLOSED = {
    "end my life": "suicide",
    "hurt myself": "self_harm",
    "he hits me": "abuse_danger",
    "chest pain": "medical",
}
#: Read too faintly to act on, and read with little sureness.
FAINT = {"no way out": "suicide"}
DOUBTFUL = {"whatever": 0.3, "hm": 0.5}
FELT = {"furious": ("frustration", 0.9), "annoyed": ("frustration", 0.5), "worried": ("anxiety", 0.6)}


class FakeReader:
    """Reads the words above; everything else is neutral. `texts` holds what it was given, with the consent."""

    def __init__(self) -> None:
        self.texts: list[tuple[str, bool]] = []

    def read(self, text: str, *, toned: bool = True) -> Reading:
        """A reading of one text."""
        self.texts.append((text, toned))
        kind = next((kind for words, kind in DISCLOSED.items() if words in text), None)
        told = Disclosure(kind, 0.95, (text[:20],)) if kind else None
        faint = next((kind for words, kind in FAINT.items() if words in text), None)
        told = Disclosure(faint, 0.4, (text[:20],)) if faint else told
        emotion, intensity = next((felt for word, felt in FELT.items() if word in text), ("neutral", 0.0))
        if not toned:
            emotion, intensity = UNREAD.emotion, UNREAD.intensity
        return Reading(
            emotion=emotion,
            intensity=intensity,
            scores={name: float(name == emotion) for name in EMOTIONS},
            confidence=next((sure for word, sure in DOUBTFUL.items() if word in text), 0.9),
            evidence=(),
            disclosure=told,
            level=level_of(told, emotion=emotion, intensity=intensity),
            toned=toned,
        )
