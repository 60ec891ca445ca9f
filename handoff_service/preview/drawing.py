"""Lays out trees of steps as boxes and lines, so that a page can draw them without a script or a foreign library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from handoff_service.preview.paths import Node

LINE, PAD, ROW_GAP, COLUMN_GAP = 18, 8, 8, 44
LETTER, NARROWEST, WIDEST = 6.9, 72, 270
MARGIN = 4
#: How steps are called that are neither said nor done.
CALLED = {"while": "while {} asks", "after": "after {}"}


@dataclass(frozen=True)
class Box:
    """A step: place and size in the drawing, its lines of text, the address it leads to, and what it is called there."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    address: str
    acknowledged: bool

    @property
    def middle(self) -> float:
        """Where lines leave and arrive: the middle of the first line of text."""
        return self.y + PAD / 2 + LINE / 2


@dataclass
class Drawing:
    """Boxes and the lines between them; sizes are in the units of the drawing, a pixel each."""

    width: float = 0
    height: float = 0
    boxes: list[Box] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)


Address = Callable[[Node], str]


def drawing(roots: list[Node], *, address: Address) -> Drawing:
    """The trees one below the other, each step right of the one before it."""
    made = Drawing()
    columns = lefts(widths(roots))
    y = float(MARGIN)
    for root in roots:
        y = place(root, (made, columns, address), depth=0, top=y)[1]
    made.width = max((box.x + box.width for box in made.boxes), default=0) + MARGIN
    made.height = y
    return made


def widths(roots: list[Node]) -> list[float]:
    """The width of each column: that of its longest text."""
    found: list[float] = []
    level = roots
    while level:
        longest = max(len(name) for node in level for name in labels(node))
        found.append(min(WIDEST, max(NARROWEST, longest * LETTER + 2 * PAD)))
        level = [child for node in level for child in node.children]
    return found


def labels(node: Node) -> list[str]:
    """The lines of a node's box."""
    return [CALLED.get(node.kind, "{}").format(name) for name in node.names]


def lefts(columns: list[float]) -> list[tuple[float, float]]:
    """(left, width) of each column."""
    x, found = float(MARGIN), []
    for width in columns:
        found.append((x, width))
        x += width + COLUMN_GAP
    return found


def place(
    node: Node, sheet: tuple[Drawing, list[tuple[float, float]], Address], *, depth: int, top: float
) -> tuple[Box, float]:
    """Draw a node and all below it from `top` on; returns its box and where the next one may begin."""
    made, columns, address = sheet
    box = boxed(node, columns[depth], top=top, address=address(node))
    made.boxes.append(box)
    bottom = top
    for child in node.children:
        below, bottom = place(child, sheet, depth=depth + 1, top=bottom)
        made.edges.append(edge(box, below))
    return box, max(bottom, top + box.height + ROW_GAP)


def boxed(node: Node, column: tuple[float, float], *, top: float, address: str) -> Box:
    """The box of a node in its column (left, width): one line for each name."""
    left, width = column
    most = round((width - 2 * PAD) / LETTER)
    shown = [name if len(name) <= most else f"{name[: most - 1]}…" for name in labels(node)]
    first = top + PAD / 2 + LINE * 0.72
    lines = tuple((first + at * LINE, name) for at, name in enumerate(shown))
    height = len(shown) * LINE + PAD
    said = node.kind == "intent" and bool(node.children)
    return Box(node.kind, left, top, width, height, lines, address, said)


def edge(start: Box, end: Box) -> str:
    """A line with one round bend from the first text of a box to the next box, as SVG path data."""
    x1, y1, x2, y2 = start.x + start.width, start.middle, end.x, end.middle
    if y1 == y2:
        return f"M{x1:.1f} {y1:.1f}H{x2:.1f}"
    bend = x2 - 14
    down = f"Q{bend:.1f} {y1:.1f} {bend:.1f} {y1 + 6:.1f}V{y2 - 6:.1f}"
    return f"M{bend - 6:.1f} {y1:.1f}{down}Q{bend:.1f} {y2:.1f} {bend + 6:.1f} {y2:.1f}H{x2:.1f}"
