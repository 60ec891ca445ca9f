"""The life cycle between bot and people, walked along every edge."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.errors import Conflict
from empathy.handoff import EVENTS, OWNER, STATES, TRANSITIONS, advance, diagram, possible

PAGE = Path(__file__).parents[2] / "docs" / "diagrams" / "handoff.md"


def reached_from(start: str) -> set[str]:
    found, open_ends = {start}, [start]
    while open_ends:
        here = open_ends.pop()
        after = {advance(here, event) for event in possible(here)} - found
        found |= after
        open_ends += after
    return found


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_reached_from_every_state(state: str) -> None:
    assert reached_from(state) == set(STATES)


def test_the_table_uses_every_event_and_no_unknown_name() -> None:
    assert {event for _, event in TRANSITIONS} == set(EVENTS)
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(STATES)


def test_a_closed_conversation_is_opened_by_writing_alone() -> None:
    assert possible("closed") == ("write",)
    assert advance("closed", "write") == "bot"


@pytest.mark.parametrize("state", [state for state in STATES if state != "closed"])
def test_any_open_conversation_can_be_closed(state: str) -> None:
    assert advance(state, "close") == "closed"


@pytest.mark.parametrize(
    ("state", "owner"),
    [
        ("bot", "bot"),
        ("requested", "queue"),
        ("queued", "queue"),
        ("offered", "queue"),
        ("with_agent", "agent"),
        ("returned", "bot"),
        ("closed", "bot"),
    ],
)
def test_each_state_has_one_owner(state: str, owner: str) -> None:
    assert OWNER[state] == owner


def test_only_accepting_gives_a_conversation_to_an_agent() -> None:
    arrivals = {event for (_, event), after in TRANSITIONS.items() if OWNER[after] == "agent"}
    assert arrivals == {"accept"}


@given(st.sampled_from(STATES), st.sampled_from(EVENTS))
def test_what_is_not_in_the_table_is_refused_with_what_is_possible(state: str, event: str) -> None:
    if (state, event) in TRANSITIONS:
        assert advance(state, event) == TRANSITIONS[state, event]
    else:
        with pytest.raises(Conflict) as refused:
            advance(state, event)
        assert all(one in refused.value.remedy for one in possible(state))


def test_an_unknown_state_leads_nowhere() -> None:
    with pytest.raises(Conflict, match="possible now: nothing"):
        advance("limbo", "close")


def test_the_usual_way_there_and_back() -> None:
    state = "bot"
    for event in ("request", "enqueue", "offer", "decline", "offer", "accept", "hand_back", "resume"):
        state = advance(state, event)
    assert state == "bot"


def test_the_drawing_shows_every_edge() -> None:
    drawn = diagram()
    assert all(
        any(f"{a} --> {b}:" in row and event in row for row in drawn.splitlines())
        for (a, event), b in TRANSITIONS.items()
    )


def test_the_drawing_in_the_docs_is_the_table() -> None:
    assert f"```mermaid\n{diagram()}```" in PAGE.read_text(encoding="utf-8")
