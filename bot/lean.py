"""Removes work that stock Rasa repeats on every message: pure caches, the results stay the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.io import read_file, read_yaml

from bot.version_guard import require_rasa

Plan = list[tuple[str, tuple[str, ...]]]


def install() -> None:
    """Put every cache in place for this process. Calling it again changes nothing.

    Raises WrongRasa on another version: the caches replace private functions.
    """
    require_rasa("bot/lean.py")
    if getattr(DaskGraphRunner, "heard_lean", False):
        return
    RemoteAction._validate_action_result = compiled_validation(RemoteAction.action_response_format_spec())
    Event.resolve_by_type = staticmethod(remembered(Event.resolve_by_type))
    DomainProvider.load = classmethod(load_domain)
    DaskGraphRunner.run = run_in_order
    DaskGraphRunner.heard_lean = True


def compiled_validation(schema: dict[str, Any]) -> Callable[[Any, dict[str, Any]], bool]:
    """Return a method that checks an action's answer against `schema`, compiled once.

    Stock Rasa checks the schema itself against its meta-schema on every call: 18 ms of a 30 ms action turn.
    """
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate(_self: Any, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    return validate


def remembered(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return `resolve` (event type name -> event class) with the classes it found kept.

    Stock Rasa inspects every subclass of Event for every stored event: 12 % of a turn.
    """
    known: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name in known:
            return known[type_name]
        found = resolve(type_name, default)
        if found is not None and found is not default:
            known[type_name] = found
        return found

    return resolve_by_type


def load_domain(
    provider: Any, /, config: Any, model_storage: Any, resource: Any, execution_context: Any, **kwargs: Any
) -> Any:
    """Build Rasa's DomainProvider from the model archive, as its own `load` does."""
    with model_storage.read_from(resource) as folder:
        return provider(model_storage, resource, domain_in(Path(folder)))


def domain_in(folder: Path) -> Domain:
    """The domain that training stored in `folder`, parsed once.

    Stock Rasa parses it four times and checks it against its schema, though training did: seconds at every start
    for a domain with many words.
    """
    return Domain.from_dict(read_yaml(read_file(folder / "domain.yml")))


def run_in_order(
    self: Any, inputs: dict[str, Any] | None = None, targets: Sequence[str] | None = None
) -> dict[str, Any]:
    """Run a graph's nodes one after the other, as dask would, without building a dask graph each time."""
    wanted = tuple(targets or self._graph_schema.target_names)
    plans: dict[tuple[str, ...], Plan] = self.__dict__.setdefault("heard_plans", {})
    if wanted not in plans:
        plans[wanted] = order_of(self._graph_schema.minimal_graph_schema(list(wanted)).nodes, wanted)
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    for name, needs in plans[wanted]:
        results[name] = self._instantiated_nodes[name](*[results.get(need, need) for need in needs])
    return dict(results[name] for name in wanted)


def order_of(nodes: Any, targets: Sequence[str]) -> Plan:
    """Return (node, names it needs) pairs in an order where needs come first. `nodes`: name -> schema node."""
    plan: Plan = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in nodes:
            return
        seen.add(name)
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            visit(need)
        plan.append((name, needs))

    for target in targets:
        visit(target)
    return plan
