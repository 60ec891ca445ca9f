"""The rule layer of the reader: cues of disclosures with person, negation and idiom frames, English and Spanish."""

from __future__ import annotations

from emotion_model.rules.en_danger import ABUSE_DANGER
from emotion_model.rules.en_despair import DESPAIR
from emotion_model.rules.en_loose import LOOSE
from emotion_model.rules.en_loss import BEREAVEMENT, HARDSHIP
from emotion_model.rules.en_medical import MEDICAL
from emotion_model.rules.en_self_harm import SELF_HARM
from emotion_model.rules.en_suicide import SUICIDE
from emotion_model.rules.feelings import FEELINGS
from emotion_model.rules.frames import FRAMES
from emotion_model.rules.grammar import Rule
from emotion_model.rules.people import ASKS_FOR_PERSON
from emotion_model.rules.spanish import SPANISH

CUES: tuple[Rule, ...] = (
    *SUICIDE,
    *DESPAIR,
    *SELF_HARM,
    *ABUSE_DANGER,
    *MEDICAL,
    *BEREAVEMENT,
    *HARDSHIP,
    *LOOSE,
    *SPANISH,
)
RULES: tuple[Rule, ...] = (*CUES, *ASKS_FOR_PERSON, *FRAMES, *FEELINGS)

__all__ = ["CUES", "FRAMES", "RULES", "Rule"]
