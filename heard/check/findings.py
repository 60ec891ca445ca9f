"""One fault as a designer needs it: where, what, why, and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """A fault at `file`:`line` (1-based), by the name of its rule, with the remedy."""

    file: str
    line: int
    rule: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.fault}\n    {self.remedy}"

    def to_dict(self) -> dict[str, object]:
        """The fault as JSON keys."""
        return asdict(self)

    def annotation(self) -> str:
        """The fault as a line that code-review tools show beside the text."""
        return f"::error file={self.file},line={self.line},title={self.rule}::{self.fault} {self.remedy}"
