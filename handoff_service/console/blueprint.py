"""Puts the console's routes together; the service mounts them at /console."""

from __future__ import annotations

from sanic import Blueprint

from handoff_service.console.correcting import add_corrections
from handoff_service.console.pages import add_pages, add_refusals
from handoff_service.console.signing import add_signing
from handoff_service.console.stage import Console
from handoff_service.console.steps import add_steps
from handoff_service.console.stream import add_streams


def blueprint(console: Console) -> Blueprint:
    """The routes below /console."""
    routes = Blueprint("console", url_prefix="/console")
    for add in (add_signing, add_pages, add_steps, add_corrections, add_streams, add_refusals):
        add(routes, console)
    return routes
