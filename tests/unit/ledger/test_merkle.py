"""The tree of RFC 9162, held to the published vectors of Certificate Transparency (RFC 6962 hashing)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    tree_root,
)

# From google/certificate-transparency, merkletree tests: eight leaves, the roots of the first 1 to 8.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSION = [
    (0, 1, []),
    (0, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
    (5, 8, [LEAF_4, NODE_6_7, ROOTS[3]]),
    (2, 3, [ROOTS[1]]),
    (1, 5, [ROOTS[0], NODE_2_3, LEAF_4]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
    (2, 8, [NODE_2_3, NODE_4_7]),
    (6, 8, [NODE_4_5, NODE_6_7, ROOTS[3]]),
]


def _hex(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]


def _leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def test_the_empty_tree_has_the_root_of_nothing():
    assert Frontier().root() == EMPTY_ROOT == hashlib.sha256().digest()


def test_roots_are_the_published_ones():
    assert [tree_root(LEAVES[:size]).hex() for size in range(1, 9)] == ROOTS


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_paths_are_the_published_ones(index, size, path):
    assert _hex(inclusion_proof(index, LEAVES[:size])) == path


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_paths_are_the_published_ones(old, new, path):
    assert _hex(consistency_proof(old, LEAVES[:new])) == path


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_and_no_other_hash_is(size, data):
    index, leaves = data.draw(st.integers(0, size - 1)), _leaves(size)
    proof, root = inclusion_proof(index, leaves), tree_root(leaves)
    assert is_included(leaves[index], index, size=size, proof=proof, root=root)
    assert not is_included(leaf_hash(b"other"), index, size=size, proof=proof, root=root)
    assert not is_included(leaves[index], index, size=size, proof=[*proof, root], root=root)
    assert proof == [] or not is_included(leaves[index], index, size=size, proof=proof[:-1], root=root)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_place_outside_the_tree_is_never_proved(index):
    assert not is_included(LEAVES[0], index, size=3, proof=[], root=LEAVES[0])


@given(st.integers(1, 70), st.data())
def test_every_prefix_is_proved_and_no_other_root_is(size, data):
    old, leaves = data.draw(st.integers(1, size)), _leaves(size)
    first, last = (old, tree_root(leaves[:old])), (size, tree_root(leaves))
    proof = consistency_proof(old, leaves)
    assert is_consistent(first, last, proof)
    assert not is_consistent((old, leaf_hash(b"other")), last, proof)
    assert not is_consistent(first, last, [*proof, LEAVES[0]])
    assert proof == [] or not is_consistent(first, last, proof[:-1])


def test_an_empty_or_a_larger_tree_is_no_prefix():
    assert not is_consistent((0, EMPTY_ROOT), (2, tree_root(LEAVES[:2])), [])
    assert not is_consistent((3, tree_root(LEAVES[:3])), (2, tree_root(LEAVES[:2])), [])


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_tree_goes_on_from_its_peaks_alone(before, after):
    leaves = _leaves(before + after)
    whole, first = Frontier(), Frontier()
    for leaf in leaves[:before]:
        first.add(leaf)
    resumed = Frontier(first.size, first.peaks)
    for leaf in leaves[before:]:
        resumed.add(leaf)
    for leaf in leaves:
        whole.add(leaf)
    assert (resumed.size, resumed.root(), resumed.peaks) == (whole.size, whole.root(), whole.peaks)


def test_a_leaf_never_passes_for_a_node():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])
