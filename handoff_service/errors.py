"""Turns every refusal into problem+json, so that a program and a person can both read what to do."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request
from sanic.exceptions import SanicException
from sanic.response import json as json_response

from empathy.errors import Refusal
from handoff_service.logs import log

CONTENT_TYPE = "application/problem+json"


def problem(status: int, code: str, *, detail: str, remedy: str) -> HTTPResponse:
    """A problem document (RFC 9457) with our two fields `code` and `remedy`."""
    body: dict[str, Any] = {
        "type": f"urn:heard:problem:{code}",
        "title": code.replace("_", " ").replace("-", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
        "remedy": remedy,
    }
    return json_response(body, status=status, content_type=CONTENT_TYPE)


async def refused(_request: Request, refusal: Exception) -> HTTPResponse:
    """Render an expected "no" of the core or of the service."""
    assert isinstance(refusal, Refusal)
    return problem(refusal.status, refusal.code, detail=str(refusal), remedy=refusal.remedy)


async def unroutable(_request: Request, fault: Exception) -> HTTPResponse:
    """Render Sanic's own refusals: unknown path, wrong method, body too large."""
    assert isinstance(fault, SanicException)
    status = fault.status_code or 500
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(status, "malformed")
    return problem(
        status, code, detail=str(fault), remedy="See /openapi.json for addresses, methods and shapes."
    )


async def unforeseen(request: Request, fault: Exception) -> HTTPResponse:
    """The edge of the process: log what kind of fault it was, never its text (it may hold words)."""
    log.error(
        "fault",
        kind=type(fault).__name__,
        route=request.path if request.route is None else request.route.path,
    )
    return problem(
        500, "fault", detail="Something went wrong on our side.", remedy="Send the same request again."
    )
