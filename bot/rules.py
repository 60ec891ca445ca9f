"""Brings the designers' files of empathy to the parts that run inside Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from empathy.rules import EmpathyRules, empathy_rules

FOLDER = Path("data/empathy")


def designers_rules(folder: Path = FOLDER) -> EmpathyRules:
    """The marks in `tiers.yml` of `folder`, or the defaults where there is no such file. Raises RuleError."""
    path = folder / "tiers.yml"
    return empathy_rules(_read(path), file=str(path))


def resources(country: str, kind: str, *, channel: str, language: str, folder: Path = FOLDER) -> str:
    """The free help for a disclosure, joined as it reads inside the crisis message; "" where none is listed.

    `language` is "en" or "es", `channel` "web" or "sms" (which takes the short form).
    """
    pack = (_read(folder / "crisis_resources.yml") or {}).get("resources", {})
    listed = (pack.get(country) or pack.get("default") or {}).get(kind) or (pack.get("default") or {}).get(
        kind
    )
    form = "sms" if channel == "sms" else "words"
    worded = [one.get(form) or one.get("words") or {} for one in listed or ()]
    return "; ".join(str(one.get(language) or one.get("en")) for one in worded if one)


def _read(path: Path) -> Any:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as lines:
        return yaml.safe_load(lines)
