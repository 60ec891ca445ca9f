"""Rules about words: none missing, none in one language alone, none said twice, help in every crisis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from empathy.emotion import CRISES
from heard.check.contract import FEELINGS, LOSSES, languages_of
from heard.check.files import Designs, Word
from heard.check.findings import Finding


def required() -> Iterator[str]:
    """The responses without which a promise of the house can't be kept."""
    yield from (f"utter_acknowledge_{name}" for name in (*FEELINGS, *LOSSES.values()))
    yield from (f"utter_crisis_{kind}" for kind in CRISES)


def missing(designs: Designs) -> Iterator[Finding]:
    """`word-missing`: a response that code or contract speaks and nobody wrote."""
    written = {word.response for word in designs.words}
    wanted = dict.fromkeys(required(), ("data/responses", 1)) | designs.code.names
    for name, (file, line) in sorted(wanted.items()):
        if name not in written and not name.endswith("_"):
            yield Finding(
                file,
                line,
                "word-missing",
                f"{name} has no words",
                "Write it in data/responses/ or domain.yml.",
            )


def untranslated(designs: Designs) -> Iterator[Finding]:
    """`language-missing`: acknowledgement, crisis, status or widget words that somebody would read in another language."""
    wanted = set(languages_of(designs))
    languages = defaultdict(set)
    first: dict[str, Word] = {}
    for word in designs.words:
        languages[word.response].add(word.language)
        first.setdefault(word.response, word)
    for name, word in first.items():
        absent = sorted(wanted - languages[name])
        if absent and word.file.startswith("data/responses/"):
            remedy = "Add a variant with a condition on the slot language."
            yield Finding(
                word.file,
                word.line,
                "language-missing",
                f"{name} has no words in: {', '.join(absent)}",
                remedy,
            )


def repeated(designs: Designs) -> Iterator[Finding]:
    """`said-twice`: two variants of one response with the same text under the same conditions."""
    seen: dict[tuple[object, ...], Word] = {}
    for word in designs.words:
        key = (
            word.response,
            word.channel,
            tuple(sorted(word.conditions.items())),
            " ".join(word.text.lower().split()),
        )
        if word.text and key in seen:
            yield Finding(
                word.file,
                word.line,
                "said-twice",
                f"same words as line {seen[key].line}",
                "Vary or delete one.",
            )
        seen[key] = word


def same_id(designs: Designs) -> Iterator[Finding]:
    """`id-twice`: an id that two variants share (what was said is remembered by id)."""
    seen: dict[str, Word] = {}
    for word in designs.words:
        if word.variant and word.variant in seen:
            other = seen[word.variant]
            yield Finding(
                word.file,
                word.line,
                "id-twice",
                f"{word.variant} is also {other.file}:{other.line}",
                "Rename one.",
            )
        seen[word.variant] = word


def crisis_without_help(designs: Designs) -> Iterator[Finding]:
    """`crisis-without-help`: crisis words that name no resource, or ask before they help."""
    for word in designs.words:
        if not word.response.startswith("utter_crisis_"):
            continue
        if "{resources}" not in word.text:
            yield Finding(
                word.file,
                word.line,
                "crisis-without-help",
                "no {resources} in it",
                "Name the help: {resources}.",
            )
        if "?" in word.text.split("{resources}")[0]:
            yield Finding(
                word.file, word.line, "crisis-without-help", "a question comes before the help", "Help first."
            )
