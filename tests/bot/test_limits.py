"""Insults: a calm limit once, then a person is offered; never the end of the talk, never to somebody in distress."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import ActiveLoop, Event, SlotSet

from bot.policies import EmpathyPolicy
from empathy.emotion import UNREAD, Disclosure, Reading
from tests.bot.parts import READER, policy, says, tracker
from tests.bot.test_empathy_policy import turn
from tests.fakes.action_server import FakeActions
from tests.fakes.bot_process import Talk, responses

LIMIT, PERSON = "utter_limit_calm", "utter_limit_person"
CALM = replace(UNREAD, toned=True)


@pytest.fixture
def empathy(tmp_path: Path) -> Any:
    return policy(EmpathyPolicy, tmp_path, reader=READER)


def insult(reading: Reading = CALM) -> list[Event]:
    return says("you idiots", "insult", reading=reading)


def ladder(empathy: Any, *turns: list[Event]) -> list[list[str]]:
    made, ran = tracker(), []
    for events in turns:
        for event in events:
            made.update(event)
        ran.append(turn(empathy, made))
    return ran


def test_the_first_insult_meets_a_calm_limit_and_every_later_one_the_offer_of_a_person(empathy: Any) -> None:
    ran = ladder(
        empathy, insult(), insult(), says("my bill", "bill_too_high", reading=CALM), insult(), insult()
    )
    assert [names[-1] for names in (ran[0], ran[1], ran[3], ran[4])] == [LIMIT, PERSON, PERSON, PERSON]
    assert LIMIT not in ran[2] + ran[3] + ran[4]


def test_an_insult_is_no_event_that_could_be_acknowledged(empathy: Any) -> None:
    furious = replace(UNREAD, emotion="frustration", intensity=0.8, toned=True)
    assert ladder(empathy, insult(furious)) == [[LIMIT]]


def test_danger_told_with_an_insult_gets_help_and_no_limit(empathy: Any) -> None:
    danger = replace(CALM, level="immediate", disclosure=Disclosure("suicide", 0.9, ()))
    assert ladder(empathy, insult(danger)) == [["utter_crisis_suicide", "action_request_handoff"]]


@pytest.mark.parametrize("kind", ["bereavement", "hardship", "abuse_danger"])
def test_somebody_who_told_of_distress_is_offered_a_person_and_never_limited(empathy: Any, kind: str) -> None:
    told = replace(CALM, disclosure=Disclosure(kind, 0.5, ()), level="offer")
    now = ladder(empathy, insult(told))[0]
    later = ladder(empathy, says("my bill", reading=told), insult())[1]
    assert (now[-1], later[-1]) == (PERSON, PERSON)


def test_after_words_of_crisis_that_the_service_spoke_nobody_is_limited(empathy: Any) -> None:
    events = insult()
    events[-1].metadata["after_crisis"] = True
    assert ladder(empathy, events) == [[PERSON]]


def test_while_a_person_holds_the_conversation_an_insult_is_theirs(empathy: Any) -> None:
    assert ladder(empathy, [SlotSet("handed_over", True), *insult()]) == [[]]


def test_an_open_form_asks_its_question_again(empathy: Any) -> None:
    made = tracker(ActiveLoop("technician_form"), insult())
    assert turn(empathy, made) == [LIMIT, "technician_form"]


def test_in_the_trained_bot_the_talk_goes_on_after_both(talk: Talk) -> None:
    assert responses(talk.says("shut up you stupid machine")) == [LIMIT]
    assert responses(talk.says("you idiot")) == [PERSON]
    assert responses(talk.says("when are you open")) == ["utter_hours"]


def test_in_the_trained_bot_yes_to_the_offer_brings_a_person(talk: Talk, actions: FakeActions) -> None:
    talk.says("you idiot")
    talk.says("shut up")
    assert responses(talk.says("yes please")) == ["utter_handoff_requested"]


def test_in_the_trained_bot_an_insult_is_no_answer_to_a_question_of_a_form(talk: Talk) -> None:
    talk.says("I need a technician")
    assert responses(talk.says("you stupid idiots")) == [LIMIT, "utter_ask_visit_problem"]
    assert responses(talk.says("the router is dead")) == ["utter_ask_visit_day"]
