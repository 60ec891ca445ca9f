"""Hears the wish to get no more texts, to get them again, or to be helped: keywords and plain words, English and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass

from empathy.normalise import matching

#: The words that Twilio and the carriers act on, as the whole message (Twilio, "Opt-out keywords"), and what they are
#: in Spanish, which we act on ourselves.
STOP = frozenset(["stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "cancel"])
STOP_TOO = {
    **dict.fromkeys(("stop all", "opt out", "please stop", "stop please"), "en"),
    **dict.fromkeys(("parar", "pare", "alto", "detener"), "es"),
}
START = frozenset(("start", "unstop"))
HELP = frozenset(("help", "info", "ayuda"))
_CARRIER = {"STOP": "stop", "START": "start", "HELP": "help"}


@dataclass(frozen=True)
class Wish:
    """What a customer wishes of texting as such.

    `kind` is stop, start or help; `by` says how we know: keyword (the carrier acts on it, too), words (it does
    not), carrier (Twilio said so and has answered); `language` is that of plain words, None for a keyword.
    """

    kind: str
    by: str
    language: str | None = None


def wish_of(text: str, *, carrier: str = "", stopped: bool = False) -> Wish | None:
    """The wish in one text message, None for everything else.

    `carrier` is Twilio's OptOutType, which is believed first. "Yes" means START only to somebody who has `stopped`.
    Plain words count where a whole sentence says it, so that "my ex won't stop texting me" is none.
    """
    if carrier.upper() in _CARRIER:
        return Wish(_CARRIER[carrier.upper()], "carrier")
    folded = matching(text)
    word = re.sub(r"[^\w\s]+", " ", folded)
    return _keyword(" ".join(word.split()), stopped=stopped) or _plain_words(folded)


def _keyword(word: str, *, stopped: bool) -> Wish | None:
    if word in STOP:
        return Wish("stop", "keyword")
    if word in STOP_TOO:
        return Wish("stop", "words", STOP_TOO[word])
    if word in START or (stopped and word == "yes"):
        return Wish("start", "keyword")
    return Wish("help", "keyword") if word in HELP else None


def _plain_words(folded: str) -> Wish | None:
    for sentence in _SENTENCE.split(folded):
        for language, pattern in _STOPS.items():
            if pattern.fullmatch(sentence.strip(" ,'\"-")):
                return Wish("stop", "words", language)
    return None


_SENTENCE = re.compile(r"[.!?;\n\u2026]+")
_EN_LEAD = (
    r"(?:(?:ok|okay|please|pls|plz|hey|hi|hello|just|no|so|and|well|i said|i asked you to|i want you to|"
    r"(?:can|could|would|will) you|you (?:need|have) to)[, ]+)*"
)
_EN_TAIL = (
    r"(?:[, ]+(?:please|pls|plz|again|any ?more|ever|now|already|at all|from now on|thanks|thank you|right now|"
    r"(?:on|at|to) this number|about (?:this|that|it)|(?:just )?call me|instead))*"
)
_EN_THINGS = r"(?:(?:any|these|those|the|your|all|more|of) )*(?:text )?(?:texts?|messages?|messaging|texting|sms|msgs?)"
_EN_DONT = r"(?:do not|don'?t|never|stop|quit)"
_EN = (
    rf"{_EN_DONT}(?: ever)? (?:text|texting|message|messaging|msg|sms|contact|contacting|writ(?:e|ing)(?: to)?) "
    r"(?:me|us|this number|here)",
    rf"(?:stop|quit|no more|cease)(?: (?:sending|with))?(?: me)? {_EN_THINGS}(?: to me)?",
    rf"(?:do not|don'?t|never) send(?: me| us)? {_EN_THINGS}",
    rf"i (?:do not|don'?t|no longer) want (?:(?:to (?:get|receive)|you to send me) )?{_EN_THINGS}(?: from you)?",
    r"i (?:do not|don'?t) want you to (?:text|message|contact|write to) me",
    r"(?:take|remove|delete) (?:me|my number|this number)(?: (?:off|from)(?: of)? (?:your|this|the) (?:text )?list)?",
    r"opt me out|(?:i (?:want|would like|wish)|i'd like) to (?:opt out|unsubscribe)|unsubscribe (?:me|please)",
    r"i revoke (?:my )?consent|lose my number",
)
_ES_LEAD = (
    r"(?:(?:por favor|ok|oiga|oye|mire|ya|y|le[s]? pido que|quiero que|les? he dicho que|pueden?)[, ]+)*"
)
_ES_TAIL = r"(?:[, ]+(?:por favor|nunca|m[aá]s|gracias|ya|jam[aá]s|nunca m[aá]s|a este n[uú]mero|de nuevo|otra vez))*"
_ES_THINGS = r"(?:(?:m[aá]s|sus|estos|esos|los|tantos) )*(?:mensajes(?: de texto)?|textos|sms)"
_ES_SEND = r"(?:escriba[ns]?|escribas|mande[ns]?|env[ií]e[ns]?|contacte[ns]?|textee[ns]?|mensajee[ns]?)"
_ES = (
    rf"no me {_ES_SEND}(?: {_ES_THINGS})?",
    r"(?:deje[ns]?|deja|pare[ns]?|para) de (?:escribirme|contactarme|textearme|mensajearme)",
    rf"(?:deje[ns]?|deja|pare[ns]?|para) de (?:mandarme|enviarme) {_ES_THINGS}",
    rf"no quiero (?:(?:recibir|que me {_ES_SEND}) )?{_ES_THINGS}",
    rf"no quiero que me {_ES_SEND}",
    rf"(?:no|basta de|ni un) {_ES_THINGS}",
    r"(?:qu[ií]t[ea][n]?me|s[aá]que[n]?me|b[oó]rre[n]?me|elim[ií]ne[n]?me) de (?:la|su|esta) lista",
    rf"(?:quiero )?(?:darme|d[eé]n?me) de baja de {_ES_THINGS}",
    r"no m[aá]s",
)


def _sentences(lead: str, wishes: tuple[str, ...], tail: str) -> re.Pattern[str]:
    return re.compile(rf"{lead}(?:{'|'.join(wishes)}){tail}")


_STOPS = {"en": _sentences(_EN_LEAD, _EN, _EN_TAIL), "es": _sentences(_ES_LEAD, _ES, _ES_TAIL)}
