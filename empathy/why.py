"""Says why these words are spoken and not the others, for designers who see the preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from empathy import fields
from empathy.words import (
    RANKED_BY,
    Obstacle,
    Responses,
    Variant,
    choose_response,
    fitting_variants,
    obstacles,
    rank,
    variant_id,
)

#: Why a candidate is or is not spoken. `unfit`: something stands in its way. The names of `RANKED_BY`: it fits, and
#: another is better there (its own language, the channel's own words, not said before, more details that hold, the
#: event named). `rotation`: as good as the chosen one, whose turn it is.
VERDICTS = ("chosen", "unfit", *RANKED_BY, "rotation")


@dataclass(frozen=True)
class Candidate:
    """One variant in the contest: its id, the verdict, and what stands in its way (only where it is `unfit`)."""

    id: str
    verdict: str
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True)
class Choice:
    """How the words of one response were chosen; `language` is the one in which they were found."""

    response: str
    channel: str
    language: str
    candidates: tuple[Candidate, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "response": self.response,
            "channel": self.channel,
            "language": self.language,
            "candidates": [
                {"id": one.id, "verdict": one.verdict, "obstacles": [it._asdict() for it in one.obstacles]}
                for one in self.candidates
            ],
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Choice:
        """The choice in a decoded JSON object; raises `Malformed` for a wrong field."""
        return cls(
            response=fields.text(d, "response"),
            channel=fields.text(d, "channel"),
            language=fields.text(d, "language"),
            candidates=tuple(_candidate(one) for one in fields.records(d, "candidates")),
        )


def _candidate(d: Mapping[str, Any]) -> Candidate:
    found = tuple(
        Obstacle(fields.text(one, "kind"), fields.text(one, "name"), one.get("wanted"), one.get("held"))
        for one in fields.records(d, "obstacles")
    )
    return Candidate(fields.text(d, "id"), fields.one_of(d, "verdict", VERDICTS), found)


def explain_response(
    responses: Responses, name: str, *, facts: Mapping[str, Any], channel: str, said: Collection[str] = ()
) -> Choice:
    """Why `choose_response`, given the same, picks the variant it picks; no candidate is `chosen` if it picks none.

    The chooser itself is asked, and each verdict comes from the steps that it takes: the two can't disagree.
    """
    variants = responses.get(name, ())
    known, fitting = fitting_variants(variants, facts, channel)
    winner = choose_response(responses, name, facts=facts, channel=channel, said=said)
    fits = {id(one) for one in fitting}
    candidates = []
    for one in variants:
        if id(one) in fits and winner is not None:
            verdict = (
                "chosen" if one is winner else _lost_by(rank(winner, known, said), rank(one, known, said))
            )
            candidates.append(Candidate(variant_id(one), verdict))
        else:
            candidates.append(_unfit(one, known, channel))
    return Choice(name, channel, str(known["language"]), tuple(candidates))


def _unfit(variant: Variant, facts: Mapping[str, Any], channel: str) -> Candidate:
    return Candidate(variant_id(variant), "unfit", tuple(obstacles(variant, facts, channel)))


def _lost_by(best: tuple[Any, ...], own: tuple[Any, ...]) -> str:
    pairs = zip(RANKED_BY, best, own, strict=True)
    return next((name for name, theirs, ours in pairs if theirs != ours), "rotation")
