"""Loads what designers write with the line of everything, so that a fault can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from heard.check.findings import Finding

SPOKEN_BY_CODE = re.compile(r"""["'](utter_[a-z0-9_]+)["']""")
CODE = ("actions", "bot", "handoff_service", "empathy")
RASAS_OWN = {"utter_action"}  # a key of Rasa's metadata, not a response


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

    @property
    def language(self) -> str:
        """The language the variant is for; without a condition it is the house's own, English."""
        return self.conditions.get("language", "en")


@dataclass
class Designs:
    """Everything a designer owns: words, resources, the banned phrases; and which responses the code speaks."""

    words: list[Word] = field(default_factory=list)
    resources: dict[str, Any] = field(default_factory=dict)
    resource_lines: dict[str, int] = field(default_factory=dict)
    banned: list[dict[str, str]] = field(default_factory=list)
    spoken_by_code: dict[str, tuple[str, int]] = field(default_factory=dict)
    unreadable: list[Finding] = field(default_factory=list)


RESOURCES = "data/empathy/crisis_resources.yml"
BANNED = "data/empathy/banned_phrases.yml"


def load_designs(root: Path) -> Designs:
    """The designers' files under `root`; a file that is no YAML becomes a finding, never an exception."""
    designs = Designs()
    for path in [root / "domain.yml", *sorted((root / "data/responses").glob("*.yml"))]:
        designs.words += words_of(path, root, designs)
    resources = composed(root / RESOURCES, root, designs)
    designs.resources = (plain(resources) or {}).get("resources", {})
    designs.resource_lines = dict(keys_with_lines(resources))
    designs.banned = (plain(composed(root / BANNED, root, designs)) or {}).get("phrases", [])
    designs.spoken_by_code = dict(spoken_by_code(root))
    return designs


def composed(path: Path, root: Path, designs: Designs) -> yaml.Node | None:
    """The YAML nodes of a file; None, and a finding, if it is missing or no YAML."""
    name = path.relative_to(root).as_posix()
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        designs.unreadable.append(
            Finding(name, 1, "file-missing", "the file is not there", "Restore it from git.")
        )
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        designs.unreadable.append(
            Finding(name, line, "not-yaml", str(fault.problem), "Mend the indentation or quotes.")
        )
    return None


def plain(node: yaml.Node | None) -> Any:
    """The values under a node."""
    return yaml.SafeLoader("").construct_document(node) if node is not None else None


def keys_with_lines(node: yaml.Node | None, prefix: str = "") -> Iterator[tuple[str, int]]:
    """Dotted key -> line (1-based) for every mapping key below a node, items of lists by their number."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{prefix}{key.value}"
            yield name, key.start_mark.line + 1
            yield from keys_with_lines(value, f"{name}.")
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield f"{prefix}{index}", item.start_mark.line + 1
            yield from keys_with_lines(item, f"{prefix}{index}.")


def words_of(path: Path, root: Path, designs: Designs) -> Iterator[Word]:
    """Every variant of every response of a domain or response file."""
    node = composed(path, root, designs)
    lines = dict(keys_with_lines(node))
    for response, variants in ((plain(node) or {}).get("responses") or {}).items():
        for index, variant in enumerate(variants or []):
            line = lines.get(f"responses.{response}.{index}", 1)
            yield word_of(path.relative_to(root).as_posix(), line, response, variant)


def word_of(file: str, line: int, response: str, variant: dict[str, Any]) -> Word:
    """One variant as a `Word`."""
    conditions = {str(one["name"]): str(one["value"]) for one in variant.get("condition") or ()}
    name = variant.get("id") or (variant.get("metadata") or {}).get("id") or ""
    return Word(
        file, line, response, str(variant.get("text") or ""), str(name), variant.get("channel"), conditions
    )


def spoken_by_code(root: Path) -> Iterator[tuple[str, tuple[str, int]]]:
    """Response name -> (file, line) for each name that the programs speak."""
    for package in CODE:
        for path in sorted((root / package).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for name in set(SPOKEN_BY_CODE.findall(line)) - RASAS_OWN:
                    yield name, (path.relative_to(root).as_posix(), number)
