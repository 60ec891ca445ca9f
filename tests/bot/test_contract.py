"""The contract of acknowledgement over 10,000 invented conversations with the trained bot, and a judge that can condemn."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.contract import PROMISES, violations
from bot.rehearsal.exchange import Exchange, Line
from empathy.emotion import UNREAD, Disclosure, Reading
from empathy.rules import EmpathyRules
from tests.fakes.bot_process import BotProcess

RULES = EmpathyRules()
ACK, ANSWER, HANDOFF = (
    Line("acknowledgement", "utter_acknowledge_frustration"),
    Line("answer"),
    Line("handoff"),
)
CRISIS, REPEATS = Line("crisis", "utter_crisis_suicide"), Line("acknowledgement", "utter_acknowledge_repeats")


def felt(emotion: str = "frustration", strength: float = 0.95, **changes: Any) -> Reading:
    return replace(UNREAD, **{"emotion": emotion, "intensity": strength, "toned": True, **changes})


DANGER = felt("sadness", level="immediate", disclosure=Disclosure("suicide", 0.9, ()))
LOSS = felt("sadness", disclosure=Disclosure("bereavement", 0.9, ()), level="offer")


def turn(
    *lines: Line, reading: Reading | None = None, intent: str = "bill_too_high", **changes: Any
) -> Exchange:
    start = Exchange(
        "message", f"about my {intent} and how it went", intent, felt() if reading is None else reading, lines
    )
    return replace(start, **changes)


def broken(*exchanges: Exchange) -> set[str]:
    return {one.promise for one in violations(exchanges, rules=RULES)[0]}


def rehearsed(folder: Path, *words: str) -> dict[str, Any]:
    """What `python -m bot.rehearsal` reports of the model in `folder`."""
    command = [sys.executable, "-m", "bot.rehearsal", *words]
    env = BotProcess(folder, folder, 1).environment()
    played = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert played.returncode in (0, 1), played.stderr
    return dict(json.loads(played.stdout))


def test_the_trained_bot_keeps_every_promise_in_ten_thousand_conversations(
    assistant: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = rehearsed(assistant, "--conversations", "10000", "--seed", "20261121")
    with capsys.disabled():
        said = f"{report['conversations']} conversations, {len(report['violations'])} violations"
        sys.stdout.write(f"\ncontract of acknowledgement: {said}\n")
    assert report["violations"] == []
    assert report["conversations"] == 10_000
    assert set(report["promises"]) == set(PROMISES)
    assert min(report["promises"].values()) >= 100, report["promises"]


def test_a_conversation_as_it_should_be_is_not_condemned() -> None:
    assert (
        broken(
            turn(ACK, ANSWER),
            turn(ANSWER),
            turn(ACK, ANSWER, intent="slow_internet"),
            turn(CRISIS, HANDOFF, reading=DANGER),
            turn(owned=True),
            turn(ANSWER, reading=felt("neutral", 0.0)),
        )
        == set()
    )


def test_a_solution_without_its_acknowledgement_is_found() -> None:
    assert broken(turn(ANSWER)) == {"acknowledged before the solution"}


def test_an_acknowledgement_that_comes_too_late_is_found() -> None:
    assert broken(turn(ANSWER, ACK)) >= {"acknowledged before the solution"}


def test_an_event_acknowledged_twice_is_found() -> None:
    assert broken(turn(ACK, ANSWER), turn(ANSWER), turn(ACK, ANSWER)) == {"no event twice"}


def test_two_acknowledgements_in_a_row_are_found() -> None:
    assert broken(turn(ACK, REPEATS, ANSWER)) == {"never two in a row"}
    assert "never two in a row" in broken(turn(ACK), turn(ACK, ANSWER, intent="slow_internet"))


def test_mild_words_two_turns_running_are_found() -> None:
    mild = felt("anxiety", 0.4)
    assert broken(turn(ACK, ANSWER, reading=mild), turn(ACK, ANSWER, reading=mild, intent="roaming")) == {
        "never two in a row"
    }


@pytest.mark.parametrize("calm", [felt("neutral", 0.0), felt("relief", 0.9), felt(toned=False)])
def test_an_acknowledgement_of_a_calm_message_is_found(calm: Reading) -> None:
    assert "a calm message gets none" in broken(turn(ACK, ANSWER, reading=calm))
    assert "a calm message gets none" in broken(turn(REPEATS, ANSWER, reading=calm))


def test_an_acknowledgement_after_words_of_crisis_is_found() -> None:
    assert "none after words of crisis" in broken(turn(CRISIS, ACK, HANDOFF, reading=DANGER))
    assert broken(turn(CRISIS, HANDOFF, reading=DANGER), turn(ACK, ANSWER)) == {"none after words of crisis"}


def test_a_loss_told_after_words_of_crisis_may_be_condoled() -> None:
    assert broken(turn(CRISIS, HANDOFF, reading=DANGER), turn(ACK, ANSWER, reading=LOSS)) == set()


@pytest.mark.parametrize(
    "lines", [(), (ANSWER,), (HANDOFF,), (ACK, CRISIS), (CRISIS, ANSWER), (CRISIS, CRISIS)]
)
def test_danger_met_with_anything_but_help_and_a_person_is_found(lines: tuple[Line, ...]) -> None:
    assert "danger wins" in broken(turn(*lines, reading=DANGER))


@pytest.mark.parametrize("lines", [(ANSWER,), (ACK,), (HANDOFF, ANSWER), (ANSWER, HANDOFF)])
def test_a_wish_for_a_person_met_with_a_solution_is_found(lines: tuple[Line, ...]) -> None:
    assert "a person wins" in broken(turn(*lines, intent="ask_for_person"))


def test_words_while_a_person_holds_the_conversation_are_found() -> None:
    assert broken(turn(ANSWER, owned=True, reading=felt("neutral", 0.0))) == {"silence wins"}


def test_silence_where_an_answer_was_due_is_found() -> None:
    assert broken(turn(reading=felt("neutral", 0.0))) == {"nobody is left without an answer"}
