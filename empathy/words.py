"""Chooses among the designers' words: by condition, channel, language, and what was said before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from empathy.errors import RuleError

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
    language = str(facts.get("language") or DEFAULT_LANGUAGE)
    variants = responses.get(name, ())
    fitting = _fitting(variants, {**facts, "language": language}, channel)
    if not fitting:
        language = DEFAULT_LANGUAGE
        fitting = _fitting(variants, {**facts, "language": language}, channel)
    if not fitting:
        return None
    ranks = [_rank(one, facts, language, said) for one in fitting]
    highest = max(ranks)
    best = [one for one, rank in zip(fitting, ranks, strict=True) if rank == highest]
    return best[_spin(name, facts.get("turn")) % len(best)]


def _conditions(variant: Variant) -> list[Mapping[str, Any]]:
    return list(variant.get("condition") or ())


def _same(held: Any, wanted: Any) -> bool:
    # Rasa compares texts without regard to case; so do we, or the two would pick different words.
    if isinstance(held, str) and isinstance(wanted, str):
        return held.casefold() == wanted.casefold()
    return bool(held == wanted)


def _fitting(variants: Sequence[Variant], facts: Mapping[str, Any], channel: str) -> list[Variant]:
    return [one for one in variants if _fits(one, facts, channel)]


def _fits(variant: Variant, facts: Mapping[str, Any], channel: str) -> bool:
    if variant.get("channel") not in (None, channel):
        return False
    if not all(_same(facts.get(str(one["name"])), one["value"]) for one in _conditions(variant)):
        return False
    # A name that is no fact at all is the speaker's to fill, or to miss loudly.
    return all(facts.get(name, "") is not None for name in placeholders(str(variant.get("text", ""))))


def _rank(
    variant: Variant, facts: Mapping[str, Any], language: str, said: Collection[str]
) -> tuple[bool, bool, bool, bool, int, bool, bool]:
    conditions = _conditions(variant)
    own = language == DEFAULT_LANGUAGE or any(one["name"] == "language" for one in conditions)
    fresh = variant_id(variant) not in said and variant.get("text") not in said
    told = [one["name"] for one in conditions if one["name"] != "language"]
    named = [name for name in placeholders(str(variant.get("text", ""))) if name in facts]
    open_to_all = WITHHELD not in variant
    close = len(told) + len(named), "event" in told
    return own, "channel" in variant, fresh, open_to_all, *close, TRIAL in variant


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
