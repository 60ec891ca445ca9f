"""The files that browsers get: small, typed, fresh, guarded, and true to the house rules for scripts."""

import gzip
import re
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from handoff_service.web import pages
from tests.fakes.house_routes import words

WIDGET = Path(pages.__file__).parent / "widget"
SCRIPTS = sorted(WIDGET.glob("*.js"))
BUDGET = 12_000  # bytes, gzipped, as served: scripts and style together
SINKS = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser")


@pytest_asyncio.fixture(loop_scope="session")
async def browser_of(house):
    async with httpx.AsyncClient(base_url=house.address) as client:
        yield client


async def test_the_whole_widget_weighs_less_than_its_budget(browser_of):
    weights = {}
    for name, _ in pages.pages_in(WIDGET):
        async with browser_of.stream("GET", f"/widget/{name}") as answer:
            weights[name] = len(b"".join([chunk async for chunk in answer.aiter_raw()]))
    assert set(weights) == {file.name for file in (*SCRIPTS, WIDGET / "widget.css")}
    assert sum(weights.values()) <= BUDGET, weights


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/demo/site.css", "text/css"),
        ("/demo/harbor.svg", "image/svg+xml"),
        ("/widget/heard-chat.js", "text/javascript"),
        ("/widget/widget.css", "text/css"),
    ],
)
async def test_files_have_their_type_and_are_asked_for_again_only_when_changed(browser_of, path, kind):
    first = await browser_of.get(path)
    assert first.headers["content-type"] == f"{kind}; charset=utf-8".replace(
        "svg+xml; charset=utf-8", "svg+xml"
    )
    assert first.headers["content-encoding"] == "gzip"
    again = await browser_of.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_browser_without_gzip_reads_the_same(browser_of):
    packed = await browser_of.get("/widget/panel.js")
    plain = await browser_of.get("/widget/panel.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text


@pytest.mark.parametrize(
    "path", ["/widget/types.d.ts", "/widget/../pages.py", "/widget/%2e%2e/pages.py", "/widget/"]
)
async def test_nothing_else_is_served(browser_of, path):
    assert (await browser_of.get(path)).status_code == 404


async def test_the_page_forbids_inline_and_foreign_code_and_markup_from_text(browser_of):
    policy = (await browser_of.get("/")).headers["content-security-policy"]
    assert "unsafe" not in policy
    for rule in (
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ):
        assert rule in policy


async def test_the_widget_may_stand_on_a_companys_own_page(browser_of):
    assert (await browser_of.get("/widget/heard-chat.js")).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in (await browser_of.get("/")).headers


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_scripts_are_short_say_why_they_exist_and_make_no_markup(script):
    lines = script.read_text("utf-8").splitlines()
    assert len(lines) <= 250
    assert lines[0].startswith("// ")
    assert not SINKS.search("\n".join(lines))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_what_stays_at_home_is_comments_alone(script):
    source = script.read_text("utf-8")
    sent = pages.lean(source)
    assert not re.search(r"`[^`]*\n[^`]*`", re.sub(r"`[^`\n]*`", "", source)), "a string over several lines"
    assert re.findall(r"\"[^\"\n]*\"|[{}()]", sent) == re.findall(
        r"\"[^\"\n]*\"|[{}()]", without_comments(source)
    )


def without_comments(source):
    """The source as a reader who skips comments sees it, found another way: by walking it."""
    kept, rest = [], source
    while rest:
        before, mark, rest = rest.partition("/**")
        kept.append(before)
        rest = rest.partition("*/")[2] if mark else ""
    return "\n".join(f" {line.strip()}".partition(" // ")[0] for line in "".join(kept).splitlines())


def test_every_label_that_the_widget_speaks_is_a_designers_word():
    spoken = set()
    for script in SCRIPTS:
        source = script.read_text("utf-8")
        for call in re.findall(r"\bword\(([^()]*)\)", source):
            spoken |= set(re.findall(r'"([a-z_]+)"', call))
    known = {name.removeprefix("utter_widget_") for name in words("en")}
    assert len(spoken) > 20
    assert spoken - known - {"agent", "bot", "customer"} == set()


def test_gzip_is_the_same_on_every_machine():
    page = pages.page_of(WIDGET / "heard-chat.js")
    assert gzip.decompress(page.packed) == page.plain
    assert page == pages.page_of(WIDGET / "heard-chat.js")
