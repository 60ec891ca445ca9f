"""The preview's vocabulary: what decisions of the core are called for a designer; customers never see it."""

from __future__ import annotations

from collections.abc import Mapping

from empathy.tiers import TierMove
from empathy.why import Candidate
from empathy.words import Obstacle, Variant

DUE: Mapping[str, str] = {
    "loss": "Due: a loss was told, and a loss is always acknowledged, once.",
    "clear_strain": "Due: a feeling was read, and the tier is 2 or higher.",
    "mild_strain": "Due: a feeling was read, at tier 1, strongly enough, and the turn before had no acknowledgement.",
    "safety_first": "Not due: danger was told. Words of help come first, and alone.",
    "event_acknowledged": "Not due: this event was acknowledged before in the conversation.",
    "tone_declined": "Not due: the customer declined the reading of tone.",
    "calm": "Not due: no strain was read in this message.",
    "bare_answer": "Not due: this is a bare answer to a question of ours.",
    "after_safety": "Not due: words of help were spoken in the turn before.",
    "calm_course": "Not due: the conversation is at tier 0.",
    "faint": "Not due: the feeling is read too faintly for tier 1 (below 35 %).",
    "just_acknowledged": "Not due: the turn before was acknowledged, and at tier 1 never two run together.",
}
VERDICTS: Mapping[str, str] = {
    "chosen": "Spoken",
    "language": "Fits, but words in the customer’s own language win",
    "channel": "Fits, but words written for this channel win",
    "said": "Fits, but was said before in this conversation",
    "withheld": "Fits, but an experiment keeps it for other customers",
    "details": "Fits, but others name more that holds here",
    "event": "Fits, but others name the event",
    "trial": "Fits, but words on trial are heard by this customer",
    "rotation": "As good: another turn’s number would choose it",
}
LEVELS: Mapping[str, str] = {
    "none": "The message alone calls for nobody.",
    "offer": "A person is offered.",
    "priority": "Handed over now, ahead of the queue.",
    "immediate": "Automation stops: words of help and a person at once.",
}
PURPOSES: Mapping[str, str] = {
    "acknowledgement": "Acknowledgement",
    "answer": "Answer",
    "crisis": "Words of help",
    "handoff": "About the handoff",
    "status": "Status",
}
TROUBLE: Mapping[str, str] = {
    "BotDown": "The bot does not answer. It may be taking up a new model: play the conversation again in a moment.",
    "BotFaulty": "The bot could not finish this turn. What it says about it is at the end of its log.",
}
HANDOFFS: Mapping[str, str] = {
    "asked_for_person": "a person was asked for",
    "behaviour": "trying again and again led nowhere",
    "request_failed": "a part of ours failed while a person was being called",
    "frustration": "the customer is very frustrated",
}


def percent(share: float) -> str:
    """A share 0..1 for people."""
    return f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def tier_sentence(move: TierMove, level: float) -> str:
    """Why the tier is what it is."""
    now, mark = f"the level is {percent(level)}", percent(move.mark)
    return {
        "reached": f"Tier {move.tier} begins at {mark}; {now}.",
        "held": f"Tier {move.tier} is left below {mark}; {now}.",
        "eased": f"One step down: the level fell below {mark} ({now}).",
        "calm": f"Tier 1 begins at {mark}; {now}.",
    }[move.reason]


def asked(variant: Variant) -> str:
    """What a variant asks for, in a few words: its channel and its conditions."""
    channel = [f"only {variant['channel']}"] if variant.get("channel") else []
    conditions = [f"{one['name']} is {one['value']}" for one in variant.get("condition") or ()]
    return ", ".join([*channel, *conditions]) or "asks for nothing"


def verdict(candidate: Candidate) -> str:
    """Why a candidate is or is not spoken, in a few words."""
    if candidate.verdict != "unfit":
        return VERDICTS[candidate.verdict]
    return "; ".join(obstacle(one) for one in candidate.obstacles)


def obstacle(one: Obstacle) -> str:
    """What stands in a candidate's way."""
    if one.kind == "channel":
        return f"only for {one.wanted}, not for {one.held}"
    if one.kind == "value":
        return f"{one.name} is not known"
    held = "empty" if one.held is None else one.held
    return f"{one.name} is {held}, not {one.wanted}"


def handoff_reason(reason: str, disclosures: Mapping[str, str]) -> str:
    """Why a person takes over."""
    return HANDOFFS.get(reason) or disclosures.get(reason) or reason.replace("_", " ")
