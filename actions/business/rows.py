"""Carries facts into table rows and back by the types of their fields: no mapping is written twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_type_hints

from actions.business.facts import Words

Value = str | int | None
_KNOWN_HINTS: dict[type[Any], Mapping[str, Any]] = {}
_DAYS = (date, date | None)
_TEXTS = (Words, Words | None, tuple[int, ...], tuple[str, ...])


def columns(kind: type[Any]) -> tuple[str, ...]:
    """The column names of a fact: its fields, less the ones that live in another table."""
    return tuple(field.name for field in fields(kind) if field.name != "lines")


def _hints(kind: type[Any]) -> Mapping[str, Any]:
    if kind not in _KNOWN_HINTS:
        _KNOWN_HINTS[kind] = get_type_hints(kind)
    return _KNOWN_HINTS[kind]


def to_row(fact: Any) -> dict[str, Value]:
    """The fact as column values: days and moments as ISO text, words and lists as JSON."""
    return {name: _encoded(getattr(fact, name)) for name in columns(type(fact))}


def from_row[T](kind: type[T], row: Mapping[str, Any]) -> T:
    """The fact that `to_row` made the row from; columns the fact does not know are ignored."""
    hints = _hints(kind)
    return kind(**{name: _decoded(hints[name], row[name]) for name in columns(kind)})


def _encoded(value: Any) -> Value:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps([_encoded(each) for each in value], ensure_ascii=False)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def _decoded(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is bool:
        return bool(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint in _DAYS:
        return date.fromisoformat(value)
    if hint == tuple[datetime, ...]:
        return tuple(datetime.fromisoformat(each) for each in json.loads(value))
    if hint in _TEXTS:
        found = json.loads(value)
        return tuple(found) if isinstance(found, list) else found
    return value
