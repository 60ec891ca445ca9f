"""Rules about words: none missing, none hollow, none said twice, crisis words fit for a text message."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from empathy.emotion import CRISES, EMOTIONS
from heard.check.files import Designs, Word
from heard.check.findings import Finding

LANGUAGES = ("en", "es")
UNMOVED = ("neutral", "relief")
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SENSITIVE = ("utter_crisis_", "utter_acknowledge_")


def check_words(designs: Designs) -> Iterator[Finding]:
    """Every fault in the words, rule by rule."""
    for rule in (missing, untranslated, hollow, repeated, same_id, crisis_without_help, unfit_for_sms):
        yield from rule(designs)


def required() -> Iterator[str]:
    """The responses without which a promise of the house can't be kept."""
    yield from (f"utter_acknowledge_{emotion}" for emotion in EMOTIONS if emotion not in UNMOVED)
    yield from ("utter_acknowledge_bereavement", "utter_acknowledge_hardship")
    yield from (f"utter_crisis_{kind}" for kind in CRISES)


def missing(designs: Designs) -> Iterator[Finding]:
    """`word-missing`: a response that code or contract speaks and nobody wrote."""
    written = {word.response for word in designs.words}
    wanted = dict.fromkeys(required(), ("data/responses", 1)) | designs.spoken_by_code
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
    """`language-missing`: acknowledgement, crisis, status or widget words that a Spanish speaker would read in English."""
    languages = defaultdict(set)
    first: dict[str, Word] = {}
    for word in designs.words:
        languages[word.response].add(word.language)
        first.setdefault(word.response, word)
    for name, word in first.items():
        absent = sorted(set(LANGUAGES) - languages[name])
        if absent and word.file.startswith("data/responses/"):
            remedy = "Add a variant with a condition on the slot language."
            yield Finding(
                word.file,
                word.line,
                "language-missing",
                f"{name} has no words in: {', '.join(absent)}",
                remedy,
            )


def hollow(designs: Designs) -> Iterator[Finding]:
    """`banned-phrase`: words on the designers' own list of what must not be said."""
    patterns = [(re.compile(entry["pattern"], re.IGNORECASE), entry) for entry in designs.banned]
    for word in designs.words:
        for pattern, entry in patterns:
            found = pattern.search(word.text)
            if found:
                yield Finding(
                    word.file,
                    word.line,
                    "banned-phrase",
                    f"{found.group()!r}: {entry['why']}",
                    entry["instead"],
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


def unfit_for_sms(designs: Designs) -> Iterator[Finding]:
    """`sms-unfit`: crisis words for text messages that are longer than one, or need letters beyond GSM-7."""
    for word in designs.words:
        if word.channel != "sms" or not word.response.startswith("utter_crisis_"):
            continue
        for filled in sms_texts(word, designs):
            beyond = "".join(sorted(set(filled) - GSM_7))
            if beyond:
                yield Finding(
                    word.file,
                    word.line,
                    "sms-unfit",
                    f"letters beyond GSM-7: {beyond}",
                    "Write it without them.",
                )
            if len(filled) > 160:
                yield Finding(
                    word.file,
                    word.line,
                    "sms-unfit",
                    f"{len(filled)} characters with its help",
                    "Shorten to 160.",
                )


def sms_texts(word: Word, designs: Designs) -> Iterator[str]:
    """The text as sent in each country."""
    kind = word.response.removeprefix("utter_crisis_")
    for country in designs.resources.values():
        helps = [
            entry["sms"][word.language]
            for entry in country.get(kind, ())
            if word.language in entry.get("sms", {})
        ]
        yield word.text.replace("{resources}", "; ".join(helps))
