"""Holds the designers' files against their JSON Schemas, the same ones an editor completes and checks by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from heard.check.files import Designs
from heard.check.findings import Finding
from heard.errors import CommandFailed

SCHEMAS = Path(__file__).parent / "schemas"


def misshapen(designs: Designs) -> Iterator[Finding]:
    """`wrong-shape`: a key that nobody knows, a value of the wrong kind, something needed left out."""
    for file, content in designs.documents.items():
        name = schema_of(file)
        if name is None or content is None:
            continue
        for fault in validator(name).iter_errors(as_json(content)):
            place = ".".join(str(part) for part in fault.absolute_path)
            said = f"{place or 'the file'}: {fault.message[:200]}"
            remedy = "docs/designers-lint.md says how VS Code completes and checks this file."
            yield Finding(file, designs.line(file, place), "wrong-shape", said, remedy)


def schema_of(file: str) -> str | None:
    """The name of the schema for a file; None if it has none."""
    path = Path(file)
    name = "responses" if path.parent.as_posix() == "data/responses" else path.stem
    known = file == "domain.yml" or path.parent.as_posix() in {"data/responses", "data/empathy"}
    return name if known and (SCHEMAS / f"{name}.schema.json").exists() else None


@cache
def validator(name: str) -> Any:
    """The validator of a schema. Raises CommandFailed where the library for it is not installed."""
    try:
        from jsonschema import Draft202012Validator
    except ImportError as absent:
        raise CommandFailed("jsonschema is not installed; run `make setup` once.") from absent
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")))


def as_json(content: Any) -> Any:
    """YAML's own kinds as JSON has them: days as text, every key as text."""
    if isinstance(content, dict):
        return {str(key): as_json(value) for key, value in content.items()}
    if isinstance(content, list):
        return [as_json(value) for value in content]
    return content.isoformat() if isinstance(content, date) else content
