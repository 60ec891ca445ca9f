"""Proves from hashes alone that an entry is in the ledger, and that an older ledger begins a newer one."""

from __future__ import annotations

from collections.abc import Sequence

from empathy.ledger import chain_of, node_hash


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The audit path of the leaf at `index` (from 0) in the tree over these leaf hashes, nearest first.

    Raises IndexError for an index outside the tree.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"leaf {index} of {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion_proof(index, leaves[:half]), chain_of(leaves[half:]).root]
    return [*inclusion_proof(index - half, leaves[half:]), chain_of(leaves[:half]).root]


def included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows `leaf` at `index` of the tree with this size and root (RFC 9162 § 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, folded = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            folded = node_hash(sibling, folded)
            while not at & 1:
                at, last = at >> 1, last >> 1
        else:
            folded = node_hash(folded, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and folded == root


def consistency_proof(size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The proof that the tree of the first `size` leaves begins the tree over all of them (RFC 6962 § 2.1.2).

    Raises IndexError unless 0 < size <= number of leaves.
    """
    if not 0 < size <= len(leaves):
        raise IndexError(f"first {size} of {len(leaves)}")
    return _subproof(size, leaves, held=True)


def _subproof(size: int, leaves: Sequence[bytes], *, held: bool) -> list[bytes]:
    # As long as the subtree is the old tree itself, the verifier holds its root already.
    if size == len(leaves):
        return [] if held else [chain_of(leaves).root]
    half = _split(len(leaves))
    if size <= half:
        return [*_subproof(size, leaves[:half], held=held), chain_of(leaves[half:]).root]
    return [*_subproof(size - half, leaves[half:], held=False), chain_of(leaves[:half]).root]


def consistent(*, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows the older tree to be the beginning of the newer one (RFC 9162 § 2.1.4.2)."""
    if old_size == size:
        return not proof and old_root == root
    if not 0 < old_size < size or not proof:
        return False
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and older == old_root and newer == root
