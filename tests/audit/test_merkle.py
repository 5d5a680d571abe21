"""The tree of RFC 6962/9162: every proof of every tree up to 130 leaves holds, and no forged one does."""

import hashlib

import pytest

from feedback_app.audit import merkle
from feedback_app.audit.merkle import EMPTY, Frontier, Tree, node_hash, reader_of, root_of

MOST = 130
# The eight leaves and roots published with Certificate Transparency's reference code.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(text):
    return hashlib.sha256(b"\0" + text.encode()).digest()


def by_definition(leaves):
    """MTH as RFC 6962 writes it down, and nothing else."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(by_definition(leaves[:half]), by_definition(leaves[half:]))


LEAVES = [leaf(str(turn)) for turn in range(MOST)]
ROOTS = [by_definition(LEAVES[:size]) for size in range(MOST + 1)]
READ = reader_of(LEAVES)


def test_the_published_vectors_of_certificate_transparency():
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(one)).digest() for one in CT_LEAVES]
    for size, wanted in enumerate(CT_ROOTS, start=1):
        assert root_of(leaves[:size]).hex() == wanted
    path = merkle.consistency_path(6, 8, reader_of(leaves))
    assert [one.hex()[:8] for one in path] == ["0ebc5d34", "ca854ea1", "d37ee418"]


def test_every_way_to_a_root_gives_the_same():
    frontier = Frontier()
    for size in range(MOST + 1):
        assert root_of(LEAVES[:size]) == merkle.root(size, READ) == frontier.root() == ROOTS[size]
        if size < MOST:
            frontier.add(LEAVES[size])


def test_every_inclusion_proof_holds_and_no_changed_one_does():
    for size in range(1, MOST + 1):
        for index in range(size):
            path = merkle.inclusion_path(index, size, READ)
            assert merkle.verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])
            for forged in _forged(path):
                assert not merkle.verify_inclusion(LEAVES[index], index, size, forged, ROOTS[size])
            other = (index + 1) % size
            assert other == index or not merkle.verify_inclusion(
                LEAVES[other], index, size, path, ROOTS[size]
            )
            assert other == index or not merkle.verify_inclusion(
                LEAVES[index], other, size, path, ROOTS[size]
            )
            assert not merkle.verify_inclusion(LEAVES[index], index, size, path, ROOTS[size - 1])


def test_a_proof_of_a_small_tree_is_none_of_a_greater_one():
    """Otherwise a log could pass off a part of itself, or an inner node, as the whole."""
    for size in range(1, 40):
        for index in range(size):
            path = merkle.inclusion_path(index, size, READ)
            for claimed in (2 * size, 4 * size, 2 * size + 1):
                assert not merkle.verify_inclusion(LEAVES[index], index, claimed, path, ROOTS[size])
    assert not merkle.verify_inclusion(ROOTS[2], 0, 4, [node_hash(*LEAVES[2:4])], ROOTS[4])


def test_every_consistency_proof_holds_and_no_changed_one_does():
    for new in range(1, MOST + 1):
        for old in range(new + 1):
            path = merkle.consistency_path(old, new, READ)
            assert merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], path)
            for forged in _forged(path):
                assert not merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], forged)
            assert not merkle.verify_consistency(old, new, leaf("x"), ROOTS[new], path)
            if old:
                assert not merkle.verify_consistency(old, new, ROOTS[old], leaf("x"), path)
                assert not merkle.verify_consistency(old - 1, new, ROOTS[old], ROOTS[new], path)


def _forged(path):
    yield [*path, leaf("more")]
    if path:
        yield path[:-1]
        yield path[1:]
        yield [*path[:-1], bytes([path[-1][0] ^ 1]) + path[-1][1:]]
        yield [path[0][:-1], *path[1:]]
    if len(path) > 1 and path[0] != path[-1]:
        yield path[::-1]


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="is not in a tree"):
        merkle.inclusion_path(index, size, READ)
    assert not merkle.verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


def test_a_tree_does_not_lead_to_a_greater_one():
    with pytest.raises(ValueError, match="does not hold"):
        merkle.consistency_path(4, 3, READ)
    assert not merkle.verify_consistency(4, 3, ROOTS[4], ROOTS[3], [])


def test_a_wide_tree_is_read_in_short_runs():
    """66,000 leaves: three levels, and a proof reads at most two runs of each."""
    leaves = [leaf(str(turn)) for turn in range(66_000)]
    stored, reads = {}, []
    frontier = Frontier(lambda level, position, found: stored.__setitem__((level, position), found))
    for one in leaves:
        frontier.add(one)

    def read(level, first, stop):
        reads.append((level, stop - first))
        return leaves[first:stop] if level == 0 else [stored[level, at] for at in range(first, stop)]

    assert sorted({level for level, _ in stored}) == [1, 2]
    root = by_definition(leaves)
    for index in (0, 255, 256, 65_535, 65_536, 65_999):
        reads.clear()
        path = Tree(len(leaves), read).inclusion_path(index)
        assert merkle.verify_inclusion(leaves[index], index, len(leaves), path, root)
        assert len(reads) <= 6
        assert max(count for _, count in reads) <= 256
    for old in (1, 255, 257, 65_536, 65_999):
        path = Tree(len(leaves), read).consistency_path(old)
        assert merkle.verify_consistency(old, len(leaves), by_definition(leaves[:old]), root, path)
    peaks = Tree(len(leaves), read).peaks()
    found = peaks[-1]
    for one in reversed(peaks[:-1]):
        found = node_hash(one, found)
    assert found == root
