"""What the programs say by name: the responses they speak and the values they have for placeholders."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CODE = ("actions", "bot", "handoff_service", "empathy")
RASAS_OWN = {"utter_action"}  # a key of Rasa's metadata, not a response
_WHOLE = re.compile(r"""["'](utter_[a-z0-9_]+[a-z0-9])["']""")
_BEGUN = re.compile(r"""["'`](utter_[a-z0-9_]+_)(?=["'`{$])""")
_STRING = re.compile(r"""["'`]([a-z][a-z0-9_]*)["'`]""")
_VALUE = re.compile(r"""\b([a-z][a-z0-9_]*)["']?\s*[=:]""")


@dataclass
class Spoken:
    """`names`: response -> (file, line) where code speaks it. `begun`: beginnings of names that code completes.

    `strings`: every short text constant (what completes a name); `values`: every name that is given a value.
    """

    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)

    def speaks(self, response: str) -> bool:
        """Whether some program speaks this response, by its whole name or by completing a beginning."""
        rests = (response.removeprefix(begun) for begun in self.begun if response.startswith(begun))
        return response in self.names or any(rest in self.strings or rest in self.values for rest in rests)


def spoken_by_code(root: Path) -> Spoken:
    """What the programs under `root` speak."""
    spoken = Spoken()
    for package in CODE:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".js"} and "vendor" not in path.parts:
                read_program(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix(), spoken)
    return spoken


def read_program(text: str, file: str, spoken: Spoken) -> None:
    """Add what one program speaks."""
    spoken.begun |= set(_BEGUN.findall(text))
    spoken.strings |= set(_STRING.findall(text))
    spoken.values |= set(_VALUE.findall(text))
    for number, line in enumerate(text.splitlines(), start=1):
        for name in set(_WHOLE.findall(line)) - RASAS_OWN:
            spoken.names[name] = (file, number)
