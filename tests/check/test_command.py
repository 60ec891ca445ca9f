"""`heard check` as designers, programs and the commit hook meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from heard import cli
from heard.check.findings import Finding
from heard.check.shapes import SCHEMAS, schema_of
from heard.places import ROOT


def planted(world: Path) -> str:
    path = world / "data/responses/answers.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("It is 60", "Unfortunately 60"), encoding="utf-8"
    )
    return "data/responses/answers.yml"


def test_a_fault_gives_1_and_says_place_rule_reason_and_remedy(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = planted(world)
    assert cli.main(["check", "--root", str(world)]) == 1
    assert (
        f"{file}:4: banned-phrase: 'Unfortunately': pads bad news\n    Say it plainly."
        in capsys.readouterr().out
    )


def test_programs_read_the_faults_as_json(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = planted(world)
    assert cli.main(["check", "--format", "json", "--root", str(world)]) == 1
    faults = json.loads(capsys.readouterr().out)
    assert {"file": file, "line": 4, "rule": "banned-phrase"}.items() <= next(
        fault for fault in faults if fault["file"] == file
    ).items()


def test_a_code_review_shows_the_faults_beside_the_line(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = planted(world)
    assert cli.main(["check", "--format", "github", "--root", str(world)]) == 1
    assert f"::error file={file},line=4,title=banned-phrase::" in capsys.readouterr().out


def test_signs_with_a_meaning_in_annotations_are_written_as_codes() -> None:
    finding = Finding("a.yml", 1, "rule", "100 %\nsure", "No.")
    assert finding.annotation() == "::error file=a.yml,line=1,title=rule::100 %25%0Asure No."


def test_the_lint_loads_neither_rasa_nor_a_server() -> None:
    program = (
        "import sys; from heard.cli import main; main(['check'])\n"
        "print(sorted({'rasa', 'sanic', 'sqlalchemy', 'tensorflow', 'numpy', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_schema_is_one_and_belongs_to_a_file_that_vs_code_knows() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    for path in SCHEMAS.glob("*.schema.json"):
        Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
        assert f"./{path.relative_to(ROOT).as_posix()}" in settings
    for schema, files in settings.items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(files))


def test_every_file_of_the_designers_rules_and_words_has_a_schema() -> None:
    files = [ROOT / "domain.yml", *ROOT.glob("data/empathy/*.yml"), *ROOT.glob("data/responses/*.yml")]
    assert [path.name for path in files if schema_of(path.relative_to(ROOT).as_posix()) is None] == []


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("domain.yml", "type: text", "type: txt"),
        ("data/empathy/tiers.yml", "keep: 0.75", "keep: 75"),
        ("data/empathy/service_levels.yml", "first_reply: 10", "first_reply: soon"),
        ("data/empathy/crisis_resources.yml", "hours: 24/7", "hour: 24/7"),
        ("data/empathy/banned_phrases.yml", "why:", "because:"),
        ("data/empathy/lint.yml", "kind: crisis", "kind: urgent"),
        ("data/empathy/experiments.yml", "experiments: []", "experiment: []"),
        ("data/responses/crisis.yml", "purpose: crisis", "purpose: crises"),
    ],
)
def test_an_editor_and_the_lint_refuse_the_same_slips(
    world: Path, capsys: pytest.CaptureFixture[str], file: str, before: str, after: str
) -> None:
    path = world / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert cli.main(["check", "--format", "json", "--root", str(world)]) == 1
    faults = json.loads(capsys.readouterr().out)
    assert {(fault["file"], fault["rule"]) for fault in faults} == {(file, "wrong-shape")}


def git(folder: Path, *words: str) -> int:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=hooks")
    return subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, check=False).returncode


def test_the_hook_stops_a_commit_with_a_fault_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks/pre-commit").symlink_to(ROOT / "tools/hooks/pre-commit")
    lint = tmp_path / ".venv/bin/heard"
    lint.parent.mkdir(parents=True)
    lint.write_text("#!/bin/sh\n! grep -q bad data/words.yml\n", encoding="utf-8")
    lint.chmod(0o755)
    git(tmp_path, "init")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data/words.yml").write_text("bad", encoding="utf-8")
    git(tmp_path, "add", "notes.txt")
    assert git(tmp_path, "commit", "-m", "no words touched") == 0
    git(tmp_path, "add", "data")
    assert git(tmp_path, "commit", "-m", "bad words") == 1
    (tmp_path / "data/words.yml").write_text("good", encoding="utf-8")
    git(tmp_path, "add", "data")
    assert git(tmp_path, "commit", "-m", "good words") == 0
