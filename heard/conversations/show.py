"""Shows how a story went: for people turn by turn with the reading and why, for programs as JSON, JUnit or annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml  # written, never read

from heard.check.findings import Finding
from heard.conversations.replay import Turn
from heard.conversations.script import Story


@dataclass(frozen=True)
class Verdict:
    """A story and how each of its turns went; a turn that the house refused is the last."""

    story: Story
    turns: tuple[Turn, ...]

    @property
    def faults(self) -> int:
        """How many differences there are."""
        return sum(len(turn.faults) for turn in self.turns)

    @property
    def seconds(self) -> float:
        """How long the story took."""
        return sum(turn.seconds for turn in self.turns)


def passed_or_why(verdict: Verdict) -> str:
    """Nothing for a story that went as written; otherwise every turn up to the last difference, readable."""
    if not verdict.faults:
        return ""
    story = verdict.story
    lines = [f"✗ {story.name}  ({story.file}:{story.line}, {story.channel}, {story.locale})"]
    last = max(at for at, turn in enumerate(verdict.turns) if turn.faults)
    for number, turn in enumerate(verdict.turns[: last + 1], start=1):
        lines += turn_lines(number, turn)
    return "\n".join(lines) + "\n"


def turn_lines(number: int, turn: Turn) -> Iterator[str]:
    """One turn: what was said, and where it differs, how it was read and what was expected."""
    who = f"customer: {turn.step.text}" if turn.step.user else f"agent: {turn.step.agent}"
    yield f"  {'✗' if turn.faults else ' '} {number}. {who}"
    if turn.faults:
        yield f"       {reading_line(turn.report)}"
    for reply, why in said(turn.report):
        named = f" [{why}]" if why else ""
        yield f"       {reply['author']} ({reply['purpose']}){named}: {reply['text']}"
    for what, expected, got in turn.faults:
        yield f"       - {what}: expected {expected}"
        yield f"       + {what}: got      {got}"


def reading_line(report: dict[str, Any]) -> str:
    """How the message was read and what followed from it, in one line."""
    reading, why = report.get("reading"), report.get("why") or {}
    if not reading:
        return "not read"
    words = ", ".join(reading.get("evidence") or ()) or "no single words"
    parts = [f"read: {reading['emotion']} {reading['intensity']:.2f} ({words})"]
    told = reading["disclosure"]
    if told["kind"] != "none":
        shown = ", ".join(told["evidence"])
        parts.append(f"disclosure {told['kind']} {told['confidence']:.2f}, {told['person']} person ({shown})")
    intent = why.get("intent") or "the bot was not asked"
    return "; ".join([*parts, f"intent: {intent}; tier {why.get('tier')}; owner {report['owner']}"])


def said(report: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each reply with the response and the variant behind it."""
    replies = report.get("replies", [])
    behind = (report.get("why") or {}).get("said") or [{}] * len(replies)
    for reply, one in zip(replies, behind, strict=True):
        yield reply, ", ".join(filter(None, (one.get("response"), one.get("variant"))))


def as_json(verdict: Verdict) -> str:
    """A line of JSON a story: its name, place, whether it passed, and each turn with its report and differences."""
    story = verdict.story
    whole = {"story": story.name, "file": story.file, "line": story.line, "passed": not verdict.faults}
    turns = [
        {"turn": number, "line": turn.step.line, "text": turn.step.text, **turn.report, "differences": [
            dict(zip(("what", "expected", "got"), fault, strict=True)) for fault in turn.faults
        ]}
        for number, turn in enumerate(verdict.turns, start=1)
    ]  # fmt: skip
    return json.dumps({**whole, "turns": turns}, ensure_ascii=False)


def annotation(verdict: Verdict) -> str:
    """Each difference as a line that code-review tools show beside the message in the story test."""
    return "\n".join(
        Finding(verdict.story.file, turn.step.line, what, f"expected {expected}; got {got}", "").annotation()
        for turn in verdict.turns
        for what, expected, got in turn.faults
    )


def junit(verdicts: Sequence[Verdict]) -> str:
    """A JUnit report, a case a story."""
    failed = sum(bool(one.faults) for one in verdicts)
    suite = Xml.Element("testsuite", name="conversations", tests=str(len(verdicts)), failures=str(failed))
    for one in verdicts:
        case = Xml.SubElement(suite, "testcase", name=one.story.name, classname=one.story.file)
        case.set("time", f"{one.seconds:.3f}")
        if one.faults:
            failure = Xml.SubElement(case, "failure", message=f"{one.faults} difference(s)")
            failure.text = passed_or_why(one)
    return Xml.tostring(suite, encoding="unicode", xml_declaration=True)
