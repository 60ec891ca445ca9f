"""Takes a policy out of a loaded model, so that the same bot can be measured without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.engine.graph import GraphSchema

from bot.version_guard import require_rasa


def without(runner: Any, policy: str) -> None:
    """Remove the policies of class `policy` from a graph runner that has not run yet; raises KeyError if there is none."""
    require_rasa("bot/rehearsal/unfeeling.py")
    nodes = runner._graph_schema.nodes
    gone = {name for name, node in nodes.items() if node.uses.__name__ == policy}
    if not gone:
        raise KeyError(policy)
    kept = {name: node for name, node in nodes.items() if name not in gone}
    runner._graph_schema = GraphSchema({name: _unlinked(node, gone) for name, node in kept.items()})
    for name, node in runner._instantiated_nodes.items():
        if name not in gone:
            node._inputs = {needed: source for needed, source in node._inputs.items() if source not in gone}


def _unlinked(node: Any, gone: set[str]) -> Any:
    return replace(node, needs={name: source for name, source in node.needs.items() if source not in gone})
