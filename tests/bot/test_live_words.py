"""The bot that designers preview: it speaks the words that are saved, and says why it took them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import SlotSet

from bot.live_words import CONVERSATIONS_KEPT, LiveResponses
from bot.settings import read
from empathy.why import Choice
from tests.bot.parts import DOMAIN, tracker
from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import BotProcess, Talk

WORDS = 'responses:\n  utter_greet:\n  - {text: "%s", id: a}\n  - {text: "For text messages.", id: b, channel: sms}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data" / "responses").mkdir(parents=True)
    saved(tmp_path, WORDS % "As it was.")
    return tmp_path


def saved(folder: Path, text: str, name: str = "greet.yml") -> None:
    (folder / "data" / "responses" / name).write_text(text, encoding="utf-8")


async def spoken(words: LiveResponses, **values: object) -> str:
    words.reasons("customer")
    message = await words.generate("utter_greet", tracker(SlotSet("tier", "1")), "web", **values)
    return str(message and message["text"])


async def test_saved_words_are_spoken_at_once(folder: Path) -> None:
    words = LiveResponses(domain=DOMAIN, root=folder)
    assert await spoken(words) == "As it was."
    saved(folder, WORDS % "As it is now, and longer.")
    assert await spoken(words) == "As it is now, and longer."


@pytest.mark.parametrize("broken", ["responses: [", "responses:\n  utter_greet: words", "- no names"])
async def test_a_broken_file_keeps_its_words_from_before_and_the_others_go_on(
    folder: Path, broken: str
) -> None:
    words = LiveResponses(domain=DOMAIN, root=folder)
    await spoken(words)
    saved(folder, broken)
    saved(folder, 'responses:\n  utter_bye:\n  - text: "Bye."\n', "bye.yml")
    assert await spoken(words) == "As it was."
    message = await words.generate("utter_bye", tracker(), "web")
    assert message is not None
    assert message["text"] == "Bye."


async def test_a_placeholder_that_nothing_fills_stays_in_its_braces(folder: Path) -> None:
    saved(folder, WORDS % "Your {amout} of {area}.")
    assert (
        await spoken(LiveResponses(domain=DOMAIN, root=folder), area="Elm Street")
        == "Your {amout} of Elm Street."
    )


async def test_why_is_told_for_the_conversation_that_asked(folder: Path) -> None:
    words = LiveResponses(domain=DOMAIN, root=folder)
    why = words.reasons("customer")
    await words.generate("utter_greet", tracker(), "web")
    choice = Choice.from_dict(dict(why("utter_greet", "a") or {}))
    assert [(one.id, one.verdict) for one in choice.candidates] == [("a", "chosen"), ("b", "unfit")]
    assert words.reasons("somebody else")("utter_greet", "a") is None


async def test_only_the_latest_conversations_are_explained(folder: Path) -> None:
    words = LiveResponses(domain=DOMAIN, root=folder)
    why = words.reasons("customer")
    for at in range(CONVERSATIONS_KEPT):
        words.reasons(f"other-{at}")
    await words.generate("utter_greet", tracker(), "web")
    assert why("utter_greet", "a") is None


@pytest.mark.parametrize(
    ("chosen", "folder"), [("", None), ("off", None), ("on", Path()), ("/designs", Path("/designs"))]
)
def test_the_setting_names_the_folder(chosen: str, folder: Path | None) -> None:
    assert read({"HEARD_PREVIEW": chosen}).preview == folder


@pytest.fixture(scope="module")
def designs(assistant: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("designs")
    (root / "data" / "responses").mkdir(parents=True)
    (root / "domain.yml").write_text((assistant / "domain.yml").read_text(encoding="utf-8"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def previewing(
    assistant: Path, designs: Path, action_server: FakeActions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    data, extra = tmp_path_factory.mktemp("previewing"), (("HEARD_PREVIEW", str(designs)),)
    process = BotProcess(assistant, data, action_server.port, extra=extra).start()
    yield process
    process.stop()


def whys(lines: list[dict[str, Any]]) -> list[Choice | None]:
    return [
        Choice.from_dict(line["why"]) if "why" in line else None for line in lines if line["type"] == "reply"
    ]


def test_a_turn_that_asks_is_answered_with_reasons_and_one_that_does_not_without(
    previewing: BotProcess, actions: FakeActions
) -> None:
    talk = Talk(previewing, "asks")
    lines = talk.says("my bill is too high, this is unacceptable", explain=True)
    chosen = [next(one.id for one in why.candidates if one.verdict == "chosen") for why in whys(lines) if why]
    assert chosen == [line["variant"] for line in lines if line["type"] == "reply"]
    assert (lines[-1]["event"], lines[-1]["due"]) == ("bill_too_high", "mild_strain")
    assert whys(talk.says("hello")) == [None]


def test_words_saved_while_the_bot_runs_are_spoken_without_training(
    previewing: BotProcess, designs: Path, actions: FakeActions
) -> None:
    words = 'responses:\n  utter_greet:\n  - {text: "Saved a moment ago.", id: greet-en}\n'
    saved(designs, words)
    assert Talk(previewing, "edits").says("hello", explain=True)[0]["text"] == "Saved a moment ago."
    assert Talk(previewing, "customer").says("hello")[0]["text"] == "Hello. What can we do?"
