"""Undoes disguises and short forms, so that one pattern reads "kill myself", "k1ll mys3lf", "killl myself" and "kms" alike."""

from __future__ import annotations

import re
from functools import lru_cache

from emotion_model.wordlist import word_set

_LEET = str.maketrans({"1": "i", "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_DOUBLE = re.compile(r"(.)\1+")

# Only these may come out of a disguise: decoding freely would turn order numbers and addresses into words.
_HIDDEN = word_set(
    "suicide suicidal suicidio suicidarme kill killing killed killme kms die dying dead death",
    "unalive unaliving rape raped cut cutting abuse abused hit hits beat beats harm hurt hurting",
    "murder overdose myself himself herself themselves help sewerslide matarme morir morirme muerto",
    "ayuda bleeding starving evicted homeless died passed",
)

# A written form -> the words that rules are written in. Spanish clitics stay as they are.
_SHORT: dict[str, str] = {
    "im": "i am", "iam": "i am", "ima": "i am going to", "imma": "i am going to", "ive": "i have", "youre": "you are",
    "hes": "he is", "shes": "she is", "theyre": "they are", "theyve": "they have", "weve": "we have", "thats": "that is",
    "theres": "there is", "whats": "what is", "cant": "can not", "cannot": "can not", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "wont": "will not", "wouldnt": "would not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "werent": "were not", "havent": "have not", "hasnt": "has not", "hadnt": "had not", "couldnt": "could not",
    "shouldnt": "should not", "aint": "is not", "wanna": "want to", "gonna": "going to", "gunna": "going to", "gotta": "got to",
    "tryna": "trying to", "u": "you", "ur": "your", "r": "are", "n": "and", "nd": "and", "b4": "before", "thru": "through",
    "nite": "night", "tonite": "tonight", "2nite": "tonight", "2night": "tonight", "2day": "today", "2moro": "tomorrow",
    "tmrw": "tomorrow", "tmr": "tomorrow", "bf": "boyfriend", "gf": "girlfriend", "hubby": "husband", "mum": "mother",
    "mom": "mother", "mam": "mother", "momma": "mother", "mama": "mother", "mummy": "mother",
    "dad": "father", "papa": "father", "daddy": "father", "gran": "grandmother", "grandma": "grandmother",
    "nan": "grandmother", "nana": "grandmother", "granny": "grandmother", "grandpa": "grandfather", "grandad": "grandfather",
    "granddad": "grandfather", "kid": "child", "kiddo": "child", "toddler": "child", "wen": "when", "wat": "what",
    "ppl": "people",
    "pls": "please", "plz": "please", "nvr": "never", "anymor": "anymore", "no1": "nobody", "noone": "nobody",
    "evry1": "everyone",
    "everybody": "everyone", "1st": "first", "dnt": "do not", "cudnt": "could not", "kms": "kill myself",
    "kys": "kill yourself", "sewerslide": "suicide", "unaliving": "unalive", "unalived": "unalive", "2": "to", "4": "for",
    "abt": "about",
    "sis": "sister", "bro": "brother", "b": "be", "txted": "texted", "fone": "phone", "oding": "overdosing", "outta": "out of",
    "jst": "just", "smth": "something", "som1": "someone", "some1": "someone", "any1": "anyone", "af": "as fuck",
    "kiero": "quiero",
    "breath": "breathe", "emt": "ambulance", "amb": "ambulance", "hosp": "hospital",
    "q": "que", "xq": "porque", "pq": "porque", "tmb": "tambien", "toy": "estoy", "nomas": "no mas",
    "myslef": "myself", "mysef": "myself", "meself": "myself", "themself": "themselves", "hisself": "himself",
    "husbend": "husband",
    "suicied": "suicide", "sucide": "suicide", "suiside": "suicide", "sucidal": "suicidal", "suicdal": "suicidal",
    "funerals": "funeral", "evict": "evicted", "ambulence": "ambulance", "breathin": "breathing", "livin": "living",
    "dyin": "dying", "killin": "killing", "hurtin": "hurting", "nuthin": "nothing", "nothin": "nothing",
    "unconcious": "unconscious", "alergic": "allergic", "bleedin": "bleeding", "cuz": "because", "bc": "because",
    "coz": "because",
    "itll": "it will",
    "iwill": "i will", "iwould": "i would", "hewill": "he will", "shewill": "she will", "hewould": "he would",
    "shewould": "she would", "theywill": "they will", "wewill": "we will", "wewould": "we would", "theywould": "they would",
    "rlly": "really", "alr": "already", "w": "with", "wo": "without", "tht": "that", "hw": "how", "luv": "love",
    "passd": "passed", "wnat": "want", "thnik": "think", "suicde": "suicide", "suicdie": "suicide", "stoped": "stopped",
    "anymroe": "anymore",
    "waht": "what", "becuase": "because", "tihnk": "think", "h8": "hate", "4ever": "forever", "gramps": "grandfather",
    "hittin": "hitting",
    "breakin": "breaking", "goin": "going", "m8": "mate", "whos": "who is", "itd": "it would", "msg": "message",
    "msgs": "messages", "rn": "now", "pw": "password",
    "burnt": "burned",
    "jobles": "jobless", "evction": "eviction", "killmyself": "kill myself", "wana": "want to", "wannna": "want to",
    "gona": "going to", "pased": "passed", "dieing": "dying", "dyed": "died", "payed": "paid",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def disguised(word: str) -> str:
    """The plain form of a disguised danger word ("su1cide", "k!ll", "diiie"); any other word comes back unchanged."""
    if word in _HIDDEN or len(word) > 40:
        return word
    if not word.isalpha():
        decoded = word.translate(_LEET).strip("*@$")
        if decoded in _HIDDEN:
            return decoded
        if "*" in word:
            return _starred(word)
    single = _DOUBLE.sub(r"\1", word)
    return single if single != word and single in _HIDDEN and len(single) > 2 else word


def _starred(word: str) -> str:
    shape = re.compile("".join("." if sign == "*" else re.escape(sign) for sign in word))
    return next((hidden for hidden in sorted(_HIDDEN) if shape.fullmatch(hidden)), word)


@lru_cache(maxsize=50_000)
def words_of(norm: str) -> tuple[str, ...]:
    """A token's matching form -> the words that rules are written in: contractions spelled out, kin and short forms unified."""
    return tuple(_SHORT.get(norm, norm).split())
