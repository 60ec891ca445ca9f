"""The small language in which cue rules are written, and how it becomes patterns for spaCy's Matcher.

A pattern is words with blanks between them. `a|b` either word; `@kin` any word of the list `kin`; `word?` may be missing;
`..` up to three words of any kind, `..5` up to five. Words are plain: no capitals, accents, apostrophes or short forms
("do not", "going to"), because `spelling.words_of` has already undone those in the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from emotion_model.wordlist import word_set

BREAK = "."  # stands in the token row where a sentence ends; no gap reaches over it
OTHER = "x"  # stands for every word that no rule knows, so that spaCy's vocabulary cannot grow


# One token's demands in the notation of spaCy's Matcher.
Place = dict[str, "str | bool | dict[str, list[str]]"]


class RuleFault(Exception):
    """A rule is written wrongly; the message names the rule and the piece."""


@dataclass(frozen=True)
class Rule:
    """One cue: what it tells (`kind`), how surely (`strength` 0..1), and sentences that must and must not set it off."""

    id: str
    kind: str
    patterns: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...] = ()
    strength: float = 0.9
    person: str = ""
    negation: str = "cancels"  # or "ignored": the pattern itself holds the "not", or the sense survives it
    frames: str = "cancel"  # or "ignored": idiom frames do not touch it


@dataclass(frozen=True)
class Item:
    """One place of a pattern: the words that may stand there (none: any word), and whether it may stay empty."""

    words: frozenset[str]
    optional: bool

    def for_spacy(self) -> Place:
        """This place in the Matcher's own notation."""
        if not self.words:
            return {"IS_PUNCT": False, "OP": "?"}
        words = sorted(self.words)
        place: Place = {"ORTH": words[0]} if len(words) == 1 else {"ORTH": {"IN": words}}
        if self.optional:
            place["OP"] = "?"
        return place


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern with the sets of words that a message must hold before the Matcher is asked at all."""

    rule: Rule
    items: tuple[Item, ...]
    needed: tuple[frozenset[str], ...] = field(default=())

    @property
    def anchor(self) -> frozenset[str]:
        """The rarest-looking needed place: patterns are filed under its words."""
        return self.needed[0]


# Words found in half of all messages make poor anchors.
_COMMON = word_set(
    "i you he she it we they me my your his her him the a an and or to of in on at is am are was be",
    "been have has had do did not no can will would want need get this that for with so if as but",
    "just now all go going know never been el la lo los me mi yo que de en no un una se y a por con",
    "es esta estoy he ha",
)


_SHORTENED = frozenset(("is", "has"))


def _words(choice: str, lists: Mapping[str, str]) -> frozenset[str]:
    found: set[str] = set()
    for word in choice.split("|"):
        if word.startswith("@"):
            if word[1:] not in lists:
                raise RuleFault(f"there is no word list {word!r}: add it to rules/lists.py")
            found.update(_words("|".join(lists[word[1:]].split()), lists))
        else:
            found.add(word)
    if found & _SHORTENED:
        found.add("s")  # "he's" is spelled out, "my son's" is not: there `s` stands for any of these
    return frozenset(found)


def _items(piece: str, lists: Mapping[str, str]) -> list[Item]:
    if piece.startswith(".."):
        if piece[2:] and not piece[2:].isdigit():
            raise RuleFault(f"{piece!r} is no gap: write `..` or `..2`, then a blank")
        return [Item(frozenset(), optional=True)] * int(piece[2:] or 3)
    optional = piece.endswith("?")
    return [Item(_words(piece.rstrip("?"), lists), optional=optional)]


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return len(words & _COMMON), len(words)


def compiled(rule: Rule, lists: Mapping[str, str]) -> list[Pattern]:
    """The rule's patterns, ready to be filed; raises RuleFault where one is written wrongly."""
    patterns = []
    for written in rule.patterns:
        items = tuple(item for piece in written.split() for item in _items(piece, lists))
        needed = sorted(
            (item.words for item in items if item.words and not item.optional),
            key=_commonness,
        )
        if not needed:
            raise RuleFault(f"rule {rule.id}: the pattern {written!r} needs at least one word")
        patterns.append(Pattern(rule, items, tuple(needed)))
    return patterns
