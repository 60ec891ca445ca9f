"""Tells a story to a house as its customer (and, where it says so, as its agent), and keeps what happened in each turn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handoff_service.settings import Settings
from heard.agent import AgentClient
from heard.check.files import load_designs, understood
from heard.client import CustomerTalk, HouseClient
from heard.conversations.judge import differences
from heard.conversations.script import Step, Story
from heard.errors import CommandFailed

TAKES_OVER, HANDS_BACK = "takes over", "hands back"
QUIET_S = 3  # an agent's step has no report that ends, so a pause of this length ends it


@dataclass(frozen=True)
class Stage:
    """The house to play in, and its settings: the secrets that open turn reports, the demo agent's sign-in.

    `events` says which event each variant of an acknowledgement names, by the variant's id.
    """

    house: HouseClient
    settings: Settings
    events: Mapping[str, str]


@dataclass(frozen=True)
class Turn:
    """A step, the report of what the house did, and each difference as (what, expected, got)."""

    step: Step
    report: dict[str, Any]
    faults: tuple[tuple[str, str, str], ...]
    seconds: float = 0.0


@dataclass
class Cast:
    """The people of one story: the customer, and the agent from the first time one is needed."""

    stage: Stage
    customer: CustomerTalk
    agent: AgentClient | None = None
    last: int = 0
    owners: list[str] = field(default_factory=lambda: ["bot"])


def events_named(root: Path) -> dict[str, str]:
    """Variant id -> the event that its condition names, for every acknowledgement under `root`."""
    words = understood(load_designs(root)).words
    told = (word for word in words if word.response.startswith("utter_acknowledge_"))
    return {word.variant: word.conditions["event"] for word in told if "event" in word.conditions}


def tell(story: Story, stage: Stage) -> Iterator[Turn]:
    """Play a story from its beginning; yields each turn as it ends. A refusal of the house is a fault of its turn."""
    cast = Cast(stage, opened(story, stage))
    for step in story.steps:
        started = time.perf_counter()
        try:
            report = spoken(step, cast) if step.user else acted(step, cast)
        except CommandFailed as refused:
            yield Turn(step, {}, (("the house", "an answer", str(refused)),), time.perf_counter() - started)
            return
        faults = tuple(differences(step, report, owner_before=cast.owners[-1]))
        cast.owners.append(report["owner"])
        yield Turn(step, report, faults, time.perf_counter() - started)


def opened(story: Story, stage: Stage) -> CustomerTalk:
    """The conversation, as the story's customer would begin it."""
    texts = story.channel == "sms" and story.locale == stage.settings.locale
    # A number speaks the house's own language; another one is reached through the HTTP interface, in the words for text messages.
    if texts or story.channel == "web":
        return stage.house.open(channel=story.channel, locale=story.locale, tone=story.tone)
    return HouseClient.open(stage.house, channel=story.channel, locale=story.locale, tone=story.tone)


def spoken(step: Step, cast: Cast) -> dict[str, Any]:
    """What became of a message."""
    number = cast.customer.say(step.text).number
    report = cast.stage.house.turn(cast.customer.id, number)
    cast.last = max(cast.last, number + len(report["replies"]))
    variants = [one["variant"] for one in report["why"]["said"]]
    report["why"]["about"] = next((cast.stage.events[v] for v in variants if v in cast.stage.events), None)
    return report


def acted(step: Step, cast: Cast) -> dict[str, Any]:
    """What the customer hears when an agent takes over, speaks or hands back; in the form of a turn's report."""
    agent = cast.agent = cast.agent or signed_in(cast.stage)
    talk = cast.customer.id
    if step.agent == TAKES_OVER:
        agent.accept(talk)
    elif step.agent == HANDS_BACK:
        agent.hand_back(talk)
    else:
        assert isinstance(step.agent, dict)
        agent.reply(talk, step.agent["says"])
    return heard_since(cast)


def signed_in(stage: Stage) -> AgentClient:
    """The demo agent at the console."""
    agent = AgentClient(stage.settings.public_url)
    agent.sign_in(stage.settings.demo_agent, stage.settings.demo_password())
    return agent


def heard_since(cast: Cast) -> dict[str, Any]:
    """Everything said to the customer since the last turn, until nothing more comes for a while."""
    replies: list[dict[str, Any]] = []
    while events := cast.customer.events(cast.last, wait_s=QUIET_S):
        cast.last = events[-1]["number"]
        replies += [one for one in events if one["author"] != "customer"]
    return {"replies": replies, "owner": cast.customer.view()["owner"], "why": {}}
