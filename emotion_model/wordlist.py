"""Word lists written as words with blanks between them, as a person reads them."""

from __future__ import annotations


def word_set(*rows: str) -> frozenset[str]:
    """All words of the rows."""
    return frozenset(word for row in rows for word in row.split())
