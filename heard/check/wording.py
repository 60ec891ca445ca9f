"""Rules about how words read: none hollow, promising or hurtful, none hard to read, none nearly said twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from heard.check.experiments import tried
from heard.check.files import BANNED, Designs, Word
from heard.check.findings import Finding

_WORD = re.compile(r"[^\W\d_][\w'’]*")
_SENTENCE = re.compile(r"[.!?…]+\s+|\n+")
_CLAUSE = re.compile(r"[.!?…:;]+\s+|\n+")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def banned(designs: Designs) -> Iterator[Finding]:
    """`banned-phrase`, `promise`, `liability`, `stigma`, `method-word`: what the designers' list forbids."""
    for index, entry in enumerate(designs.banned):
        rule = entry.get("rule", "banned-phrase")
        try:
            pattern = re.compile(entry["pattern"], re.IGNORECASE)
        except re.error as fault:
            line = designs.line(BANNED, f"phrases.{index}")
            yield Finding(BANNED, line, "wrong-shape", f"not a pattern: {fault}", "Mend the expression.")
            continue
        for word in designs.words:
            for text in (word.text, *word.buttons):
                found = pattern.search(text)
                if found:
                    said = f"{found.group()!r}: {entry['why']}"
                    yield Finding(word.file, word.line, rule, said, entry["instead"])


def hard_to_read(designs: Designs) -> Iterator[Finding]:
    """`hard-to-read`: a sentence too long, or a text whose readability index LIX is too high."""
    limits = designs.limits["reading"]
    for word in designs.words:
        longest = max((len(_WORD.findall(part)) for part in _SENTENCE.split(plain_text(word))), default=0)
        if longest > limits["longest_sentence"]:
            said = f"a sentence of {longest} words (at most {limits['longest_sentence']})"
            yield Finding(word.file, word.line, "hard-to-read", said, "Make two sentences of it.")
        index, most = lix(plain_text(word)), limits["hardest"].get(word.language)
        if most and index > most and len(_WORD.findall(word.text)) >= limits["from_words"]:
            said = f"readability index {index:.0f} (at most {most})"
            yield Finding(word.file, word.line, "hard-to-read", said, "Use shorter words and sentences.")


def plain_text(word: Word) -> str:
    """The text with one short word for each placeholder."""
    return _PLACEHOLDER.sub("word", word.text)


def lix(text: str) -> float:
    """Björnsson's readability index: words a clause + percentage of words over six letters; 0 without words."""
    # LIX needs no syllables, so one measure serves every language; English reads easy below 40, Spanish below 50.
    words = _WORD.findall(text)
    clauses = sum(1 for part in _CLAUSE.split(text) if part.strip()) or 1
    return len(words) / clauses + 100 * sum(len(one) > 6 for one in words) / max(1, len(words))


def nearly_twice(designs: Designs) -> Iterator[Finding]:
    """`nearly-twice`: two variants for the same moment so alike that a customer reads one thing twice."""
    groups: dict[tuple[object, ...], list[Word]] = defaultdict(list)
    for word in designs.words:
        groups[(word.response, word.channel, tuple(sorted(word.conditions.items())))].append(word)
    for words in groups.values():
        for first, second in combinations(words, 2):
            same = first.text.lower().split() == second.text.lower().split()  # said-twice speaks of those
            if (
                not same
                and alike(first, second, designs.limits["alike"])
                and not apart(designs, first, second)
            ):
                said = f"nearly the same words as {first.file}:{first.line}"
                yield Finding(second.file, second.line, "nearly-twice", said, "Vary or delete one.")


def apart(designs: Designs, first: Word, second: Word) -> bool:
    """Whether an experiment sees to it that the two are for different customers: there one word may be the question."""
    for one in tried(designs):
        arms = [
            {arm.id for arm in one.arms if word.variant in arm.variants and word.response == one.response}
            for word in (first, second)
        ]
        if all(arms) and not arms[0] & arms[1]:
            return True
    return False


def folded(word: Word) -> str:
    """The words without regard to case, blanks and marks."""
    return " ".join(re.findall(r"\w+", word.text.casefold()))


def alike(first: Word, second: Word, mark: float) -> bool:
    """Whether the two texts are as alike as `mark` (0..1) or more."""
    match = SequenceMatcher(None, folded(first), folded(second), autojunk=False)
    # The two quick figures are upper bounds: most pairs are told apart without the slow comparison.
    return match.real_quick_ratio() >= mark and match.quick_ratio() >= mark and match.ratio() >= mark
