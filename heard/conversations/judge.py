"""Compares what a story expects of a turn with what happened: pure, so that every sentence of a difference can be tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from heard.conversations.script import Step

Difference = tuple[str, str, str]  # what, expected, got
#: Words that the policy or the service chooses by feeling or danger: where a story lists actions, it must list these.
CHOSEN = ("utter_acknowledge_", "utter_crisis_")
NOTHING = "nothing"


def differences(step: Step, report: Mapping[str, Any], *, owner_before: str) -> Iterator[Difference]:
    """Every difference between a step's expectations and a turn's report; `owner_before` held the conversation till now."""
    yield from silent(report, owner_before)
    for name, found in FACTS.items():
        if name in step.expect:
            wanted, got = accepted(step.expect[name]), fact(found, report)
            if got not in wanted:
                yield name, " or ".join(map(str, wanted)), str(got)
    yield from out_of_order(step, report)
    yield from misworded(step, report)
    yield from misunderstood(step, report)
    yield from spoken_otherwise(step, report)


def silent(report: Mapping[str, Any], owner_before: str) -> Iterator[Difference]:
    """A customer of the bot's is never met with silence."""
    if owner_before == "bot" and not report["replies"]:
        yield "answer", "something is said", NOTHING


def out_of_order(step: Step, report: Mapping[str, Any]) -> Iterator[Difference]:
    """The acknowledgement comes first, and purposes in the order written."""
    purposes = [reply["purpose"] for reply in report["replies"]]
    if "acknowledgement" in purposes[1:]:
        yield "order", "one acknowledgement, before everything else", ", ".join(purposes)
    wanted = step.expect.get("purposes")
    if wanted is not None and purposes != wanted:
        yield "purposes", ", ".join(wanted) or NOTHING, ", ".join(purposes) or NOTHING


def misworded(step: Step, report: Mapping[str, Any]) -> Iterator[Difference]:
    """Words that must appear are there, forbidden ones are not; letters of either case."""
    said = " ".join(reply["text"] for reply in report["replies"])
    for words in step.expect.get("says", ()):
        if words.casefold() not in said.casefold():
            yield "says", words, said or NOTHING
    for words in step.expect.get("never", ()):
        if words.casefold() in said.casefold():
            yield "never", f"no {words!r}", said


def misunderstood(step: Step, report: Mapping[str, Any]) -> Iterator[Difference]:
    """Where the bot was asked, it understood the intent that Rasa's part names."""
    got = report["why"].get("intent")
    if step.intent and got is not None and got != step.intent:
        yield "intent", step.intent, got


def spoken_otherwise(step: Step, report: Mapping[str, Any]) -> Iterator[Difference]:
    """The responses among Rasa's actions are spoken, in their order; of acknowledgements and words of help, no others."""
    if not step.actions:
        return
    wanted = [name for name in step.actions if name.startswith("utter_")]
    said = [str(one["response"]) for one in report["why"].get("said", ())]
    got = [name for name in said if name in wanted or name.startswith(CHOSEN)]
    if got != wanted:
        yield "words", ", ".join(wanted) or NOTHING, ", ".join(got or said) or NOTHING


def fact(found: Callable[[Mapping[str, Any]], Any], report: Mapping[str, Any]) -> Any:
    """A fact of the report, "unread" where the message was not read (a turn of an agent, a button)."""
    try:
        return found(report)
    except (KeyError, TypeError):
        return "unread"


def accepted(wanted: Any) -> list[Any]:
    """One value or a list, as a list."""
    return list(wanted) if isinstance(wanted, list) else [wanted]


def acknowledgement_in(report: Mapping[str, Any]) -> str:
    """The acknowledgement that was spoken; "none"."""
    return next(iter(responses(report, "utter_acknowledge_")), "none")


def event_in(report: Mapping[str, Any]) -> str:
    """What the acknowledgement named, as its variant's condition on `event` says; "none"."""
    return str(report["why"].get("about") or "none")


def responses(report: Mapping[str, Any], beginning: str) -> Sequence[str]:
    """The responses spoken whose names begin so."""
    return [
        str(o["response"]) for o in report["why"].get("said", ()) if str(o["response"]).startswith(beginning)
    ]


#: What can be expected as one value or a list of accepted ones -> where it stands in a turn's report.
FACTS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "emotion": lambda report: report["reading"]["emotion"],
    "disclosure": lambda report: report["reading"]["disclosure"]["kind"],
    "person": lambda report: report["reading"]["disclosure"]["person"],
    "tier": lambda report: report["why"]["tier"],
    "handoff": lambda report: report["handoff"]["level"],
    "owner": lambda report: report["owner"],
    "acknowledgement": acknowledgement_in,
    "about": event_in,
}
