"""Every rule of the designers' lint does what its page says: the page's bad example is found, its good one is not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from heard import cli
from heard.check import check, loaded, sms
from heard.check.findings import Finding
from heard.places import ROOT
from tests.check.conftest import write

TODAY = date(2026, 11, 21)
PAGE = (ROOT / "docs/designers-lint.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z-]+)\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXAMPLES = {name: BLOCK.findall(text) for name, text in SECTIONS.items() if BLOCK.search(text)}


def found(world: Path) -> list[Finding]:
    return check(loaded(world), today=TODAY)


def merged(held: Any, added: Any) -> Any:
    if isinstance(held, dict) and isinstance(added, dict):
        return {**held, **{key: merged(held.get(key), value) for key, value in added.items()}}
    return added


def place(world: Path, language: str, text: str) -> str:
    """Put an example into the world, as a designer would; returns its file."""
    if language == "sh":
        assert cli.main([*shlex.split(text)[1:], "--root", str(world)]) == 0
        return "data/empathy/approvals.yml"
    name = text.splitlines()[0].removeprefix("# ")
    path = world / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        added = yaml.safe_load(text) if path.suffix == ".yml" else None
    except yaml.YAMLError:
        added = None
    if added is None:
        path.write_text(text, encoding="utf-8")
        return name
    held = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {"version": "3.1"}
    write(path, merged(held, added))
    return name


def test_the_small_world_has_no_fault_but_words_that_nobody_approved(world: Path) -> None:
    assert {finding.rule for finding in found(world)} <= {"unapproved"}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_bad_example_is_found_and_the_good_one_is_not(world: Path, rule: str) -> None:
    bad, good = EXAMPLES[rule]
    path = world / bad[1].splitlines()[0].removeprefix("# ")
    before = path.read_bytes() if path.exists() else None
    file = place(world, *bad)
    faults = [finding for finding in found(world) if finding.rule == rule and finding.file == file]
    assert faults
    lines = (world / file).read_text(encoding="utf-8").splitlines()
    assert all(1 <= finding.line <= len(lines) and finding.fault and finding.remedy for finding in faults)
    if good[0] != "sh":  # an example of words replaces the other; a command mends it
        restore(world / file, before)
    place(world, *good)
    assert [finding for finding in found(world) if finding.rule == rule and finding.file == file] == []


def restore(path: Path, content: bytes | None) -> None:
    path.unlink()
    if content is not None:
        path.write_bytes(content)


def named_in_code() -> Iterator[str]:
    for path in (ROOT / "heard/check").glob("*.py"):
        for doc in re.findall(
            r'-> Iterator\[Finding\]:\n    """(`[a-z-]+`(?:, `[a-z-]+`)*):', path.read_text(encoding="utf-8")
        ):
            yield from re.findall(r"`([a-z-]+)`", doc)


def test_the_page_names_exactly_the_rules_there_are() -> None:
    without_docstring = {"not-yaml", "file-missing"}
    resources = {"resource-missing", "resource-incomplete", "resource-stale"}
    assert set(named_in_code()) | without_docstring | resources == set(SECTIONS)


def test_the_shipped_files_pass() -> None:
    assert [str(finding) for finding in check(loaded(ROOT), today=TODAY)] == []


def test_a_fault_points_at_the_line_of_its_variant(world: Path) -> None:
    path = world / "data/responses/answers.yml"
    first = '  - text: "Hello."\n    id: bill-en\n'
    text = f'version: "3.1"\nresponses:\n  utter_bill:\n{first}  - text: "Any inconvenience?"\n    id: b\n'
    path.write_text(text, encoding="utf-8")
    assert [f.line for f in found(world) if f.rule == "banned-phrase"] == [6]


def test_a_missing_file_is_a_finding(world: Path) -> None:
    (world / "data/empathy/lint.yml").unlink()
    assert [(f.file, f.rule) for f in found(world)] == [("data/empathy/lint.yml", "file-missing")]


def test_a_solution_of_a_feeling_without_words_is_named_at_its_rule(world: Path) -> None:
    path = world / "data/responses/acknowledge.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    only = {"type": "slot", "name": "event", "value": "report_bereavement"}
    for variant in content["responses"]["utter_acknowledge_shame"]:
        variant["condition"] = [*variant.get("condition", []), only]
    write(path, content)
    faults = [f for f in found(world) if f.rule == "unheard-solution"]
    assert [f.file for f in faults] == ["data/rules/bill.yml"]
    assert "explain_bill" in faults[0].fault
    assert "shame" in faults[0].fault


def test_words_that_need_a_value_are_no_net_for_every_event(world: Path) -> None:
    path = world / "data/responses/acknowledge.yml"
    text = path.read_text(encoding="utf-8").replace("That is shame.", "That is shame about {event}.")
    path.write_text(text, encoding="utf-8")
    faults = [finding.fault for finding in found(world) if finding.rule == "variant-missing"]
    assert len(faults) == 6  # three tiers on two channels, in English
    assert all("utter_acknowledge_shame" in fault and " in en " in fault for fault in faults)


def test_a_stock_policy_is_a_fault(world: Path) -> None:
    names = ["RulePolicy", "bot.policies.EmpathyPolicy"]
    write(world / "config.yml", {"policies": [{"name": name} for name in names]})
    faults = [f for f in found(world) if f.rule == "unheard-solution"]
    assert [(f.file, f.line) for f in faults] == [("config.yml", 2)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("í" * 70, 1),
        ("í" * 71, 2),
        ("í" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ñ" * 160, 1),
    ],
)
def test_segments_are_counted_as_carriers_bill_them(text: str, count: int) -> None:
    assert sms.segments(text) == count


def test_another_number_may_have_its_own_words(world: Path) -> None:
    place(
        world,
        "yaml",
        '# data/responses/answers.yml\nresponses:\n  utter_bill:\n  - text: "Or text START to 88788."\n    id: bill-en',
    )
    assert not [f for f in found(world) if f.rule == "reserved-word"]


def test_arms_of_an_experiment_may_differ_in_one_word(world: Path) -> None:
    near = "That is confusion indeed, and it is no wonder that it does not add up for {}."
    place(
        world,
        "yaml",
        "# data/responses/acknowledge.yml\nresponses:\n  utter_acknowledge_confusion:\n"
        f'  - {{id: near-you, text: "{near.format("you")}"}}\n  - {{id: near-people, text: "{near.format("us")}"}}\n',
    )
    assert [f.rule for f in found(world) if f.rule == "nearly-twice"] == ["nearly-twice"]
    arms = [{"id": one, "share": 0.5, "variants": [f"near-{one}"]} for one in ("you", "people")]
    dates = {"from": "2026-11-01", "to": "2026-12-31", "languages": ["en"], "measure": "handoff"}
    told = {"id": "you-or-people", "response": "utter_acknowledge_confusion", "hypothesis": "x", "arms": arms}
    write(world / "data/empathy/experiments.yml", {"version": 1, "experiments": [{**told, **dates}]})
    assert [f.rule for f in found(world) if f.rule == "nearly-twice"] == []
