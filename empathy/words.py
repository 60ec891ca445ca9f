"""Chooses among the designers' words: by condition, channel, language, and what was said before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from empathy.errors import RuleError
from empathy.told import TOLD

Variant = Mapping[str, Any]
Responses = Mapping[str, Sequence[Variant]]

DEFAULT_LANGUAGE = "en"
#: How `empathy.experiments.on_trial` marks variants: words on trial here, and words that other customers hear.
TRIAL = "trial"
WITHHELD = "withheld"
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)\}")


def variant_id(variant: Variant) -> str:
    """The designer's id of a variant (`id` or `metadata.id`), else its text."""
    given = variant.get("id") or (variant.get("metadata") or {}).get("id")
    return str(given or variant.get("text", ""))


def choose_response(
    responses: Responses, name: str, *, facts: Mapping[str, Any], channel: str, said: Collection[str] = ()
) -> Variant | None:
    """The variant of `name` to speak now, or None if there is none for this channel and these facts.

    `facts` are slot values (`language` and `turn` among them), `said` the ids or texts used before. Of the
    variants whose conditions all hold, those in the customer's language win, then the channel's own (a text
    message stays short), then unsaid ones, those not withheld by an experiment, more conditions, those that name
    the event, those on trial; among equals the turn decides, so the same input gives the same words.
    """
    known, fitting = fitting_variants(responses.get(name, ()), facts, channel)
    if not fitting:
        return None
    ranks = [rank(one, known, said) for one in fitting]
    highest = max(ranks)
    best = [one for one, its in zip(fitting, ranks, strict=True) if its == highest]
    return best[_spin(name, facts.get("turn")) % len(best)]


class Obstacle(NamedTuple):
    """What keeps a variant from being spoken: `kind` is channel, condition or value.

    `wanted` is what the variant asks for, `held` what is; a value is a placeholder whose slot is empty.
    """

    kind: str
    name: str
    wanted: Any = None
    held: Any = None


def fitting_variants(
    variants: Sequence[Variant], facts: Mapping[str, Any], channel: str
) -> tuple[Mapping[str, Any], list[Variant]]:
    """The facts with the language that is spoken, and the variants that nothing stands in the way of.

    The customer's language comes first; where nothing fits in it, the house's own is tried.
    """
    known = {**facts, "language": str(facts.get("language") or DEFAULT_LANGUAGE)}
    fitting = _unhindered(variants, known, channel)
    if not fitting:
        known = {**facts, "language": DEFAULT_LANGUAGE}
        fitting = _unhindered(variants, known, channel)
    return known, fitting


def _unhindered(variants: Sequence[Variant], known: Mapping[str, Any], channel: str) -> list[Variant]:
    return [one for one in variants if next(obstacles(one, known, channel), None) is None]


def _conditions(variant: Variant) -> list[Mapping[str, Any]]:
    return list(variant.get("condition") or ())


def _same(held: Any, wanted: Any) -> bool:
    # Rasa compares texts without regard to case; so do we, or the two would pick different words.
    if isinstance(held, str) and isinstance(wanted, str):
        return held.casefold() == wanted.casefold()
    return bool(held == wanted)


def obstacles(variant: Variant, facts: Mapping[str, Any], channel: str) -> Iterator[Obstacle]:
    """Everything that keeps a variant from being spoken with these facts on this channel."""
    own = variant.get("channel")
    if own not in (None, channel):
        yield Obstacle("channel", "channel", own, channel)
    for one in _conditions(variant):
        name, wanted = str(one["name"]), one["value"]
        if not _same(facts.get(name), wanted):
            yield Obstacle("condition", name, wanted, facts.get(name))
    for name in placeholders(str(variant.get("text", ""))):
        if not _fillable(name, facts):
            yield Obstacle("value", name)


def _fillable(name: str, facts: Mapping[str, Any]) -> bool:
    # What this message did not tell cannot be named; any other name that is no fact is the speaker's to fill, or
    # to miss loudly.
    return facts.get(name, None if name.startswith(TOLD) else "") is not None


#: What each place of a rank says, in order of weight.
RANKED_BY = ("language", "channel", "said", "withheld", "details", "event", "trial")


def rank(
    variant: Variant, facts: Mapping[str, Any], said: Collection[str]
) -> tuple[bool, bool, bool, bool, int, bool, bool]:
    """How well a fitting variant meets the moment: the highest is spoken. `RANKED_BY` names the places."""
    conditions = _conditions(variant)
    language = facts["language"]
    own = language == DEFAULT_LANGUAGE or any(one["name"] == "language" for one in conditions)
    fresh = variant_id(variant) not in said and variant.get("text") not in said
    told = [one["name"] for one in conditions if one["name"] != "language"]
    named = [name for name in placeholders(str(variant.get("text", ""))) if name in facts]
    # The customer's own figure ("a week", "18.00") shows better than any shade of tone that somebody listened.
    close = len(told) + 2 * len(named), "event" in told
    return own, "channel" in variant, fresh, WITHHELD not in variant, *close, TRIAL in variant


def _spin(name: str, turn: Any) -> int:
    return int.from_bytes(hashlib.sha256(f"{name}:{turn}".encode()).digest()[:8], "big")


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the placeholders in a text, in order."""
    return tuple(_PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The text with each `{name}` replaced by its value, once (values are never expanded again).

    Raises `RuleError` that names the placeholder for which no value was given.
    """

    def value_of(match: re.Match[str]) -> str:
        name = match.group(1)
        if values.get(name) is None:
            remedy = f"Use one of: {', '.join(sorted(values)) or 'no placeholder at all'}"
            raise RuleError("responses", name, f"no value for {{{name}}} in {text!r}", remedy)
        return str(values[name])

    return _PLACEHOLDER.sub(value_of, text)
