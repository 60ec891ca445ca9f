"""The page on experiments is followed to the letter: what it tells a designer to write is accepted, listed and dealt."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from empathy.experiment_rules import FILE, experiments
from empathy.outcomes import ENOUGH, FEWEST, MEASURES
from handoff_service.experiments.service import COMES_BACK_WITHIN, SILENCE
from heard import cli
from heard.places import ROOT
from tests.check.test_rules import found

PAGE = (ROOT / "docs/experiments.md").read_text(encoding="utf-8")
RECIPE = re.search(r"^   ```yaml\n(.*?)^   ```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The shipped designers' files, with the recipe in place of the shipped experiments."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for name in ("domain.yml", "config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for code in ("actions", "bot", "handoff_service", "empathy"):
        shutil.copytree(ROOT / code, tmp_path / code)
    assert RECIPE is not None
    (tmp_path / FILE).write_text(re.sub("^   ", "", RECIPE[1], flags=re.MULTILINE), encoding="utf-8")
    return tmp_path


def test_the_recipe_passes_the_check_and_is_listed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [str(finding) for finding in found(repository)] == []
    assert cli.main(["experiments", "--root", str(repository)]) == 0
    assert "bill-invite-or-name" in capsys.readouterr().out


def test_the_recipe_is_what_is_shipped(repository: Path) -> None:
    told, shipped = (
        experiments(yaml.safe_load((root / FILE).read_text(encoding="utf-8"))) for root in (repository, ROOT)
    )
    assert told == shipped


def test_the_page_explains_every_measure_and_says_the_marks_that_hold() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \| (?:how|whether)", PAGE, re.MULTILINE)) == set(MEASURES)
    assert f"under {ENOUGH} conversations in an arm, and nothing at all under {FEWEST}" in PAGE
    assert (COMES_BACK_WITHIN.days, SILENCE.total_seconds()) == (7, 12 * 3600)
    assert "within seven days" in PAGE
    assert "after 12 hours of silence" in PAGE
