"""Shows how rules and stories flow, topic by topic, and the files that they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from sanic import Blueprint, HTTPResponse, Request

from empathy.errors import NotFound
from handoff_service.preview.designs import Designs, Library
from handoff_service.preview.door import here_only
from handoff_service.preview.drawing import CALLED, Drawing, drawing
from handoff_service.preview.paths import Node, Path, forest, paths_of
from handoff_service.preview.rendering import Pages, source_url

ARROWS: Mapping[str, str] = {**CALLED, "form": "{} asks"}
COUNTED = {"rules": ("rule", "rules"), "stories": ("story", "stories")}


@dataclass(frozen=True)
class Row:
    """A path as a line of text with its place."""

    name: str
    words: str
    place: str


@dataclass(frozen=True)
class Topic:
    """The paths of one file: as a drawing, and as a list."""

    id: str
    title: str
    file: str
    kind: str
    drawing: Drawing
    rows: tuple[Row, ...]
    form: bool

    @property
    def size(self) -> str:
        """How many rules or stories there are."""
        one, many = COUNTED.get(self.kind, ("path", "paths"))
        return f"{len(self.rows)} {one if len(self.rows) == 1 else many}"


def add_flow(routes: Blueprint, library: Library, pages: Pages) -> None:
    """The flow, and a file with its lines numbered."""

    @routes.get("/flow")
    @here_only
    async def flow(request: Request) -> HTTPResponse:
        values = flow_values(library.now(), str(request.args.get("find", "")).strip())
        live = request.headers.get("HX-Request") == "true"
        return pages("flow_topics.html" if live else "flow.html", values)

    @routes.get("/files/<file:path>")
    @here_only
    async def source(_request: Request, file: str) -> HTTPResponse:
        lines = library.source(file)
        if lines is None:
            raise NotFound("There is no such file of the designers.", remedy="Go back to the preview.")
        return pages("source.html", {"file": file, "lines": lines, "path": (library.root / file).resolve()})


def flow_values(designs: Designs, wanted: str) -> dict[str, object]:
    """What the page of the flow shows, of the paths that mention what is wanted."""
    every = list(paths_of(designs.documents))
    return {
        "find": wanted,
        "topics": topics(every, wanted, designs),
        "intents": sorted({one.name for path in every for one in path.steps if one.kind == "intent"}),
        "faults": designs.faults,
        "untrained": designs.untrained,
    }


def topics(paths: Iterable[Path], wanted: str, designs: Designs) -> list[Topic]:
    """The files with a path that mentions what is wanted, plain topics before forms."""
    kept = [path for path in paths if path.mentions(wanted.casefold())]
    made = [topic(file, list(group), designs) for file, group in groupby(kept, key=lambda one: one.file)]
    return sorted(made, key=lambda one: (one.kind != "rules", one.form))


def topic(file: str, paths: list[Path], designs: Designs) -> Topic:
    """One file."""
    name = PurePosixPath(file)
    rows = tuple(Row(path.name, words_of(path), f"{path.file}:{path.line}") for path in paths)
    drawn = drawing(forest(paths), address=lambda node: address(node, designs))
    return Topic(
        id=f"{name.parent.name}-{name.stem}",
        title=name.stem.replace("_", " ").capitalize(),
        file=file,
        kind=name.parent.name,
        drawing=drawn,
        rows=rows,
        form=all(path.steps and path.steps[0].kind == "while" for path in paths),
    )


def words_of(path: Path) -> str:
    """A path in one line."""
    return " → ".join(ARROWS.get(step.kind, "{}").format(step.name) for step in path.steps)


def address(node: Node, designs: Designs) -> str:
    """Where a step leads: words to where they are written, everything else to the rule."""
    if node.kind == "action" and node.names[0].startswith("utter_"):
        for document in designs.documents:
            if node.names[0] in document.responses:
                return source_url(f"{document.file}:{document.line(f'responses.{node.names[0]}')}")
    return source_url(f"{node.paths[0].file}:{node.paths[0].line}")
