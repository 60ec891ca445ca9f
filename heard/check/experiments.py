"""Rules about experiments: nobody in distress is tried on, both arms reach the same people, and every test comes to an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from empathy.experiment_rules import FILE, faults, shaped
from empathy.experiments import Experiment
from empathy.words import placeholders
from heard.check.approvals import kind_of
from heard.check.contract import languages_of
from heard.check.files import Designs, Word
from heard.check.findings import Finding

Moment = tuple[str | None, tuple[tuple[str, str], ...], tuple[str, ...]]


def tried(designs: Designs) -> tuple[Experiment, ...]:
    """The designers' experiments; the file must have its shape."""
    return shaped(designs.documents.get(FILE) or {})


def unfit(designs: Designs) -> Iterator[Finding]:
    """`experiment-shares`, `experiment-overlap`: arms or experiments that cannot be compared, or get in each other's way."""
    for fault in faults(tried(designs)):
        yield Finding(FILE, designs.line(FILE, fault.key), fault.rule, f"{fault.fault}.", f"{fault.remedy}.")


def unknown(designs: Designs) -> Iterator[Finding]:
    """`experiment-unknown`: a response that is not written, or a variant that is none of its variants."""
    for index, one in enumerate(tried(designs)):
        held = {word.variant for word in designs.words if word.response == one.response}
        key = f"experiments.{index}"
        if not held:
            said = f"{one.response} has no words"
            line = designs.line(FILE, f"{key}.response")
            yield Finding(FILE, line, "experiment-unknown", said, "Use a response of data/responses/.")
            continue
        for place, arm in enumerate(one.arms):
            for name in sorted(set(arm.variants) - held):
                line = designs.line(FILE, f"{key}.arms.{place}.variants")
                said = f"{one.response} has no variant with the id {name}"
                yield Finding(FILE, line, "experiment-unknown", said, "Use the id of one of its variants.")


def sensitive(designs: Designs) -> Iterator[Finding]:
    """`experiment-sensitive`: words about danger, loss, money trouble or our own faults, which nobody may be tried on."""
    for index, one in enumerate(tried(designs)):
        for place, arm in enumerate(one.arms):
            for word in spoken(designs, one, arm.variants):
                kind = kind_of(word, designs)
                if kind:
                    line = designs.line(FILE, f"experiments.{index}.arms.{place}.variants")
                    said = f"{word.variant} are {kind} words: one good wording, read and approved, is owed to everybody"
                    remedy = "Try out harmless words; change these with heard approve."
                    yield Finding(FILE, line, "experiment-sensitive", said, remedy)


def uneven(designs: Designs) -> Iterator[Finding]:
    """`experiment-one-language`, `experiment-uneven`: an arm that does not speak in every moment in which the others do."""
    for index, one in enumerate(tried(designs)):
        for place, arm in enumerate(one.arms):
            line = designs.line(FILE, f"experiments.{index}.arms.{place}.variants")
            for language in one.languages or languages_of(designs):
                mine = moments(designs, one, arm.variants, language)
                others = set().union(*(moments(designs, one, each.variants, language) for each in one.arms))
                if not mine:
                    said = f"arm {arm.id} has no words in {language}"
                    remedy = "Add a variant in that language, or set `languages`."
                    yield Finding(FILE, line, "experiment-one-language", said, remedy)
                elif others - mine:
                    said = f"arm {arm.id} is silent where others speak in {language}: {told(others - mine)}"
                    remedy = "Give all arms variants with the same channel, conditions and placeholders."
                    yield Finding(FILE, line, "experiment-uneven", said, remedy)


def ended(designs: Designs, *, today: date) -> Iterator[Finding]:
    """`experiment-ended`: the last day has passed, and nobody wrote down what follows (or the days are reversed)."""
    for index, one in enumerate(tried(designs)):
        if one.last < today and not one.decision:
            line = designs.line(FILE, f"experiments.{index}.to")
            said = f"{one.id} ended on {one.last}, and nobody decided"
            remedy = f"heard experiments report {one.id}; keep the better words and write `decision:`."
            yield Finding(FILE, line, "experiment-ended", said, remedy)


def spoken(designs: Designs, one: Experiment, variants: tuple[str, ...]) -> list[Word]:
    """The words of an arm."""
    return [word for word in designs.words if word.response == one.response and word.variant in variants]


def moments(designs: Designs, one: Experiment, variants: tuple[str, ...], language: str) -> set[Moment]:
    """When an arm speaks in a language: channel, conditions, and the values that its words need."""
    return {
        (
            word.channel,
            tuple(sorted((name, value) for name, value in word.conditions.items() if name != "language")),
            tuple(sorted(set(placeholders(word.text)))),
        )
        for word in spoken(designs, one, variants)
        if word.language == language
    }


def told(moments: set[Moment]) -> str:
    """Moments as a designer reads them."""
    named = []
    for channel, conditions, values in sorted(moments, key=str):
        parts = [
            channel or "",
            *(f"{name} {value}" for name, value in conditions),
            *(f"{{{v}}}" for v in values),
        ]
        named.append(", ".join(filter(None, parts)) or "always")
    return "; ".join(named)
