"""Sorts what Rasa has learnt by how it ends, so that a prediction tries a handful of rules and not all of them."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

#: The action and the intent with which a rule or a story ends.
Ending = tuple[str, str]
Index = dict[Ending, list[str]]

_ACTION = re.compile(r"prev_action: \{(.*?)\}")
_INTENT = re.compile(r"user: \{.*?intent: ([^,}]*)")
#: Rasa's mark in a rule for a value that must not be set.
_MUST_NOT = "should_not_be_set"


def feature_text(states: Sequence[Any]) -> str:
    """The text under which Rasa memorises a list of states."""
    return json.dumps(list(states), sort_keys=True).replace('"', "")


def unpacked(key: str) -> str:
    """The text in one of Rasa's packed keys."""
    return zlib.decompress(base64.b64decode(key)).decode()


def ending_of(text: str) -> Ending:
    """The action and the intent (or "") with which memorised states end; everything before and around is left out."""
    at = text.rfind("prev_action: {")
    if at < 0:
        return "", ""
    action, intent = _ACTION.search(text, at), _INTENT.search(text, at)
    return (action.group(1) if action else ""), (intent.group(1) if intent else "")


def index_of(rules: Mapping[str, Sequence[Any]]) -> Index:
    """Rule keys by what their last state demands; "" where it demands nothing. `rules`: key -> states."""
    index: Index = {}
    for key, states in rules.items():
        last = states[-1] if states else {}
        ending = (_demanded(last, "prev_action", "action_name"), _demanded(last, "user", "intent"))
        index.setdefault(ending, []).append(key)
    return index


def candidates(index: Index, state: Mapping[str, Any]) -> list[str]:
    """The keys whose last state may fit `state`, the latest of the conversation."""
    action = str((state.get("prev_action") or {}).get("action_name") or "")
    intent = str((state.get("user") or {}).get("intent") or "")
    endings = {(one, other) for one in (action, "") for other in (intent, "")}
    return [key for ending in endings for key in index.get(ending, ())]


def _demanded(state: Mapping[str, Any], part: str, name: str) -> str:
    value = (state.get(part) or {}).get(name)
    return value if isinstance(value, str) and value != _MUST_NOT else ""
