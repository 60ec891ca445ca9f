"""Hears a customer take back what sounded like danger, so that a false alarm is met kindly and the request answered."""

from __future__ import annotations

import re

from empathy.normalise import matching

#: Only clear words at the beginning of a clause count: "everybody thinks I'm fine" takes nothing back.
#: A Spanish "no" without a comma belongs to what follows: "no estoy bien".
_START = r"(?:^|[.,;:!?] ?)(?:(?:no,|(?:oh|hey|ok|sorry|but|and|really|perdón|perdon|pero|y)\b,?) ?)*"
#: After "I'm fine" the clause must end, or turn to something else: "fine with dying" is not fine.
_END = r"(?= ?[.,;:!?]|$| (?:just|but|so|now|really|thanks|thank|please|pero|gracias|solo|sólo|ahora|de verdad)\b)"
_WELL = (
    r"(?:no )?i(?:'?m| am) (?:really |totally |perfectly |actually |doing |all )*(?:fine|ok|okay|alright|right|safe)",
    r"(?:yo )?estoy (?:muy |perfectamente )?(?:bien|a salvo)",
)
_MEANT_OTHERWISE = (
    r"(?:it|that|this)(?:'s| is| was) (?:just |only )*(?:a joke|a figure of speech|an expression|a false alarm)",
    r"(?:i was |i'?m )?(?:just|only) (?:joking|kidding|venting|exaggerating|being dramatic)",
    r"i did(?:n't| not|nt) mean (?:it|that)(?: (?:literally|seriously|like that|that way))?",
    r"(?:that'?s |that is )?not what i meant",
    r"you(?:'ve| have)? misunderstood(?: me)?",
    r"(?:nobody|no one) (?:here )?is in (?:any )?danger",
    r"i(?:'?m| am) not (?:in (?:any )?danger|being serious)",
    r"(?:era|fue|es) (?:solo |sólo )?(?:una )?(?:broma|falsa alarma|(?:forma|manera) de hablar|expresi[óo]n)",
    r"(?:solo |sólo )?(?:bromeaba|exageraba|me desahogaba)",
    r"no (?:lo )?(?:dec[íi]a|dije|digo) en serio",
    r"me (?:ha |han )?(?:entendido|entendi[óo]|entendieron) mal",
    r"no (?:me refer[íi]a|quise decir|quer[íi]a decir) (?:a )?eso",
    r"no (?:estoy|corro) (?:en )?(?:ning[úu]n )?peligro",
    r"nadie (?:est[áa]|corre) (?:en )?peligro",
    r"false alarm|falsa alarma",
)
_DENIAL = re.compile(f"{_START}(?:(?:{'|'.join(_WELL)}){_END}|{'|'.join(_MEANT_OTHERWISE)})")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FILLERS = frozenset(
    {"just", "but", "so", "and", "please", "sorry", "no", "really", "thanks", "thank", "you", "oh", "hey"}
    | {"solo", "pero", "por", "favor", "perdon", "perdón", "gracias", "de", "verdad", "ya"}
)
#: Words beside the denial from which it asks for something.
_REQUEST = 2


def denies(text: str) -> bool:
    """Whether the message takes an alarm back in clear words, English or Spanish ("I'm fine", "era una broma").

    That nothing in it tells of danger is for the reading to say; this looks at the denial alone.
    """
    return _DENIAL.search(matching(text)) is not None


def asks_beside(text: str) -> bool:
    """Whether the message says something beside the denial: then that is a request, and waits for an answer."""
    rest = _DENIAL.sub(" ", matching(text))
    return sum(word not in _FILLERS for word in _WORD.findall(rest)) >= _REQUEST
