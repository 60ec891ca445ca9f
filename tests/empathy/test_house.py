"""The core decides with the standard library alone, and reads no clock, id or environment."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import empathy
from empathy.emotion import DISCLOSURES, EMOTIONS, LEVELS
from empathy.handoff import OWNER, STATES
from empathy.normalise import plain
from empathy.ports import EmotionModel
from empathy.wire import PURPOSES
from tests.empathy.builders import reading

MODULES = sorted(Path(empathy.__file__).parent.glob("*.py"))
OUTSIDE = {"time", "os", "random", "uuid", "secrets", "socket", "asyncio", "logging", "pathlib", "threading"}


def imported(module: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    plainly = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    taken = {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plainly | taken}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_the_standard_library_and_the_core_alone(module: Path) -> None:
    names = imported(module)
    assert names <= set(sys.stdlib_module_names) | {"empathy"}
    assert not names & OUTSIDE


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_calls_no_clock_and_opens_no_file(module: Path) -> None:
    calls = [
        node.func
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    asked = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert not named & {"open", "print", "input"}
    assert not asked & {"now", "utcnow", "today"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_every_public_thing_says_what_it_is_for(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and node.name != "value_of"
    ]
    assert ast.get_docstring(tree)
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_any_reader_of_emotion_fits_the_port() -> None:
    class Fixed:
        def read(self, text: str, *, toned: bool = True):
            return reading("relief", 0.4, toned=toned, evidence=(text,))

    reader: EmotionModel = Fixed()
    assert reader.read(plain("thanks"), toned=False).toned is False


@pytest.mark.parametrize("name", [*EMOTIONS, *DISCLOSURES, *LEVELS, *STATES, *PURPOSES, *set(OWNER.values())])
def test_every_name_that_the_core_uses_is_in_the_glossary(name: str) -> None:
    glossary = Path(empathy.__file__).parents[1] / "docs" / "glossary.md"
    assert f"`{name}`" in glossary.read_text(encoding="utf-8")
