"""Reads the designers' files again whenever one changes; a broken file is pointed at, and what it said before holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from empathy.errors import RuleError
from empathy.library import responses_of
from empathy.words import Responses, Variant, variant_id
from handoff_service.yaml_lines import LOADER, keys_with_lines, plain

#: What is spoken, and what is walked: both are read again when they change.
WORDS = ("domain.yml", "data/responses/*.yml")
PATHS = ("data/rules/*.yml", "data/stories/*.yml")
#: What only training brings into the bot; of the configurations, the one that was trained by.
TRAINED = ("domain.yml", "data/nlu/*.yml", "data/empathy/tiers.yml", *PATHS)
CONFIGURED = "config*.yml"
#: What may be shown: Rasa's other files at the root may hold secrets.
DESIGNED = ("domain.yml", CONFIGURED, "data/*/*.yml")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, where (`line` counts from 1), and the remedy."""

    file: str
    line: int
    what: str
    remedy: str


@dataclass(frozen=True)
class Document:
    """A file as read: its plain content, the line of each dotted key, the responses in it."""

    file: str
    content: Any = None
    lines: Mapping[str, int] = field(default_factory=dict)
    responses: Responses = field(default_factory=dict)

    def line(self, key: str) -> int:
        """The line of a dotted key, or of the nearest key above it; 1 if none is there."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 1)


@dataclass(frozen=True)
class Wording:
    """One variant of a response, and where it is written."""

    variant: Variant
    file: str
    line: int


@dataclass(frozen=True)
class Designs:
    """Everything that designers wrote, as of now; `stamp` changes whenever any of it does."""

    stamp: str
    documents: tuple[Document, ...]
    faults: tuple[Fault, ...]
    untrained: tuple[str, ...]

    @property
    def responses(self) -> Responses:
        """Response -> its variants, the later file winning, as Rasa joins them."""
        return {name: said for one in self.documents for name, said in one.responses.items()}

    def wordings(self, response: str) -> dict[str, Wording]:
        """Variant id -> the variant of this response and its place."""
        found: dict[str, Wording] = {}
        for one in self.documents:
            for at, variant in enumerate(one.responses.get(response, ())):
                line = one.line(f"responses.{response}.{at}")
                found[variant_id(variant)] = Wording(variant, one.file, line)
        return found


class Library:
    """The designers' files below `root`; `trained` is what training noted of the files that it read (may be absent)."""

    def __init__(self, root: Path, *, trained: Path) -> None:
        self.root, self.trained = root, trained
        self._stamps: dict[Path, int] = {}
        self._documents: dict[Path, Document] = {}
        self._faults: dict[Path, Fault] = {}

    def now(self) -> Designs:
        """The files as they are; only those that changed since the last look are read."""
        stamps = {path: path.stat().st_mtime_ns for path in self._matching(*WORDS, *PATHS)}
        for path in [path for path in self._stamps if path not in stamps]:
            self._documents.pop(path, None)
            self._faults.pop(path, None)
        for path, stamp in stamps.items():
            if self._stamps.get(path) != stamp:
                self._read(path)
        self._stamps = stamps
        return Designs(
            stamp=hashlib.sha256(repr(sorted(stamps.items())).encode()).hexdigest()[:16],
            documents=tuple(self._documents[path] for path in stamps if path in self._documents),
            faults=tuple(self._faults[path] for path in stamps if path in self._faults),
            untrained=tuple(self._untrained()),
        )

    def source(self, file: str) -> list[str] | None:
        """The lines of a designers' file; None for every other file, whatever the name says."""
        known = {path.relative_to(self.root).as_posix(): path for path in self._matching(*DESIGNED)}
        path = known.get(file)
        return path.read_text(encoding="utf-8", errors="replace").splitlines() if path else None

    def _matching(self, *patterns: str) -> list[Path]:
        return [path for pattern in patterns for path in sorted(self.root.glob(pattern)) if path.is_file()]

    def _read(self, path: Path) -> None:
        name = path.relative_to(self.root).as_posix()
        self._faults.pop(path, None)
        try:
            self._documents[path] = read_document(path, name)
        except Broken as broken:
            self._faults[path] = broken.fault

    def _untrained(self) -> Iterator[str]:
        if not self.trained.is_file():
            return
        noted: Mapping[str, str] = json.loads(self.trained.read_text(encoding="utf-8"))
        configured = [name for name in noted if PurePosixPath(name).match(CONFIGURED)]
        there = [path.relative_to(self.root).as_posix() for path in self._matching(*TRAINED)]
        gone = [name for name in noted if any(PurePosixPath(name).match(one) for one in TRAINED)]
        for name in dict.fromkeys([*configured, *there, *gone]):
            path = self.root / name
            now = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
            if noted.get(name) != now:
                yield name


class Broken(Exception):
    """A file that can't be followed; `fault` says where and how to mend it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.what)
        self.fault = fault


def read_document(path: Path, name: str) -> Document:
    """One file; raises Broken."""
    data = path.read_bytes()
    try:
        node = yaml.compose(data, Loader=LOADER)
        content, lines = plain(node), dict(keys_with_lines(node))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # What is left open is noticed at the end: one line after the last.
        line = min(mark.line + 1, len(data.splitlines()) or 1) if mark else 1
        what = str(getattr(error, "problem", None) or "this is not YAML")
        raise Broken(
            Fault(name, line, what, "Mend the indentation or quotes there or just above.")
        ) from error
    document = Document(name, content, lines)
    try:
        return Document(name, content, lines, responses_of(name, content))
    except RuleError as error:
        raise Broken(Fault(name, document.line(error.key), error.fault, error.remedy)) from error
