"""One fault as a designer needs it: where, what, why, and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """A fault at `file`:`line` (1-based), by the name of its rule: what and why, and the remedy."""

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
        # A per cent sign or a line's end in a message would cut it short, so that format asks for them as codes.
        said = f"{self.fault} {self.remedy}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        return f"::error file={self.file},line={self.line},title={self.rule}::{said}"
