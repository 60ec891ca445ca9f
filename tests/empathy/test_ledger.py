"""No entry can be changed, added or dropped without the root telling."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.errors import Malformed
from empathy.ledger import EMPTY_ROOT, Chain, canonical_json, chain_of, leaf_hash
from empathy.proofs import consistency_proof, consistent, included, inclusion_proof

# Certificate Transparency's reference tree: its inputs and the roots of its first n leaves.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = [leaf_hash(bytes.fromhex(data)) for data in INPUTS]

trees = st.lists(st.binary(max_size=4).map(leaf_hash), min_size=1, max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
objects = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        scalars | st.text(st.characters(codec="utf-8"), max_size=5), lambda inner: st.lists(inner, max_size=3)
    ),
    max_size=5,
)


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_are_those_of_certificate_transparency(size: int, root: str) -> None:
    assert chain_of(LEAVES[:size]).root.hex() == root


def test_the_empty_ledger_has_the_hash_of_nothing() -> None:
    assert Chain().root == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(trees, trees)
def test_different_ledgers_have_different_roots(one, other) -> None:
    assert (chain_of(one).root == chain_of(other).root) == (one == other)


@given(trees)
def test_a_tree_keeps_few_hashes_and_counts_its_leaves(leaves) -> None:
    chain = chain_of(leaves)
    assert chain.size == len(leaves)
    assert len(chain.peaks) == bin(chain.size).count("1")


@pytest.mark.parametrize("size", ROOTS)
def test_every_entry_of_every_small_ledger_is_proven(size: int) -> None:
    root = chain_of(LEAVES[:size]).root
    for at in range(size):
        proof = inclusion_proof(at, LEAVES[:size])
        assert included(LEAVES[at], index=at, size=size, proof=proof, root=root)
        assert not included(LEAVES[at], index=at, size=size, proof=[*proof, root], root=root)


@pytest.mark.parametrize("size", ROOTS)
@pytest.mark.parametrize("old", ROOTS)
def test_every_small_ledger_begins_the_larger_ones(old: int, size: int) -> None:
    roots = {"old_root": chain_of(LEAVES[:old]).root, "root": chain_of(LEAVES[:size]).root}
    proof = consistency_proof(old, LEAVES[:size]) if old <= size else [roots["root"]]
    assert consistent(old_size=old, size=size, proof=proof, **roots) == (old <= size)
    assert not consistent(old_size=old, size=size, proof=[*proof, roots["root"]], **roots)


@given(trees, st.data())
def test_an_entry_is_proven_and_another_is_not(leaves, data) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    tree = {"size": len(leaves), "proof": inclusion_proof(at, leaves), "root": chain_of(leaves).root}
    assert included(leaves[at], index=at, **tree)
    assert not included(leaf_hash(b"forged"), index=at, **tree)
    assert not included(leaves[at], index=len(leaves), **tree)
    assert not included(leaves[at], index=at, **{**tree, "proof": [*tree["proof"], b"more"]})


@given(trees, st.data())
def test_a_shorter_proof_or_another_place_proves_nothing(leaves, data) -> None:
    leaves = [leaf_hash(bytes([at])) for at in range(len(leaves) + 1)]
    at, other = data.draw(st.lists(st.integers(0, len(leaves) - 1), min_size=2, max_size=2, unique=True))
    tree = {"size": len(leaves), "proof": inclusion_proof(at, leaves), "root": chain_of(leaves).root}
    assert not included(leaves[at], index=other, **tree)
    assert not included(leaves[at], index=at, **{**tree, "proof": tree["proof"][:-1]})


@given(trees, st.data())
def test_an_older_ledger_is_proven_to_begin_the_newer(leaves, data) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof, old_root, root = consistency_proof(old, leaves), chain_of(leaves[:old]).root, chain_of(leaves).root
    assert consistent(old_size=old, old_root=old_root, size=len(leaves), root=root, proof=proof)
    assert not consistent(old_size=old, old_root=b"x" * 32, size=len(leaves), root=root, proof=proof)
    assert not consistent(old_size=old, old_root=old_root, size=len(leaves), root=b"x" * 32, proof=proof)
    assert not consistent(
        old_size=old, old_root=old_root, size=len(leaves), root=root, proof=[*proof, b"more"]
    )


@given(trees, st.data())
def test_a_rewritten_past_cannot_be_proven(leaves, data) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    at = data.draw(st.integers(0, old - 1))
    forged = [*leaves[:at], leaf_hash(b"forged"), *leaves[at + 1 :]]
    proof, root = consistency_proof(old, forged), chain_of(forged).root
    assert not consistent(
        old_size=old, old_root=chain_of(leaves[:old]).root, size=len(leaves), root=root, proof=proof
    )


@pytest.mark.parametrize(("old", "new"), [(3, 2), (0, 2), (1, 2)])
def test_sizes_that_cannot_be_prove_nothing(old: int, new: int) -> None:
    assert not consistent(old_size=old, old_root=EMPTY_ROOT, size=new, root=EMPTY_ROOT, proof=[])


def test_proofs_are_made_only_for_what_is_there() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(8, LEAVES)
    with pytest.raises(IndexError):
        consistency_proof(0, LEAVES)


@given(objects)
def test_the_order_of_keys_does_not_change_the_bytes(entry) -> None:
    assert canonical_json(entry) == canonical_json(dict(reversed(entry.items())))


def test_one_object_has_one_form() -> None:
    assert canonical_json({"b": (1.0, "é"), "a": {"x": None}}) == '{"a":{"x":null},"b":[1,"é"]}'.encode()


@pytest.mark.parametrize("entry", [{"x": float("nan")}, {"x": object()}, {1: "x"}, {"x": "\ud800"}])
def test_what_json_cannot_hold_is_refused(entry: dict) -> None:
    with pytest.raises(Malformed):
        canonical_json(entry)
