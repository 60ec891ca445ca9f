"""Rules about the promise itself: whatever is solved, the feeling can be acknowledged first, in every tier and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import Any

from empathy.emotion import EMOTIONS
from empathy.words import choose_response, placeholders
from heard.check.files import LANGUAGES_FILE, TIERS_FILE, Designs
from heard.check.findings import Finding

#: Where the designers list none.
LANGUAGES = ("en", "es")
#: What the reader was trained and measured on (docs/emotion-model.md): in another language it would miss danger.
UNDERSTOOD = ("en", "es")
CHANNELS = ("web", "sms")
UNMOVED = ("neutral", "relief")
LOSSES = {"report_bereavement": "bereavement", "financial_hardship": "hardship"}
FEELINGS = tuple(emotion for emotion in EMOTIONS if emotion not in UNMOVED)
STOCK = (
    "RulePolicy",
    "MemoizationPolicy",
    "AugmentedMemoizationPolicy",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
)

Spoken = dict[str, list[Mapping[str, Any]]]  # response -> its variants, each with its language
Moment = tuple[str, str, str]  # language, channel, tier


def languages_of(designs: Designs) -> tuple[str, ...]:
    """The languages that customers are answered in."""
    return tuple(designs.part(LANGUAGES_FILE, "languages", list(LANGUAGES)))


def tiers_of(designs: Designs) -> tuple[str, ...]:
    """The tiers above calm, as conditions name them: one for each mark."""
    marks = designs.part(TIERS_FILE, "tiers", {}).get("enter") or (0, 0, 0)
    return tuple(str(number) for number in range(1, len(marks) + 1))


def moments_of(designs: Designs) -> list[Moment]:
    """Every moment in which an acknowledgement may be due."""
    return list(product(languages_of(designs), CHANNELS, tiers_of(designs)))


def policies(designs: Designs) -> Iterator[Finding]:
    """`unheard-solution`: a configuration in which solutions are spoken with nobody to acknowledge first."""
    for file in (name for name in designs.documents if name.startswith("config")):
        names = [str(one.get("name")) for one in designs.part(file, "policies", [])]
        if not any(name.endswith("EmpathyPolicy") for name in names):
            yield Finding(
                file,
                designs.line(file, "policies"),
                "unheard-solution",
                "no EmpathyPolicy: every solution is spoken without an acknowledgement",
                "Add bot.policies.EmpathyPolicy to policies.",
            )
        for index, name in enumerate(names):
            if name.rpartition(".")[2] in STOCK:
                said = f"{name} does not know acknowledgements: a rule would break after one"
                remedy = f"Use bot.policies.Empathic{name.rpartition('.')[2]}."
                yield Finding(file, designs.line(file, f"policies.{index}"), "unheard-solution", said, remedy)


def variants(designs: Designs) -> Iterator[Finding]:
    """`variant-missing`: an acknowledgement without words for some tier, channel or language, whatever the event."""
    spoken, moments = said_by(designs), moments_of(designs)
    for feeling in (*FEELINGS, *LOSSES.values()):
        response = f"utter_acknowledge_{feeling}"
        first = next((word for word in designs.words if word.response == response), None)
        if first is None:
            continue  # word-missing speaks of it
        for moment in moments:
            if not covered(spoken, response, "", moment):
                said = f"{response} has no words for tier {moment[2]} in {moment[0]} on {moment[1]}"
                remedy = "Add a variant without a condition on event."
                yield Finding(first.file, first.line, "variant-missing", said, remedy)


def unread(designs: Designs) -> Iterator[Finding]:
    """`language-unread`: a language in which nobody would notice that a customer is in danger."""
    for index, language in enumerate(languages_of(designs)):
        if language not in UNDERSTOOD:
            said = f"the reader does not know {language}: a disclosure in it would not be noticed"
            remedy = (
                "Train and measure it first (docs/emotion-model.md), then name the language in UNDERSTOOD."
            )
            yield Finding(
                LANGUAGES_FILE,
                designs.line(LANGUAGES_FILE, f"languages.{index}"),
                "language-unread",
                said,
                remedy,
            )


def solutions(designs: Designs) -> Iterator[Finding]:
    """`unheard-solution`: a rule or story whose solution can be reached with a feeling for which no words fit."""
    spoken = said_by(designs)
    bare = bare_moments(spoken, moments_of(designs))
    for file, place, steps in paths(designs):
        for step, after in pairwise(steps):
            intent, action = step.get("intent"), str(after.get("action", ""))
            if not intent or not action or action == "action_listen":
                continue
            unheard = gap(spoken, str(intent), bare)
            if unheard:
                said = f"after {intent}, {action} can be spoken unheard: {unheard}"
                remedy = "Write that acknowledgement in data/responses/."
                yield Finding(file, designs.line(file, place), "unheard-solution", said, remedy)


def by_hand(designs: Designs) -> Iterator[Finding]:
    """`acknowledged-by-hand`: a rule or story that speaks an acknowledgement itself, so that it is heard twice."""
    for file, place, steps in paths(designs):
        for step in steps:
            if str(step.get("action", "")).startswith("utter_acknowledge_"):
                said = f"{step['action']} is written out; EmpathyPolicy speaks it too"
                remedy = "Delete the step: write intent, then solution."
                yield Finding(file, designs.line(file, place), "acknowledged-by-hand", said, remedy)


def paths(designs: Designs) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """(file, dotted place, steps) of every rule and story."""
    for file in designs.documents:
        for kind in ("rules", "stories"):
            for index, path in enumerate(designs.part(file, kind, [])):
                steps = [step for step in path.get("steps") or () if isinstance(step, dict)]
                yield file, f"{kind}.{index}", steps


def bare_moments(spoken: Spoken, moments: list[Moment]) -> list[tuple[str, Moment]]:
    """Each (feeling, moment) without words that fit whatever the event is: there an event needs words of its own."""
    return [
        (feeling, moment)
        for feeling, moment in product((*FEELINGS, *LOSSES.values()), moments)
        if not covered(spoken, f"utter_acknowledge_{feeling}", "", moment)
    ]


def gap(spoken: Spoken, intent: str, bare: list[tuple[str, Moment]]) -> str | None:
    """A moment in which a customer with this intent would find no acknowledgement, as a sentence's end; or None."""
    feelings = (LOSSES[intent],) if intent in LOSSES else FEELINGS
    for feeling, moment in bare:
        if feeling in feelings and not covered(spoken, f"utter_acknowledge_{feeling}", intent, moment):
            return f"{feeling}, tier {moment[2]}, {moment[0]}, {moment[1]}"
    return None


def covered(spoken: Spoken, response: str, event: str, moment: Moment) -> bool:
    """Whether the chooser that the bot itself uses finds words in the customer's own language for the moment."""
    language, channel, tier = moment
    facts = {"language": language, "tier": tier, "event": event, "turn": 1}
    # A variant that needs a value ({amount}) is spoken only where the value is known: no net for every event.
    own = [
        one
        for one in spoken.get(response, ())
        if one["language"] == language and not placeholders(one["text"])
    ]
    return choose_response({response: own}, response, facts=facts, channel=channel) is not None


def said_by(designs: Designs) -> Spoken:
    """Response -> its variants as the chooser takes them, each with its language."""
    found: Spoken = {}
    for word in designs.words:
        variant: dict[str, Any] = {"text": word.text, "language": word.language}
        variant["condition"] = [{"name": name, "value": value} for name, value in word.conditions.items()]
        if word.channel:
            variant["channel"] = word.channel
        found.setdefault(word.response, []).append(variant)
    return found
