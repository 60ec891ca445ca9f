"""Serves the demo page and the widget: from memory, compressed once, never stale, under a strict policy."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, empty, raw

HERE = Path(__file__).parent
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# No inline script or style, no foreign host, and no HTML made from text: Trusted Types stop every such sink.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
PAGE_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# The widget is made to stand on a company's own pages, which are another origin.
WIDGET_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# Comments and indentation are for readers of the source, not for the customer's telephone.
COMMENT = re.compile(r"/\*\*.*?\*/\s*|(?:^|[ \t])// [^\n]*", re.MULTILINE | re.DOTALL)
INDENTATION = re.compile(r"^\s+", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One file, ready to be sent: its bytes plain and compressed, its type, and the name of this version."""

    plain: bytes
    packed: bytes
    content_type: str
    etag: str


def blueprint() -> Blueprint:
    """The routes `/`, `/demo/<file>` and `/widget/<file>`; the files are read once, here."""
    pages = Blueprint("pages")
    folders = {"demo": PAGE_HEADERS, "widget": WIDGET_HEADERS}
    for folder, headers in folders.items():
        for name, page in pages_in(HERE / folder):
            uri = "/" if name == "index.html" else f"/{folder}/{name}"
            route = re.sub(r"\W", "_", f"{folder}_{name}")
            pages.add_route(handler_of(page, headers), uri, methods=["GET", "HEAD"], name=route)
    return pages


def pages_in(folder: Path) -> Iterator[tuple[str, Page]]:
    """Each file of a folder that has a type for browsers, with its name."""
    for file in sorted(folder.iterdir()):
        if file.suffix in TYPES:
            yield file.name, page_of(file)


def page_of(file: Path) -> Page:
    """A file as it is sent: scripts and styles without comments and indentation."""
    text = file.read_text(encoding="utf-8")
    if file.suffix in {".js", ".css"}:
        text = lean(text)
    plain = text.encode()
    return Page(
        plain=plain,
        packed=gzip.compress(plain, 9, mtime=0),
        content_type=TYPES[file.suffix],
        etag=f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"',
    )


def lean(text: str) -> str:
    """Source without `/** */` and ` // ` comments and indentation; our scripts keep these out of strings."""
    return INDENTATION.sub("", COMMENT.sub("", text))


def handler_of(page: Page, headers: dict[str, str]) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    """The answer for one file: 304 if the browser has this version, compressed if it may be."""
    # Scripts of two releases must never be mixed: browsers ask each time and are told 304.
    always = {**headers, "ETag": page.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}

    async def answer(request: Request) -> HTTPResponse:
        if page.etag in request.headers.get("if-none-match", ""):
            return empty(status=304, headers=always)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return raw(page.plain, content_type=page.content_type, headers=always)
        headers_packed = {**always, "Content-Encoding": "gzip"}
        return raw(page.packed, content_type=page.content_type, headers=headers_packed)

    return answer
