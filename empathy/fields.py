"""Reads typed fields out of decoded JSON, so that every wire shape refuses a wrong value by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from empathy.errors import Malformed

Json = Mapping[str, Any]


def _wrong(key: str, wanted: str) -> Malformed:
    return Malformed(f"The field {key!r} is not {wanted}.", remedy=f"Send {key!r} as {wanted}.")


def text(record: Json, key: str, default: str | None = None) -> str:
    """The string at `key`, or `default` where the key is missing; `Malformed` for anything else."""
    value = record.get(key, default)
    if not isinstance(value, str):
        raise _wrong(key, "text")
    return value


def optional_text(record: Json, key: str) -> str | None:
    """The string at `key`, or None where it is missing or null."""
    return None if record.get(key) is None else text(record, key)


def whole(record: Json, key: str, default: int | None = None) -> int:
    """The integer at `key`; booleans and fractions are refused."""
    value = record.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(key, "a whole number")
    return value


def share(record: Json, key: str, default: float | None = None) -> float:
    """The number from 0 to 1 at `key`."""
    value = record.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0.0 <= value <= 1.0:
        raise _wrong(key, "a number from 0 to 1")
    return float(value)


def truth(record: Json, key: str, default: bool | None = None) -> bool:
    """The boolean at `key`."""
    value = record.get(key, default)
    if not isinstance(value, bool):
        raise _wrong(key, "true or false")
    return value


def record_of(record: Json, key: str) -> dict[str, Any]:
    """The object at `key`, as a new dict; {} where it is missing or null."""
    value = record.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _wrong(key, "an object")
    return dict(value)


def texts(record: Json, key: str) -> tuple[str, ...]:
    """The list of strings at `key`; () where it is missing or null."""
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise _wrong(key, "a list of texts")
    return tuple(value)


def records(record: Json, key: str) -> tuple[dict[str, Any], ...]:
    """The list of objects at `key`; () where it is missing or null."""
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, Mapping) for item in value):
        raise _wrong(key, "a list of objects")
    return tuple(dict(item) for item in value)


def one_of(record: Json, key: str, known: tuple[str, ...], default: str | None = None) -> str:
    """The string at `key`, which must be one of `known`."""
    value = text(record, key, default)
    if value not in known:
        raise _wrong(key, "one of " + ", ".join(known))
    return value
