"""The documents say what the code does: settings, decisions, the walk, the words."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from handoff_service.settings import Settings, variable_of

ROOT = Path(__file__).resolve().parents[2]
WALK = ROOT / "docs/walk-of-a-message.md"


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
def test_every_setting_is_documented(name):
    assert f"`{variable_of(name)}`" in (ROOT / "docs/operations.md").read_text()


def test_every_documented_setting_exists():
    documented = set(re.findall(r"^\| `(HEARD_\w+)`", (ROOT / "docs/operations.md").read_text(), re.M))
    assert documented == {variable_of(f.name) for f in fields(Settings)}


def test_the_index_of_decisions_names_each_decision_once():
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (ROOT / "docs/decisions/README.md").read_text())
    assert sorted(listed) == sorted(p.name for p in (ROOT / "docs/decisions").glob("[0-9]*.md"))


def walk_rows():
    return re.findall(r"^\| \d+ \| `([\w.]+)` \| `([\w/.-]+)` \|", WALK.read_text(), re.M)


def test_the_walk_has_a_row_for_each_step():
    assert len(walk_rows()) >= 15


@pytest.mark.parametrize(("function", "file"), walk_rows())
def test_each_function_of_the_walk_exists(function, file):
    source = (ROOT / file).read_text()
    for name in function.split("."):
        assert re.search(
            rf"(def|class|function|async) {name}\b|\b{name}\(|{name}\s*=|class {name}\b", source
        ), name


@pytest.mark.parametrize(
    "page",
    sorted(
        p.relative_to(ROOT).as_posix()
        for p in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    ),
)
def test_links_inside_the_tree_lead_somewhere(page):
    text = (ROOT / page).read_text()
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
        assert ((ROOT / page).parent / target).exists(), target
