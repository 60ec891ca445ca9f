"""The designers' lint: says where words, rules or resources would let a customer down, before one meets them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from heard.check import approvals, contract, experiments, references, sms, wording, words
from heard.check.files import Designs, load_designs, understood
from heard.check.findings import Finding
from heard.check.resources import check_resources
from heard.check.shapes import misshapen
from heard.places import ROOT

FORMATS = ("text", "json", "github")
Rule = Callable[[Designs], Iterable[Finding]]
#: Every rule over words and paths; each says in its docstring which names its findings carry.
RULES: tuple[Rule, ...] = (
    *(words.missing, words.untranslated, words.repeated, words.same_id, words.crisis_without_help),
    *(wording.banned, wording.hard_to_read, wording.nearly_twice),
    *(sms.unfit_for_sms, sms.unwritten_for_sms, sms.reserved),
    *(contract.policies, contract.variants, contract.solutions, contract.by_hand, contract.unread),
    *(references.unknown_slots, references.unknown_placeholders, references.unused),
    *(approvals.unapproved, approvals.one_reviewer),
    *(experiments.unfit, experiments.unknown, experiments.sensitive, experiments.uneven),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard check`."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print what is found")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)


def perform(options: argparse.Namespace) -> int:
    """Print every fault with its place and remedy; returns 1 if there is one, else 0."""
    findings = check(loaded(options.root), today=datetime.now(UTC).date())
    print(rendered(findings, options.format))
    return 1 if findings else 0


def loaded(root: Path) -> Designs:
    """The designers' files under `root`; what can't be read or has not its shape is in `unreadable`."""
    designs = load_designs(root)
    designs.unreadable += misshapen(designs)
    return designs if designs.unreadable else understood(designs)


def check(designs: Designs, *, today: date) -> list[Finding]:
    """Every fault in the designers' files as of `today`, in the order of files and lines."""
    found = list(designs.unreadable)
    if not found:  # the rules may rely on every file's shape
        found += [finding for rule in RULES for finding in rule(designs)]
        found += check_resources(designs, today=today)
        found += experiments.ended(designs, today=today)
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.rule))


def rendered(findings: Sequence[Finding], style: str) -> str:
    """The findings as text for people, JSON for programs, or annotations for a code review."""
    if style == "json":
        return json.dumps([finding.to_dict() for finding in findings], indent=2, ensure_ascii=False)
    if style == "github":
        return "\n".join(finding.annotation() for finding in findings)
    lines = [str(finding) for finding in findings]
    return "\n".join([*lines, f"{len(findings)} fault(s)" if findings else "heard check: no faults"])
