"""Files as designers save them: new words at once, a fault with its line, what needs training by name."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from handoff_service.preview.designs import Library
from tests.fakes.designer import Designer

CRISIS = "data/responses/crisis.yml"


def edited(designs: Path, file: str, before: str, after: str) -> None:
    path = designs / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def library(designs: Path, tmp_path: Path) -> Library:
    return Library(designs, trained=tmp_path / "trained.json")


async def test_saved_words_are_spoken_in_the_conversation_that_is_open(
    designer: Designer, designs: Path
) -> None:
    await designer.say("I want to end my life")
    text = (designs / CRISIS).read_text(encoding="utf-8")
    (designs / CRISIS).write_text(text.replace('- text: "', '- text: "NEW WORDS '), encoding="utf-8")
    await designer.look()
    assert "NEW WORDS" in designer.page


async def test_a_broken_file_is_pointed_at_and_the_words_from_before_hold(
    designer: Designer, designs: Path
) -> None:
    await designer.say("I want to end my life")
    (designs / CRISIS).write_text(
        'version: "3.1"\nresponses:\n  utter_crisis_suicide:\n  - text: "half', "utf-8"
    )
    await designer.look()
    assert f"{CRISIS}:4" in designer.page
    assert "988" in designer.page


def test_only_a_change_changes_the_stamp(library: Library, designs: Path) -> None:
    before = library.now().stamp
    assert library.now().stamp == before
    edited(designs, CRISIS, "responses:", "responses: # touched")
    assert library.now().stamp != before


def test_a_shape_that_cannot_be_spoken_has_its_line_and_remedy(library: Library, designs: Path) -> None:
    file = designs / "data/responses/new.yml"
    file.write_text('responses:\n  utter_new:\n  - text: "Good."\n  - id: wordless\n', encoding="utf-8")
    fault = library.now().faults[0]
    assert (fault.file, fault.line, fault.what) == ("data/responses/new.yml", 4, "the variant says nothing")
    assert fault.remedy
    file.unlink()
    assert library.now().faults == ()


def test_words_know_where_they_are_written(library: Library, designs: Path) -> None:
    wordings = library.now().wordings("utter_acknowledge_anxiety")
    wording = wordings["ack-anxiety-en-any-b"]
    line = (designs / wording.file).read_text(encoding="utf-8").splitlines()[wording.line - 1]
    assert str(wording.variant["text"]) in line


def test_what_changed_since_training_is_named(library: Library, designs: Path) -> None:
    assert library.now().untrained == ()
    noted = {
        path.relative_to(designs).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in designs.rglob("*.yml")
    }
    library.trained.write_text(json.dumps(noted))
    assert library.now().untrained == ()
    edited(designs, "data/rules/care.yml", "complaint", "complaint ")
    edited(designs, CRISIS, "responses:", "responses: # words need no training")
    (designs / "data/rules/mobile.yml").unlink()
    (designs / "data/nlu/new.yml").write_text("nlu: []", encoding="utf-8")
    assert set(library.now().untrained) == {
        "data/rules/care.yml",
        "data/rules/mobile.yml",
        "data/nlu/new.yml",
    }


async def test_the_page_says_how_to_train(designer: Designer, designs: Path) -> None:
    assert "make train" not in designer.page
    (designs / "models").mkdir()
    (designs / "models" / "heard.files.json").write_text("{}")
    await designer.look()
    assert "data/rules/care.yml" in designer.page
    assert "make train" in designer.page


async def test_an_open_page_asks_for_news_and_gets_them_only_when_there_are_some(
    designer: Designer, designs: Path
) -> None:
    await designer.say("hello")
    stamp = designer.page.split("news?stamp=")[1].split('"')[0]
    assert (await designer.look(f"{designer.address}/news?stamp={stamp}")).status_code == 204
    edited(designs, CRISIS, "responses:", "responses: # touched")
    await designer.look(f"{designer.address}/news?stamp={stamp}")
    assert "played again with the words as they are now" in designer.page
