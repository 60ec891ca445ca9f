"""Reads YAML with the line of everything in it, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

# libyaml reads ten times faster; where it was not built in, the same files are read in Python.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
