"""Blocks in order: no part of the hand too long at a stretch, where moving or cutting blocks can help it."""

from types import SimpleNamespace

import pytest

from backrub.planning.block import Block
from backrub.planning.packing import _is_lawful, _mended, _over_s
from backrub.planning.stretch import Piece, Stretch

MOST_S = 300.0
KITCHEN = SimpleNamespace(
    style=SimpleNamespace(order="rules"),
    catalog=SimpleNamespace(limits=SimpleNamespace(stretch=SimpleNamespace(most_s=MOST_S))),
)
ARTICLE = SimpleNamespace(style=SimpleNamespace(order="article"), catalog=KITCHEN.catalog)


def block(part, seconds_s, phase="warm-up", *, least_s=60.0, rank=9, levels=None, had=None):
    """Return a block of one part, worked at once on both sides."""
    repeat = SimpleNamespace(by="pass", times=None)
    technique = SimpleNamespace(stones=None, working="each-side", stand="any", massager=False, repeat=repeat)
    trace = SimpleNamespace(parts=frozenset({part}), low_s=5.0, high_s=6.0)
    candidate = SimpleNamespace(
        technique=technique, traces=(trace,), sides=("both",), phase=phase, rank=rank, level=2,
        least_s=least_s, levels=levels or {}, had=had or {},
    )  # fmt: skip
    return Block(candidate, seconds_s, 0)


def mended(order, kitchen=KITCHEN):
    found = _mended(order, kitchen, had={})
    before, after = ({} for _ in range(2))
    for blocks, seconds_s in ((order, before), (found, after)):
        for each in blocks:
            seconds_s[id(each.candidate)] = seconds_s.get(id(each.candidate), 0.0) + each.side_s
    assert after == pytest.approx(before)
    assert all(each.side_s >= each.candidate.least_s for each in found)
    return [(each.part, each.side_s) for each in found]


def test_what_packs_stays_as_it_is():
    order = [block("palm", 200.0), block("heel", 60.0), block("palm", 300.0)]
    assert mended(order) == [("palm", 200.0), ("heel", 60.0), ("palm", 300.0)]


def test_a_block_is_moved_between():
    order = [block("palm", 200.0), block("palm", 200.0), block("heel", 100.0)]
    assert mended(order) == [("palm", 200.0), ("heel", 100.0), ("palm", 200.0)]


def test_it_is_seen_over_the_end_of_a_phase():
    # 120 + 150 s before focus and 100 s in it: the heel of the warm-up has to come after the first palm.
    order = [
        block("heel", 60.0), block("palm", 120.0), block("palm", 150.0), block("palm", 100.0, "focus"),
    ]  # fmt: skip
    found = mended(order)
    assert [part for part, _ in found][-1] == "palm"
    assert _over_s(order, MOST_S) == pytest.approx(70.0)
    assert found.index(("heel", 60.0)) in (1, 2)


def test_what_can_come_between_comes_twice_where_it_is_long_enough():
    order = [block("palm", 250.0), block("heel", 130.0), block("palm", 250.0), block("palm", 250.0)]
    assert mended(order) == [
        ("palm", 250.0), ("heel", 65.0), ("palm", 250.0), ("heel", 65.0), ("palm", 250.0),
    ]  # fmt: skip


@pytest.mark.parametrize("short", [119.0, 60.0])
def test_no_half_is_less_than_useful(short):
    palms = [block("palm", 250.0, least_s=200.0) for _ in range(3)]
    order = [palms[0], block("heel", short), *palms[1:]]
    assert sorted(mended(order)) == sorted((each.part, each.side_s) for each in order)


def test_the_eight_stay_in_their_order():
    order = [block("palm", 200.0, rank=1), block("palm", 200.0, rank=2), block("heel", 100.0, rank=3)]
    assert mended(order, ARTICLE) == [("palm", 200.0), ("palm", 200.0), ("heel", 100.0)]
    others = [*order[:2], block("heel", 100.0)]
    assert mended(others, ARTICLE) == [("palm", 200.0), ("heel", 100.0), ("palm", 200.0)]


def test_light_comes_before_deep_whatever_is_moved():
    hip = ("hip", "left")
    light = block("palm", 200.0, "focus", levels={hip: 2}, had={hip: 2})
    more = block("palm", 200.0, "focus", levels={hip: 2}, had={hip: 2})
    deep = block("heel", 100.0, "focus", levels={hip: 4})
    three = block("heel", 100.0, "focus", levels={hip: 3}, had={hip: 3})
    assert not _is_lawful([light, deep], {})
    assert _is_lawful([light, three, deep], {})
    assert mended([light, more, three, deep]) == [
        ("palm", 200.0), ("heel", 100.0), ("palm", 200.0), ("heel", 100.0),
    ]  # fmt: skip


def test_parts_that_relieve_each_other_briefly_work_as_one_from_their_first_stroke():
    """Knuckles and palm by turns of two seconds, 200 s on each side: nobody rests for 400 s."""
    turns = Piece(200.0, "knuckles", 2.0, "palm", 2.0, frozenset({"knuckles", "palm"}))
    stretch = Stretch()
    stretch.put(Piece(100.0, "heel", 100.0))
    stretch.put(turns)
    assert (stretch.longest_s, stretch.longest_part) == (200.0, "knuckles")
    stretch.put(turns)
    assert stretch.longest_s == 400.0
