"""Rules about names: every slot, event and placeholder exists, and every response is spoken by something."""

from __future__ import annotations

from collections.abc import Iterator

from empathy.emotion import CRISES, EMOTIONS
from empathy.told import TOLD
from empathy.words import placeholders
from heard.check.contract import FEELINGS, LOSSES, paths, tiers_of
from heard.check.files import Designs
from heard.check.findings import Finding

DOMAIN = "domain.yml"
RASAS_OWN = ("utter_ask_rephrase", "utter_default", "utter_restart")


def unknown_slots(designs: Designs) -> Iterator[Finding]:
    """`unknown-slot`, `unknown-value`: a condition that can never hold, so its words are never heard."""
    slots = designs.part(DOMAIN, "slots", {})
    values = {"tier": {"0", *tiers_of(designs)}, "emotion": set(EMOTIONS), "event": events(designs)}
    for word in designs.words:
        for name, value in word.conditions.items():
            if name not in slots:
                said = f"no slot is called {name}, so this condition never holds"
                yield Finding(word.file, word.line, "unknown-slot", said, "Use a slot of domain.yml.")
            elif name in values and value not in values[name]:
                said = f"{name} is never {value!r}, so these words are never heard"
                remedy = f"Use one of: {', '.join(sorted(values[name])[:12])} ..."
                yield Finding(word.file, word.line, "unknown-value", said, remedy)


def events(designs: Designs) -> set[str]:
    """What an event can be: an intent of the domain, a loss, or an emotion where the intent names nothing."""
    intents = designs.part(DOMAIN, "intents", [])
    named = {next(iter(one)) if isinstance(one, dict) else str(one) for one in intents}
    return named | set(LOSSES.values()) | set(FEELINGS) | set(CRISES)


def unknown_placeholders(designs: Designs) -> Iterator[Finding]:
    """`unknown-placeholder`: a {name} that neither a slot nor any program fills."""
    known = set(designs.part(DOMAIN, "slots", {})) | designs.code.values | designs.code.strings
    known |= {f"{TOLD}{entity}" for entity in designs.part(DOMAIN, "entities", [])}
    for word in designs.words:
        for name in sorted(set(placeholders(word.text)) - known):
            said = f"nothing fills {{{name}}}"
            yield Finding(
                word.file, word.line, "unknown-placeholder", said, "Use a slot, or a value of the action."
            )


def unused(designs: Designs) -> Iterator[Finding]:
    """`word-unused`: a response that no rule, story, form or program speaks."""
    used = spoken_by_designs(designs)
    seen = set()
    for word in designs.words:
        if word.response in seen or word.response in used or designs.code.speaks(word.response):
            continue
        seen.add(word.response)
        said = f"nothing speaks {word.response}"
        yield Finding(word.file, word.line, "word-unused", said, "Name it in a rule or story, or delete it.")


def spoken_by_designs(designs: Designs) -> set[str]:
    """The responses that rules, stories, forms and the acknowledging policy speak."""
    used = {f"utter_acknowledge_{name}" for name in (*FEELINGS, *LOSSES.values())}
    used |= {f"utter_crisis_{kind}" for kind in CRISES} | set(RASAS_OWN)
    for _, _, steps in paths(designs):
        used |= {str(step.get("action")) for step in steps}
    for form, content in designs.part(DOMAIN, "forms", {}).items():
        for slot in (content or {}).get("required_slots") or ():
            used |= {f"utter_ask_{slot}", f"utter_ask_{form}_{slot}"}
    return used
