"""Sensitive words reach customers only after somebody put a name to them, and a change asks again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from heard import cli
from heard.check import check, loaded
from heard.check.approvals import sensitive

WORDS = """version: "3.1"
responses:
  utter_hardship:
  - text: "The open amount can be split into parts."
    id: hardship-en-x
"""


@pytest.fixture
def words(world: Path) -> Path:
    path = world / "data/responses/hardship.yml"
    path.write_text(WORDS, encoding="utf-8")
    (world / "data/empathy/approvals.yml").write_text("version: 1\napprovals: {}\n", encoding="utf-8")
    return path


def approve(world: Path, *arguments: str) -> int:
    return cli.main(["approve", *arguments, "--root", str(world)])


def unapproved(world: Path) -> set[str]:
    findings = check(loaded(world), today=date(2026, 11, 21))
    return {finding.fault.partition(":")[0] for finding in findings if finding.rule == "unapproved"}


def held(world: Path) -> dict[str, dict[str, Any]]:
    content = yaml.safe_load((world / "data/empathy/approvals.yml").read_text(encoding="utf-8"))
    return content["approvals"]  # type: ignore[no-any-return]


def test_it_lists_what_waits_with_the_words(
    world: Path, words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert approve(world) == 0
    assert (
        "hardship-en-x  (hardship, data/responses/hardship.yml:4)\n    The open amount"
        in capsys.readouterr().out
    )


def test_an_approval_names_the_reviewer_the_day_and_the_reason(world: Path, words: Path) -> None:
    assert "hardship-en-x" in unapproved(world)
    assert approve(world, "hardship-en-x", "--by", "Ana", "--reason", "options first") == 0
    entry = held(world)["hardship-en-x"]
    assert (entry["approved_by"], entry["reason"]) == ("Ana", "options first")
    assert isinstance(entry["approved_on"], date)
    assert "hardship-en-x" not in unapproved(world)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("can be split", "must be paid"),
        ("id: hardship-en-x", "id: hardship-en-x\n    channel: sms"),
        ("id: hardship-en-x", "id: hardship-en-x\n    buttons: [{title: Pay now, payload: /pay}]"),
        (
            "id: hardship-en-x",
            'id: hardship-en-x\n    condition: [{type: slot, name: tier, value: "1"}]',
        ),
    ],
)
def test_changed_words_or_moments_ask_for_a_new_approval(
    world: Path, words: Path, before: str, after: str
) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    assert unapproved(world) == set()
    words.write_text(WORDS.replace(before, after), encoding="utf-8")
    assert unapproved(world) == {"hardship-en-x"}


def test_other_numbers_in_the_help_ask_for_a_new_approval(world: Path, words: Path) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    path = world / "data/empathy/crisis_resources.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"call or text 988, chat', '"call 989, chat'),
        encoding="utf-8",
    )
    assert unapproved(world) == {"help-US-suicide-1"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("hardship-en-x", "--reason", "options first"),
        ("hardship-en-x", "--by", "Ana"),
        ("hardship-en-x", "--by", " ", "--reason", "options first"),
        ("no-such-id", "--by", "Ana", "--reason", "options first"),
    ],
)
def test_nothing_is_approved_without_a_name_a_reason_and_a_known_id(
    world: Path, words: Path, arguments: tuple[str, ...]
) -> None:
    assert approve(world, *arguments) == 2
    assert held(world) == {}


def test_sensitive_words_need_an_id(world: Path, words: Path) -> None:
    words.write_text(WORDS.replace("    id: hardship-en-x\n", ""), encoding="utf-8")
    assert approve(world, "--all", "--by", "Ana", "--reason", "read") == 2
    assert "hardship words without an id" in unapproved(world)


def test_an_apology_is_sensitive_wherever_it_stands(world: Path) -> None:
    path = world / "data/responses/answers.yml"
    text = path.read_text(encoding="utf-8").replace("It is 60 dollars.", "You waited, and that's on us.")
    path.write_text(text.replace("Son 60 dólares.", "You kept your side of it."), encoding="utf-8")
    kinds = {one.id: one.kind for one in sensitive(loaded(world))}
    assert kinds["bill-en"] == "apology"
    assert "bill-es" not in kinds


def test_approvals_of_words_that_are_gone_are_dropped_at_the_next_one(world: Path, words: Path) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    words.unlink()
    approve(world, "help-US-medical-1", "--by", "Ben", "--reason", "checked")
    assert "hardship-en-x" not in held(world)
    assert held(world)["help-US-medical-1"]["second_by"] == "Ben"
    assert list(held(world)) == sorted(held(world))


def test_each_entry_stands_alone_so_that_branches_merge(world: Path, words: Path) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    text = (world / "data/empathy/approvals.yml").read_text(encoding="utf-8")
    assert text.count("approved_on: 20") == len(held(world)) > 2


def test_nothing_is_approved_in_files_that_cannot_be_read(world: Path, words: Path) -> None:
    words.write_text("responses: [", encoding="utf-8")
    assert approve(world, "--all", "--by", "Ana", "--reason", "read") == 2
    assert held(world) == {}


def test_what_stood_before_is_kept(world: Path, words: Path) -> None:
    approve(world, "hardship-en-x", "--by", "Ana", "--reason", "options first")
    words.write_text(WORDS.replace("can be split", "may be split"), encoding="utf-8")
    approve(world, "hardship-en-x", "--by", "Ben", "--reason", "softer")
    entry = held(world)["hardship-en-x"]
    assert (entry["approved_by"], entry["history"][0]["approved_by"]) == ("Ben", "Ana")
    assert entry["history"][0]["sha256"] != entry["sha256"]


def test_an_approval_taken_back_lets_the_words_wait_and_says_why(world: Path, words: Path) -> None:
    approve(world, "hardship-en-x", "--by", "Ana", "--reason", "options first")
    assert approve(world, "--undo", "hardship-en-x", "--by", "Ben", "--reason", "promises too much") == 0
    assert "hardship-en-x" in unapproved(world)
    past = held(world)["hardship-en-x"]["history"][0]
    assert (past["withdrawn_by"], past["withdrawn_reason"]) == ("Ben", "promises too much")
    approve(world, "hardship-en-x", "--by", "Cleo", "--reason", "read again")
    assert "hardship-en-x" not in unapproved(world)
    assert len(held(world)["hardship-en-x"]["history"]) == 1


@pytest.mark.parametrize("name", ["hardship-en-x", "no-such-id"])
def test_what_nobody_approved_cannot_be_taken_back(world: Path, words: Path, name: str) -> None:
    assert approve(world, "--undo", name, "--by", "Ben", "--reason", "no") == 2
    assert held(world) == {}


def test_a_second_reader_is_somebody_else(world: Path, words: Path) -> None:
    approve(world, "hardship-en-x", "--by", "Ana", "--reason", "options first")
    assert approve(world, "hardship-en-x", "--by", " ana ", "--reason", "twice") == 2
    assert approve(world, "hardship-en-x", "--by", "Ben", "--reason", "reads well") == 0
    entry = held(world)["hardship-en-x"]
    assert (entry["approved_by"], entry["second_by"]) == ("Ana", "Ben")


def test_a_house_may_ask_for_two_readers(world: Path, words: Path) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    limits = world / "data/empathy/lint.yml"
    asked = limits.read_text(encoding="utf-8").replace(": advised", ": required")
    limits.write_text(asked, encoding="utf-8")
    assert read_by_one(world)
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    assert read_by_one(world)
    approve(world, "--all", "--by", "Ben", "--reason", "reads well")
    assert not read_by_one(world)
    assert unapproved(world) == set()


def test_the_list_says_how_much_one_person_alone_has_read(
    world: Path, words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(world, "--all", "--by", "Ana", "--reason", "read")
    approve(world)
    assert "were read by one person alone" in capsys.readouterr().out


def read_by_one(world: Path) -> bool:
    findings = check(loaded(world), today=date(2026, 11, 21))
    return any(finding.rule == "one-reviewer" for finding in findings)
