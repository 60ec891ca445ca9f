"""Checks the shape of the designers' words before anybody speaks them, and says where and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empathy.errors import RuleError
from empathy.words import Variant

_EXAMPLE = 'utter_greet:\n  - text: "Hello."'


def responses_of(file: str, document: Any) -> dict[str, list[Variant]]:
    """The responses in a decoded YAML file (`None` and files without `responses` hold none).

    Raises `RuleError` with the dotted key of the first part that can't be spoken, such as `responses.utter_greet.0`.
    """
    if document is None:
        return {}
    top = _mapping(file, "", document, remedy="Begin the file with `version:` and `responses:`")
    given = _mapping(
        file, "responses", top.get("responses") or {}, remedy=f"Write a name and its words: {_EXAMPLE}"
    )
    found: dict[str, list[Variant]] = {}
    for name, variants in given.items():
        place = f"responses.{name}"
        if not isinstance(variants, list) or not variants:
            raise RuleError(file, place, "there is no list of variants here", f"Write one: {_EXAMPLE}")
        found[str(name)] = [_variant(file, f"{place}.{at}", one) for at, one in enumerate(variants)]
    return found


def _mapping(file: str, place: str, value: Any, *, remedy: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RuleError(file, place, "there are no names with a colon here", remedy)
    return value


def _variant(file: str, place: str, variant: Any) -> Variant:
    checked = _mapping(file, place, variant, remedy='Write what is said: - text: "..."')
    for key in ("text", "id", "channel"):
        if checked.get(key) is not None and not isinstance(checked[key], str):
            raise RuleError(file, f"{place}.{key}", f"{key} is no text", "Put it in quotes")
    if not checked.get("text") and "custom" not in checked:
        raise RuleError(file, place, "the variant says nothing", 'Give it words: text: "..."')
    for key in ("condition", "buttons"):
        if not isinstance(checked.get(key) or [], list):
            raise RuleError(
                file, f"{place}.{key}", f"{key} is no list", "Begin each of its lines with a dash"
            )
    for at, one in enumerate(checked.get("condition") or ()):
        if not isinstance(one, Mapping) or "value" not in one or not isinstance(one.get("name"), str):
            remedy = 'Write {type: slot, name: tier, value: "2"}'
            raise RuleError(file, f"{place}.condition.{at}", "the condition has no name and value", remedy)
    for at, one in enumerate(checked.get("buttons") or ()):
        if not isinstance(one, Mapping) or not isinstance(one.get("title"), str):
            remedy = 'Write {title: "...", payload: "/intent"}'
            raise RuleError(file, f"{place}.buttons.{at}", "the button has no title", remedy)
    return checked
