"""Turns a played conversation into what the page shows: plain values, so that templates decide nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from empathy.emotion import Reading
from empathy.why import Candidate
from handoff_service.console import words as console_words
from handoff_service.console.marking import Piece, marked
from handoff_service.preview import words
from handoff_service.preview.designs import Designs, Wording
from handoff_service.preview.talk import Played, Said, Talk


@dataclass(frozen=True)
class ReadingView:
    """What was read: `scores` are (emotion, share) from the strongest down, of those above 2 %."""

    emotion: str
    toned: bool
    intensity: float
    confidence: float
    scores: tuple[tuple[str, float], ...]
    disclosure: str
    sure: float
    evidence: tuple[str, ...]
    level: str


@dataclass(frozen=True)
class CandidateView:
    """One variant in the contest: what it says and asks for, why it lost or won, and where it stands."""

    id: str
    text: str
    asks: str
    verdict: str
    chosen: bool
    place: str


@dataclass(frozen=True)
class SaidView:
    """One utterance of ours with the contest of its words; `unfit` names how many do not fit, by what is in the way."""

    purpose: str
    kind: str
    text: str
    response: str
    variant: str
    by: str
    place: str
    buttons: tuple[str, ...]
    fitting: tuple[CandidateView, ...]
    unfit: tuple[CandidateView, ...]
    hindered: tuple[str, ...]
    foreign: str


@dataclass(frozen=True)
class TurnView:
    """One turn as the page shows it."""

    number: int
    pieces: tuple[Piece, ...]
    kind: str
    reading: ReadingView | None
    tier: int
    tier_why: str
    intent: str
    confidence: float
    event: str
    due: str
    said: tuple[SaidView, ...]
    failed: tuple[str, ...]
    handoff: str
    level: str
    silent: bool
    trouble: str


def turns(talk: Talk, designs: Designs) -> tuple[TurnView, ...]:
    """Every turn that was played."""
    return tuple(turn_view(number, one, designs) for number, one in enumerate(talk.turns, start=1))


def told(shown: tuple[TurnView, ...]) -> str:
    """The last turn in a few words, for those who listen to the page."""
    if not shown:
        return ""
    last = shown[-1]
    heard = f"read as {last.reading.emotion}, " if last.reading and last.reading.toned else ""
    said = " ".join(f"{one.purpose}: {one.text}" for one in last.said)
    return f"Turn {last.number}: {heard}tier {last.tier}. {said or last.trouble or last.handoff}"


def turn_view(number: int, played: Played, designs: Designs) -> TurnView:
    """One turn."""
    reading, known = played.reading, played.understood
    shown = reading_view(reading) if reading else None
    return TurnView(
        number=number,
        pieces=marked(played.typed.text, shown.evidence if shown else ()),
        kind=played.typed.kind,
        reading=shown,
        tier=played.move.tier,
        tier_why=words.tier_sentence(played.move, played.course.level),
        intent=known.intent if known else "",
        confidence=known.confidence if known else 0.0,
        event=known.event if known else "",
        due=due_of(played),
        said=tuple(said_view(one, designs) for one in played.said),
        failed=known.failed if known else (),
        handoff=handoff_of(played),
        level=played.handoff.level if played.handoff else "none",
        silent=not (played.said or played.trouble),
        trouble=words.TROUBLE.get(played.trouble, ""),
    )


def due_of(played: Played) -> str:
    """Why an acknowledgement was due or not; empty where nobody asked."""
    if played.reading is None:
        return ""
    if played.understood is not None:
        return words.DUE.get(played.understood.due, "")
    return words.DUE["safety_first"] if played.reading.level == "immediate" else ""


def handoff_of(played: Played) -> str:
    """What would happen with people; empty where nothing would."""
    if played.handoff is None:
        return ""
    why = words.handoff_reason(played.handoff.reason, console_words.DISCLOSURES)
    return f"Here a person takes over ({why}). In this preview nobody is called."


def reading_view(reading: Reading) -> ReadingView:
    """What was read in a message."""
    told = reading.disclosure
    scores = sorted(reading.scores.items(), key=lambda one: -one[1])
    named = tuple((console_words.EMOTIONS[name], share) for name, share in scores if share >= 0.02)
    return ReadingView(
        emotion=console_words.EMOTIONS[reading.emotion],
        toned=reading.toned,
        intensity=reading.intensity,
        confidence=reading.confidence,
        scores=named if reading.toned else (),
        disclosure=console_words.disclosure(told.kind, told.person, told.confidence) if told else "",
        sure=told.confidence if told else 0.0,
        evidence=(*reading.evidence, *(told.evidence if told else ())),
        level=reading.level,
    )


def said_view(said: Said, designs: Designs) -> SaidView:
    """One utterance."""
    wordings = designs.wordings(said.response)
    candidates = said.why.candidates if said.why else ()
    fitting = [one for one in candidates if one.verdict != "unfit"]
    unfit = [one for one in candidates if one.verdict == "unfit"]
    own = wordings.get(said.variant)
    return SaidView(
        purpose=words.PURPOSES.get(said.purpose, said.purpose),
        kind=said.purpose,
        text=said.text,
        response=said.response,
        variant=said.variant,
        by="the service, without asking the bot" if said.by == "service" else "the bot",
        place=place_of(own),
        buttons=tuple(str(one["title"]) for one in said.buttons),
        fitting=tuple(candidate_view(one, wordings) for one in sorted(fitting, key=chosen_first)),
        unfit=tuple(candidate_view(one, wordings) for one in unfit),
        hindered=hindered(unfit),
        foreign=said.why.language if said.why else "",
    )


def chosen_first(candidate: Candidate) -> bool:
    """Sorts the spoken one to the front and keeps the others in the file's order."""
    return candidate.verdict != "chosen"


def candidate_view(candidate: Candidate, wordings: Mapping[str, Wording]) -> CandidateView:
    """One candidate."""
    wording = wordings.get(candidate.id)
    return CandidateView(
        id=candidate.id,
        text=str(wording.variant.get("text", "")) if wording else "",
        asks=words.asked(wording.variant) if wording else "",
        verdict=words.verdict(candidate),
        chosen=candidate.verdict == "chosen",
        place=place_of(wording),
    )


def place_of(wording: Wording | None) -> str:
    """Where words stand, as file:line."""
    return f"{wording.file}:{wording.line}" if wording else ""


def hindered(unfit: list[Candidate]) -> tuple[str, ...]:
    """How many candidates the same first obstacle keeps away, the most frequent first."""
    counted = Counter(words.obstacle(one.obstacles[0]) for one in unfit)
    return tuple(f"{count} × {what}" for what, count in counted.most_common(6))
