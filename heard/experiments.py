"""Shows designers which wordings are being tried out, and what came of it: aggregates alone, with how sure they are."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from empathy.errors import RuleError
from empathy.experiment_rules import FILE, experiments
from empathy.experiments import Experiment
from empathy.outcomes import MEASURES, ArmReport, Comparison, Figure, Report
from handoff_service.clock import utc_now
from handoff_service.db import Database, newest_revision
from handoff_service.experiments.service import Viewing, looked_at
from handoff_service.settings import Settings
from handoff_service.words import read
from heard.errors import CommandFailed
from heard.places import ROOT
from heard.readings import account, revision, settings

SCHEMA = "heard.experiments/1"
NONE_YET = f"No experiment is written yet. docs/experiments.md says how to write one in {FILE}."
NO_RATINGS = "no ratings are collected"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what can be done with experiments."""
    parser.set_defaults(verb="list", id=None)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    purpose = "what came of each arm (each look is noted in the ledger)"
    reporting = verbs.add_parser("report", help=purpose, description=purpose)
    reporting.add_argument(
        "id", nargs="?", metavar="ID", help="one experiment (default: all that have begun)"
    )
    reporting.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for programs")


def perform(options: argparse.Namespace) -> int:
    """List or report; returns 0. Raises CommandFailed where file, id or database cannot be used."""
    today, known = utc_now().date(), written(options.root)
    if options.verb != "report":
        print(as_json([entry(one, today) for one in known]) if options.json else listed(known, today))
        return 0
    chosen = picked(known, options.id, today)
    reports = asyncio.run(reported(settings(), chosen)) if chosen else []
    made = list(zip(chosen, reports, strict=True))
    if options.json:
        print(as_json([{**entry(one, today), **figures(found)} for one, found in made]))
    else:
        print("\n\n".join(shown(one, found, today) for one, found in made) or NONE_YET)
    return 0


def written(root: Path) -> tuple[Experiment, ...]:
    """The designers' experiments; raises CommandFailed for a file that cannot be followed."""
    try:
        return experiments(read(root / FILE))
    except RuleError as fault:
        raise CommandFailed(f"{fault}. `heard check` shows every fault.") from None


def picked(known: Sequence[Experiment], name: str | None, today: date) -> list[Experiment]:
    """The experiment with this id, or all that have begun; raises CommandFailed for an unknown id."""
    if name is None:
        return [one for one in known if one.first <= today]
    found = [one for one in known if one.id == name]
    if not found:
        ids = ", ".join(one.id for one in known) or "none"
        raise CommandFailed(f"there is no experiment {name!r}. There are: {ids}.")
    return found


async def reported(house: Settings, chosen: Sequence[Experiment]) -> list[Report]:
    """A report for each experiment out of the house's database; raises CommandFailed where there is none to read."""
    database = Database(house.database_url, wake=lambda *_: None)
    viewing = Viewing(account(), utc_now())
    try:
        if await revision(database, house) != newest_revision():
            raise CommandFailed("The database is not up to date. Start the house once, then try again.")
        return [await looked_at(database, one, viewing) for one in chosen]
    except (SQLAlchemyError, OSError) as fault:
        raise CommandFailed(
            f"The database cannot be read ({type(fault).__name__}). Check HEARD_DATABASE_URL, or try again."
        ) from None
    finally:
        await database.close()


def state_of(one: Experiment, today: date) -> str:
    """planned, running, ended, or decided."""
    if one.decision:
        return "decided"
    return "planned" if today < one.first else "running" if today <= one.last else "ended"


def listed(known: Sequence[Experiment], today: date) -> str:
    """Every experiment as a designer reads it."""
    rows = []
    for one in known:
        rows.append(f"{one.id}  {state_of(one, today)}, {one.first} to {one.last}, decides by {one.measure}")
        rows.append(f"    {one.response}: {one.hypothesis}")
        rows += [f"    {arm.share:>4.0%}  {arm.id}: {', '.join(arm.variants)}" for arm in one.arms]
    return "\n".join(rows) or NONE_YET


def shown(one: Experiment, found: Report, today: date) -> str:
    """One report as a designer reads it."""
    rows = [f"{one.id}  {state_of(one, today)}, {one.first} to {one.last}", f"    {one.hypothesis}"]
    for arm in found.arms:
        counts = f"{arm.customers} customers, {arm.conversations} conversations, said {arm.sent} times"
        rows.append(f"\n  {arm.arm} ({arm.share:.0%}): {counts}")
        rows += [f"    {line(measure, arm.figures[measure])}" for measure in MEASURES]
        rows.append(f"    {'rating':<15} {NO_RATINGS}")
    for each in found.comparisons:
        rows.append(f"\n  {each.arm} less {each.against}")
        rows += [f"    {line(measure, each.figures[measure], points=True)}" for measure in MEASURES]
    return "\n".join([*rows, "", f"  {found.verdict}", *(f"  ! {said}" for said in found.warnings)])


def line(measure: str, figure: Figure, *, points: bool = False) -> str:
    """One figure with its bounds: emotions from -1 to 1, shares in per cent, differences of shares in `points`."""
    if figure.interval is None:
        return f"{measure:<15} {figure.why}"
    mean = measure == "emotion_change"
    style = "{:+.2f}" if mean else "{:+.1f}" if points else "{:.1f}"
    bounds = (figure.interval.value, figure.interval.low, figure.interval.high)
    value, low, high = (style.format(number if mean else 100 * number) for number in bounds)
    unit = "" if mean else " points" if points else " %"
    return f"{measure:<15} {value}{unit} ({low} to {high}, n {figure.n})"


def entry(one: Experiment, today: date) -> dict[str, Any]:
    """An experiment's own words as JSON keys."""
    told = {name: getattr(one, name) for name in ("id", "response", "hypothesis", "measure", "decision")}
    dates = {"state": state_of(one, today), "from": one.first.isoformat(), "to": one.last.isoformat()}
    limits = {"languages": list(one.languages), "channels": list(one.channels)}
    return {**told, **dates, **limits, "arms": [asdict(arm) for arm in one.arms]}


def figures(found: Report) -> dict[str, Any]:
    """A report as JSON keys."""
    return {
        "arms": [{**counts(arm), "figures": rounded(arm)} for arm in found.arms],
        "differences": [
            {"arm": one.arm, "against": one.against, "figures": rounded(one)} for one in found.comparisons
        ],
        "rating": {"n": 0, "why": NO_RATINGS},
        "verdict": found.verdict,
        "warnings": list(found.warnings),
    }


def counts(arm: ArmReport) -> dict[str, Any]:
    """What an arm's conversations were, as JSON keys."""
    names = ("arm", "share", "customers", "conversations", "sent")
    return {name: getattr(arm, name) for name in names}


def rounded(held: ArmReport | Comparison) -> Mapping[str, Any]:
    """Figures by measure: two places for emotions, so that two reports never give away the reading between them."""
    found: dict[str, Any] = {}
    for measure, figure in held.figures.items():
        places = 2 if measure == "emotion_change" else 4
        bounds = asdict(figure.interval) if figure.interval else dict.fromkeys(("value", "low", "high"))
        exact = {name: None if number is None else round(number, places) for name, number in bounds.items()}
        found[measure] = {"n": figure.n, **exact, "why": figure.why}
    return found


def as_json(content: Sequence[Mapping[str, Any]]) -> str:
    """The whole answer for programs."""
    return json.dumps({"schema": SCHEMA, "experiments": list(content)}, indent=2, ensure_ascii=False)
