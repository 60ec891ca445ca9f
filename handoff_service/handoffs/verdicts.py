"""What an agent's verdict on a reading is made of, and what it must not be: pure steps of `correcting`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from empathy.correction import Correction, Judgement, as_read, changes, standing
from empathy.emotion import CRISES, Reading
from empathy.errors import Conflict, Malformed, NotAllowed, NotFound
from handoff_service.agents.models import Agent
from handoff_service.conversations.models import Conversation, HandoffRequest, Message


@dataclass(frozen=True)
class Verdict:
    """Which message an agent judges, by which form (the same when sent twice), and from which page."""

    conversation: str
    number: int
    agent: Agent
    form_id: str
    review: bool = False


@dataclass(frozen=True)
class Subject:
    """The message under judgement as it stands in this transaction; its conversation is locked."""

    conversation: Conversation
    message: Message
    reading: Reading
    made: tuple[Correction, ...]


def key_of(verdict: Verdict, act: str) -> str:
    """Under which key a form makes its record."""
    return f"{act}:{verdict.form_id}"


def request_of(verdict: Verdict, subject: Subject, judgement: Judgement, level: str) -> HandoffRequest:
    """The handoff that a correction calls for."""
    told = judgement.disclosure in CRISES
    detail = {"disclosure": judgement.disclosure, "message_number": subject.message.number}
    return HandoffRequest(
        reason=judgement.disclosure if told else "distress",
        level=level,
        trigger="agent",
        key=f"correction:{verdict.form_id}",
        detail=detail,
    )


def facts_of(verdict: Verdict, subject: Subject, act: str, judgement: Judgement | None) -> dict[str, object]:
    """What the ledger says of a record: who, which message, which kinds of distress; never words or feelings."""
    read = as_read(subject.reading)
    return {
        "agent": verdict.agent.id,
        "message": subject.message.id,
        "act": act,
        "read": read.disclosure,
        "judged": judgement.disclosure if judgement else None,
        "changes": list(changes(subject.reading, judgement)) if judgement else [],
    }


def refuse_idle(subject: Subject, judgement: Judgement, *, review: bool) -> None:
    """Raises Malformed for a correction that says nothing new; a reviewer may agree with a correction."""
    counts = standing(subject.made)
    again = counts is not None and counts.judgement == judgement and not review
    if again or not changes(subject.reading, judgement):
        raise Malformed(
            "Nothing in the form differs from what counts now.",
            remedy="Change what is wrong, or say that the reading is right.",
        )


def refuse_unconsented(subject: Subject, judgement: Judgement) -> None:
    """Raises NotAllowed for a judgement of the tone where the customer declined its reading."""
    toned = subject.reading.toned and subject.conversation.tone_consent
    if not toned and {"emotion", "intensity"} & {*changes(subject.reading, judgement)}:
        raise NotAllowed("The customer declined the reading of tone.", remedy="Correct the disclosure alone.")


def own_record(made: Sequence[Correction], correction_id: int, agent: Agent) -> None:
    """Raises unless this agent may take back this record of the message."""
    found = next((one for one in made if one.id == correction_id), None)
    if found is None:
        raise NotFound("There is no such correction.", remedy="Reload the page.")
    if found.judgement is None:
        raise Conflict("This was taken back already.", remedy="Correct the reading anew.")
    if found.agent_id != agent.id and not agent.supervises:
        raise NotAllowed(
            f"{found.by} made this correction.", remedy=f"Ask {found.by}, or add a correction of your own."
        )
