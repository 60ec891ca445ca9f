"""Says what a corpus is made of and how varied it is, so that template spam shows."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from emotion_model.corpus import Line


def makeup(lines: Sequence[Line]) -> list[str]:
    """What the corpus is made of, and how varied it is."""
    pairs = Counter(pair for line in lines for pair in _pairs(line.text))
    counts = {
        "emotions": Counter(line.emotion for line in lines),
        "disclosures": Counter(line.disclosure for line in lines),
        "languages": Counter(line.lang for line in lines),
        "styles": Counter(tag for line in lines for tag in line.style),
        "splits": Counter(line.split for line in lines),
    }
    rows = [
        f"- {name}: " + ", ".join(f"{tag} {n}" for tag, n in found.most_common())
        for name, found in counts.items()
    ]
    share = len(pairs) / max(1, sum(pairs.values()))
    return [
        *rows,
        f"- situations: {len({line.situation for line in lines})}; distinct word pairs: {share:.2f}; "
        f"near-duplicates (three quarters of the words shared): {near_duplicates(lines)}",
    ]


def near_duplicates(lines: Sequence[Line]) -> int:
    """How many messages of four words and more share three quarters of their words with an earlier one (Jaccard)."""
    holders: dict[str, list[int]] = {}
    bags: list[frozenset[str]] = []
    found = 0
    for place, line in enumerate(lines):
        bag = frozenset(re.findall(r"\w+", line.text.lower()))
        bags.append(bag)
        # At most a quarter of its words may be missing from the other, so one of any quarter and one more is shared.
        rare = sorted(bag, key=lambda word: (len(holders.get(word, ())), word))[: len(bag) // 4 + 1]
        near = {other for word in rare for other in holders.get(word, ())}
        found += len(bag) > 3 and any(len(bag & bags[one]) >= 0.75 * len(bag | bags[one]) for one in near)
        for word in bag:
            holders.setdefault(word, []).append(place)
    return found


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.lower().split()
    return list(itertools.pairwise(words))
