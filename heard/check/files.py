"""Loads what designers write with the line of everything, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from handoff_service.yaml_lines import LOADER, keys_with_lines, plain
from heard.check.code import Spoken, spoken_by_code
from heard.check.findings import Finding


@dataclass(frozen=True)
class Word:
    """One variant of one response, where it stands and what it says."""

    file: str
    line: int
    response: str
    text: str
    variant: str
    channel: str | None
    conditions: dict[str, str]
    buttons: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language the variant is for; without a condition it is the house's own, English."""
        return self.conditions.get("language", "en")


@dataclass
class Designs:
    """Everything a designer owns, as read; and which responses the code speaks.

    `documents` holds the plain content of each file by its path, `lines` the line of each dotted key in it.
    """

    words: list[Word] = field(default_factory=list)
    resources: dict[str, Any] = field(default_factory=dict)
    banned: list[dict[str, str]] = field(default_factory=list)
    limits: dict[str, Any] = field(default_factory=dict)
    approvals: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    code: Spoken = field(default_factory=Spoken)
    unreadable: list[Finding] = field(default_factory=list)

    def part(self, file: str, key: str, default: Any) -> Any:
        """What stands under a top key of a file; `default` if there is nothing of that kind."""
        held = self.documents.get(file)
        found = held.get(key) if isinstance(held, dict) else None
        return found if isinstance(found, type(default)) else default

    def line(self, file: str, key: str) -> int:
        """The line of a dotted key in a file, or of the nearest key above it; 1 if none is there."""
        lines = self.lines.get(file, {})
        while key and key not in lines:
            key = key.rpartition(".")[0]
        return lines.get(key, 1)


RESOURCES = "data/empathy/crisis_resources.yml"
BANNED = "data/empathy/banned_phrases.yml"
LIMITS = "data/empathy/lint.yml"
APPROVALS = "data/empathy/approvals.yml"
LANGUAGES_FILE = "data/empathy/languages.yml"
TIERS_FILE = "data/empathy/tiers.yml"
NEEDED = ("domain.yml", RESOURCES, BANNED, LIMITS, APPROVALS)
READ = ("config*.yml", "data/empathy/*.yml", "data/responses/*.yml", "data/rules/*.yml", "data/stories/*.yml")


def load_designs(root: Path) -> Designs:
    """The designers' files under `root`; a file that is missing or no YAML becomes a finding, never an exception."""
    designs = Designs()
    found = {root / name for name in NEEDED} | {path for pattern in READ for path in root.glob(pattern)}
    for path in sorted(found):
        name = path.relative_to(root).as_posix()
        node = composed(path, root, designs)
        designs.documents[name] = valued(node, name, designs)
        designs.lines[name] = dict(keys_with_lines(node))
    designs.code = spoken_by_code(root)
    return designs


def understood(designs: Designs) -> Designs:
    """The same designs with words, resources, limits and approvals taken from their documents.

    The documents must have their shape (`heard.check.shapes`); what has not is left out here.
    """
    for name in designs.documents:
        designs.words += words_of(name, designs)
    designs.resources = designs.part(RESOURCES, "resources", {})
    designs.banned = designs.part(BANNED, "phrases", [])
    designs.limits = designs.documents.get(LIMITS) or {}
    designs.approvals = designs.part(APPROVALS, "approvals", {})
    return designs


def composed(path: Path, root: Path, designs: Designs) -> yaml.Node | None:
    """The YAML nodes of a file; None, and a finding, if it is missing or no YAML."""
    name = path.relative_to(root).as_posix()
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except FileNotFoundError:
        designs.unreadable.append(
            Finding(name, 1, "file-missing", "the file is not there", "Restore it from git.")
        )
    except yaml.MarkedYAMLError as fault:
        # What is left open is noticed at the end: one line after the last.
        last = len(path.read_text(encoding="utf-8").splitlines()) or 1
        line = min(fault.problem_mark.line + 1, last) if fault.problem_mark else 1
        remedy = "Mend the indentation or quotes."
        designs.unreadable.append(Finding(name, line, "not-yaml", str(fault.problem), remedy))
    return None


def valued(node: yaml.Node | None, name: str, designs: Designs) -> Any:
    """The values under a file's node; None, and a finding, if one of them cannot be (a day such as 2026-02-31)."""
    try:
        return plain(node)
    except ValueError as fault:
        said = Finding(name, 1, "not-yaml", str(fault), "Correct the day, or put it in quotes.")
        designs.unreadable.append(said)
        return None


def words_of(file: str, designs: Designs) -> Iterator[Word]:
    """Every variant of every response of a domain or response file."""
    for response, variants in designs.part(file, "responses", {}).items():
        for index, variant in enumerate(variants or []):
            yield word_of(file, designs.line(file, f"responses.{response}.{index}"), response, variant)


def word_of(file: str, line: int, response: str, variant: dict[str, Any]) -> Word:
    """One variant as a `Word`."""
    return Word(
        file,
        line,
        response,
        str(variant.get("text") or ""),
        str(variant.get("id") or (variant.get("metadata") or {}).get("id") or ""),
        variant.get("channel"),
        {str(one["name"]): str(one["value"]) for one in variant.get("condition") or ()},
        tuple(str(button.get("title", "")) for button in variant.get("buttons") or ()),
    )
