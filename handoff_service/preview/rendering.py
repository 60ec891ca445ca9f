"""Renders the preview's pages in the console's visual language: its style sheet, its icons, its small pieces."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from sanic import HTTPResponse
from sanic.response import html, raw

from empathy.errors import NotFound
from handoff_service.console import rendering
from handoff_service.page_headers import PAGE_HEADERS
from handoff_service.preview import words

HERE = Path(__file__).parent
STATIC = HERE / "static"
STATIC_URL = "/preview/static"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class Pages:
    """Renders pages and fragments by name."""

    def __init__(self) -> None:
        made = rendering.environment()
        made.loader = ChoiceLoader(
            [FileSystemLoader(HERE / "templates"), FileSystemLoader(rendering.HERE / "templates")]
        )
        made.globals |= {"ours": static_url, "said_of": words}
        made.filters |= {"percent": words.percent, "source": source_url}
        self.templates = made

    def __call__(self, template: str, values: dict[str, Any], *, status: int = 200) -> HTTPResponse:
        """One template as an answer with strict headers."""
        absent: dict[str, Any] = {"fault": "", "draft": "", "news": ""}
        text = self.templates.get_template(template).render(absent | values)
        return html(text, status=status, headers=PAGE_HEADERS)


@cache
def static_url(name: str) -> str:
    """The address of a file of ours; its hash makes it safe to keep for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{STATIC_URL}/{digest}/{name}"


def static_file(name: str) -> HTTPResponse:
    """A file of ours; raises NotFound."""
    file = {one.name: one for one in STATIC.iterdir()}.get(name)
    if file is None:
        raise NotFound("There is no such file.", remedy="Reload the page.")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return raw(file.read_bytes(), content_type=f"{kind}; charset=utf-8", headers=FOR_EVER)


def source_url(place: str) -> str:
    """The address at which `file:line` is shown."""
    file, _, line = place.rpartition(":")
    return f"/preview/files/{file}#line-{line}"
