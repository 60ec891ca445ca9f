"""Finds cues in a message with spaCy's Matcher, asking it only where the words of a pattern are present at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from emotion_model.rules.grammar import BREAK, OTHER, Pattern, Rule, compiled
from emotion_model.spelling import words_of
from emotion_model.tokens import APOSTROPHES, Text, Token

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc


class Hit(NamedTuple):
    """A rule that fired on the words [first, stop) of a row."""

    rule: Rule
    first: int
    stop: int


class Row(NamedTuple):
    """A message as rules see it: plain words with a BREAK after each sentence, and the token behind each word."""

    words: Sequence[str]
    places: Sequence[int]


def row_of(text: Text) -> Row:
    """The message's tokens -> the row that rules are matched on."""
    words: list[str] = []
    places: list[int] = []
    for place, token in enumerate(text.tokens):
        if token.kind == "dots":
            continue
        plain = (BREAK,) if token.kind == "end" else _plain(text, token)
        words.extend(plain)
        places.extend([place] * len(plain))
    return Row(words, places)


def _plain(text: Text, token: Token) -> tuple[str, ...]:
    """The rule words of a token; a written 's becomes a word of its own ("son's choking" -> son s choking)."""
    written = text.original[token.start : token.end]
    if (
        len(written) > 3
        and written[-1] in "sS"
        and written[-2] in APOSTROPHES
        and words_of(token.norm) == (token.norm,)
    ):
        return (*words_of(token.norm[:-1]), "s")
    return words_of(token.norm)


class CueMatcher:
    """All rules, filed by anchor word. Building one imports spaCy (about two seconds, once a process)."""

    def __init__(self, rules: Iterable[Rule], lists: Mapping[str, str]) -> None:
        import spacy

        self._vocab = spacy.blank("en").vocab
        self._patterns = [pattern for rule in rules for pattern in compiled(rule, lists)]
        self._known = frozenset(
            word for pattern in self._patterns for item in pattern.items for word in item.words
        )
        self._filed: dict[str, list[int]] = {}
        self._single: dict[str, list[Rule]] = {}
        for place, pattern in enumerate(self._patterns):
            for word in pattern.anchor:
                if len(pattern.items) == 1:
                    self._single.setdefault(word, []).append(pattern.rule)
                else:
                    self._filed.setdefault(word, []).append(place)
        self._matcher = lru_cache(maxsize=None)(self._built)

    def _built(self, place: int) -> Matcher:
        from spacy.matcher import Matcher

        matcher = Matcher(self._vocab)
        matcher.add(
            "cue",
            [[item.for_spacy() for item in self._patterns[place].items]],
            greedy="LONGEST",
        )
        return matcher

    def _doc(self, words: Sequence[str]) -> Doc:
        from spacy.tokens import Doc

        return Doc(
            self._vocab,
            words=[word if word in self._known or word == BREAK else OTHER for word in words],
        )

    def _candidates(self, present: frozenset[str]) -> list[int]:
        filed = {place for word in present if word in self._filed for place in self._filed[word]}
        return [
            place
            for place in sorted(filed)
            if all(not words.isdisjoint(present) for words in self._patterns[place].needed)
        ]

    def hits(self, row: Row) -> list[Hit]:
        """Every rule that fires on the row, in the order of the text."""
        found = [
            Hit(rule, place, place + 1)
            for place, word in enumerate(row.words)
            if word in self._single
            for rule in self._single[word]
        ]
        candidates = self._candidates(frozenset(row.words))
        if candidates:
            doc = self._doc(row.words)
            found += [
                Hit(self._patterns[place].rule, first, stop)
                for place in candidates
                for _, first, stop in self._matcher(place)(doc)
            ]
        return sorted(found, key=lambda hit: (hit.first, hit.stop, hit.rule.id))

    def patterns(self) -> Sequence[Pattern]:
        """All compiled patterns."""
        return self._patterns
