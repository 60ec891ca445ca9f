"""Joins rules and stories to trees: what a customer says, what follows, and where the ways part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from handoff_service.preview.designs import Document


@dataclass(frozen=True)
class Step:
    """One step: `kind` is intent, action, form, end (of a form), slot, while (a form asks) or after (an action)."""

    kind: str
    name: str


@dataclass(frozen=True)
class Path:
    """A rule or story with its place; `loop` is the form that must be asking."""

    kind: str
    name: str
    file: str
    line: int
    steps: tuple[Step, ...]

    def mentions(self, wanted: str) -> bool:
        """Whether the name of the path or of one of its steps holds this text."""
        return any(wanted in name.casefold() for name in (self.name, *(step.name for step in self.steps)))


@dataclass
class Node:
    """A step in a tree; `names` are all the intents that lead on in the same way, `paths` those that pass here."""

    kind: str
    names: list[str]
    paths: list[Path]
    children: list[Node] = field(default_factory=list)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What follows: equal for nodes after which the same happens."""
        return tuple((child.kind, tuple(child.names), child.shape) for child in self.children)


def paths_of(documents: Iterable[Document]) -> Iterator[Path]:
    """Every rule and story in these documents, in their order."""
    for document in documents:
        content = document.content if isinstance(document.content, Mapping) else {}
        for key, kind in (("rules", "rule"), ("stories", "story")):
            listed = content.get(key)
            for at, given in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(given, Mapping):
                    line = document.line(f"{key}.{at}")
                    yield Path(kind, str(given.get(kind, "")), document.file, line, tuple(steps_of(given)))


def steps_of(given: Mapping[str, Any]) -> Iterator[Step]:
    """The steps of a rule or story as they are drawn."""
    for one in listed(given, "condition"):
        if one.get("active_loop"):
            yield Step("while", str(one["active_loop"]))
    steps = listed(given, "steps")
    for at, step in enumerate(steps):
        following = steps[at + 1] if at + 1 < len(steps) else {}
        yield from drawn(step, following)


def listed(given: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The mappings in the list under a key."""
    found = given.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def drawn(step: Mapping[str, Any], following: Mapping[str, Any]) -> Iterator[Step]:
    """What is drawn for one step; `following` tells whether an action is a form that goes on asking."""
    if "or" in step:
        yield Step("intent", " or ".join(str(one.get("intent", "")) for one in listed(step, "or")))
    elif "intent" in step or "user" in step:
        yield Step("intent", str(step.get("intent") or step.get("user")))
    elif "action" in step:
        asks = following.get("active_loop") == step["action"]
        yield Step("form" if asks else "action", str(step["action"]))
    elif "active_loop" in step and step["active_loop"] is None:
        yield Step("end", "form ends")
    elif "slot_was_set" in step:
        named = [name for one in listed(step, "slot_was_set") for name in one if name != "requested_slot"]
        yield from (Step("slot", str(name)) for name in named)


def forest(paths: Iterable[Path]) -> list[Node]:
    """The trees of one file: paths with the same beginning share it, and one that begins with an action goes on there."""
    roots: list[Node] = []
    waiting = []
    for path in paths:
        if path.steps and path.steps[0].kind == "action":
            waiting.append(path)
        else:
            grow(roots, path.steps, path)
    for path in waiting:
        place = next((node for node in walk(roots) if node.names == [path.steps[0].name]), None)
        if place is None:
            grow(roots, (Step("after", path.steps[0].name), *path.steps[1:]), path)
        else:
            grow(place.children, path.steps[1:], path)
    return joined(roots)


def grow(nodes: list[Node], steps: tuple[Step, ...], path: Path) -> None:
    """Add a path below these nodes, along the nodes that are there already."""
    for step in steps:
        node = next((one for one in nodes if one.kind == step.kind and one.names == [step.name]), None)
        if node is None:
            node = Node(step.kind, [step.name], [])
            nodes.append(node)
        node.paths.append(path)
        nodes = node.children


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, the nearer to the root first."""
    level = list(nodes)
    while level:
        yield from level
        level = [child for node in level for child in node.children]


def joined(nodes: list[Node]) -> list[Node]:
    """The nodes with neighbouring intents that lead on in the same way drawn as one."""
    kept: list[Node] = []
    for node in nodes:
        node.children = joined(node.children)
        twin = next(
            (one for one in kept if one.kind == node.kind == "intent" and one.shape == node.shape), None
        )
        if twin is None:
            kept.append(node)
        else:
            twin.names += node.names
            twin.paths += node.paths
    return kept
