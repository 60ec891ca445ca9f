"""Hashes what matters into an append-only Merkle tree (RFC 6962): no change to the past goes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from empathy.errors import Malformed

EMPTY_ROOT = hashlib.sha256(b"").digest()


def canonical_json(entry: Mapping[str, Any]) -> bytes:
    """The one byte form of a JSON object: keys sorted, no blanks, UTF-8, 1.0 written as 1.

    Raises `Malformed` for what JSON cannot hold (NaN, infinity, keys that are not text, other types).
    """
    try:
        return json.dumps(
            _canonical(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        ).encode()
    except (TypeError, ValueError) as fault:
        raise _not_json(str(fault)) from fault


def _not_json(fault: str) -> Malformed:
    return Malformed(
        f"The entry is not plain JSON: {fault}.", remedy="Keep to objects, lists, texts and finite numbers."
    )


def _canonical(value: Any) -> Any:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise _not_json("a key is not text")
        return {key: _canonical(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(held) for held in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry: SHA-256 of 0x00 and the data, 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a pair of subtrees: SHA-256 of 0x01 and both hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Chain:
    """A tree grown leaf by leaf: its size and the roots of its full subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, leaf: bytes) -> Chain:
        """The tree with one more leaf hash."""
        peaks, size = [*self.peaks, leaf], self.size
        while size & 1:
            right = peaks.pop()
            peaks[-1] = node_hash(peaks[-1], right)
            size >>= 1
        return Chain(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The RFC 6962 tree hash, 32 bytes."""
        if not self.peaks:
            return EMPTY_ROOT
        folded = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            folded = node_hash(peak, folded)
        return folded


def chain_of(leaves: Sequence[bytes]) -> Chain:
    """The tree over leaf hashes, oldest first."""
    chain = Chain()
    for leaf in leaves:
        chain = chain.grown(leaf)
    return chain
