"""The designers' lint: says where words, rules or resources would let a customer down, before one meets them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from heard.check.files import Designs, load_designs
from heard.check.findings import Finding
from heard.check.resources import check_resources
from heard.check.words import check_words
from heard.train import ROOT

FORMATS = ("text", "json", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `heard check`."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print what is found")


def perform(options: argparse.Namespace) -> int:
    """Print every fault with its place and remedy; returns 1 if there is one, else 0."""
    findings = check(load_designs(ROOT))
    print(rendered(findings, options.format))
    return 1 if findings else 0


def check(designs: Designs) -> list[Finding]:
    """Every fault in the designers' files, in the order of files and lines."""
    today = datetime.now(UTC).date()
    found = [*designs.unreadable, *check_words(designs), *check_resources(designs, today=today)]
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.rule))


def rendered(findings: Sequence[Finding], style: str) -> str:
    """The findings as text for people, JSON for programs, or annotations for a code review."""
    if style == "json":
        return json.dumps([finding.to_dict() for finding in findings], indent=2, ensure_ascii=False)
    if style == "github":
        return "\n".join(finding.annotation() for finding in findings)
    lines = [str(finding) for finding in findings]
    return "\n".join([*lines, f"{len(findings)} fault(s)" if findings else "heard check: no faults"])
