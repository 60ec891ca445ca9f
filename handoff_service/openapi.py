"""Builds /openapi.json from the routes themselves, so that the document cannot forget one."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

from sanic import Sanic

from handoff_service import __doc__ as about

ATTRIBUTE = "heard_description"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "remedy"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "code", "remedy")},
        "status": {"type": "integer"},
    },
}


@dataclasses.dataclass(frozen=True)
class Description:
    """What a route does: a sentence, the shape it takes, the shape of each good answer, and who may call it."""

    summary: str
    takes: type | None = None
    gives: Mapping[int, type | None] = dataclasses.field(default_factory=lambda: {200: None})
    who: str = "anyone"  # anyone customer internal agent
    media: str = "application/json"


Handler = typing.TypeVar("Handler", bound=Callable[..., Any])


def described(description: Description) -> Callable[[Handler], Handler]:
    """Attach a description to a route's handler (the outermost decorator below the route's own)."""

    def attach(handler: Handler) -> Handler:
        setattr(handler, ATTRIBUTE, description)
        return handler

    return attach


def document(app: Sanic[Any, Any]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of every route of the application."""
    shapes: dict[str, Any] = {"Problem": PROBLEM}
    paths: dict[str, Any] = {}
    for route in app.router.routes:
        operations = paths.setdefault(path_of(route.path), {})
        for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
            operations[method.lower()] = operation(
                getattr(route.handler, ATTRIBUTE, Description("")), route.path, shapes
            )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Heard", "version": "0.1.0", "description": about},
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": shapes, "securitySchemes": SCHEMES},
    }


SCHEMES = {
    "customer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The token given when the conversation was created.",
    },
    "agent": {"type": "apiKey", "in": "cookie", "name": "heard_agent"},
    "internal": {"type": "apiKey", "in": "header", "name": "X-Heard-Signature"},
}


def path_of(path: str) -> str:
    """Sanic's `<id:str>` as OpenAPI's `{id}`."""
    return "/" + re.sub(r"<(?:__)?(\w+)(?::[^>]*)?>", r"{\1}", path).lstrip("/")


def operation(description: Description, path: str, shapes: dict[str, Any]) -> dict[str, Any]:
    """One method of one path."""
    answers: dict[str, Any] = {
        str(status): {"description": "Done."} | (content(shape, description.media, shapes) if shape else {})
        for status, shape in description.gives.items()
    }
    answers["default"] = {
        "description": "Refused, with a remedy.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    built: dict[str, Any] = {
        "summary": description.summary,
        "responses": answers,
        "parameters": parameters(path),
    }
    if description.takes is not None:
        built["requestBody"] = {"required": True, **content(description.takes, "application/json", shapes)}
    if description.who in SCHEMES:
        built["security"] = [{description.who: []}]
    return built


def parameters(path: str) -> list[dict[str, Any]]:
    """The parameters within a path."""
    names = re.findall(r"\{(\w+)\}", path_of(path))
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def content(shape: type, media: str, shapes: dict[str, Any]) -> dict[str, Any]:
    """A body of a shape."""
    return {"content": {media: {"schema": schema_of(shape, shapes)}}}


def schema_of(kind: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a type; dataclasses go to `shapes` and are referred to."""
    simple = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    if kind in simple:
        return {"type": simple[kind]}
    if typing.get_origin(kind) is list:
        return {"type": "array", "items": schema_of(typing.get_args(kind)[0], shapes)}
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return {"anyOf": [schema_of(one, shapes) for one in typing.get_args(kind)]}
    if dataclasses.is_dataclass(kind):
        name = typing.cast("type", kind).__name__
        if name not in shapes:
            shapes[name] = {}
            shapes[name] = record_schema(typing.cast("type", kind), shapes)
        return {"$ref": f"#/components/schemas/{name}"}
    return {"type": "object"}


def record_schema(kind: type, shapes: dict[str, Any]) -> dict[str, Any]:
    """The schema of a dataclass: its fields, and which of them have no default."""
    hints = typing.get_type_hints(kind)
    listed = dataclasses.fields(kind)
    return {
        "type": "object",
        "description": kind.__doc__,
        "properties": {one.name: schema_of(hints[one.name], shapes) for one in listed},
        "required": [one.name for one in listed if required(one)],
    }


def required(one: dataclasses.Field[Any]) -> bool:
    """Whether a field has no default."""
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
