"""Each compiled loop against its definition, on the same tables."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from backrub.contact.books import empty_book, empty_cells, room_for
from backrub.contact.ground import ground_of, shapes_of
from backrub.contact.plain import dense
from backrub.contact.press import COMPILED, PLAIN, press, samples_of
from backrub.contact.tables import Clock
from backrub.motion.samples import PARTS
from contact.hands import block, curved, lifted, on_barrel

BED = curved(cell_m=0.006, place=3)
ZONES = (np.arange(BED.z_m.size).reshape(BED.z_m.shape) % 5 == 0).astype(np.uint32) << 31
SHAPES = shapes_of(BED)
GROUND = ground_of(BED, shapes=SHAPES, zones=ZONES)
CELLS = GROUND.rows * GROUND.columns
CLOCK = Clock(
    first=0,
    step=1 / 60,
    beat=2,
    rejoin=3,
    change=4,
    join=2,
    friction=0.2,
    still=0.005,
    placed=43.0,
    weight=3.0,
)

hands = st.lists(
    st.tuples(
        st.sampled_from([None, *PARTS]),
        st.floats(0.5, 80.0),
        st.floats(-0.15, 0.15),
        st.floats(0.02, 0.42),
        st.floats(-3.2, 3.2),
        st.integers(1, 4),
        st.floats(0.0, 0.1),
        st.floats(38.0, 48.0),
    ),
    min_size=8,
    max_size=8,
)


def hand_of(rows):
    """Return one hand's samples; every one may be another part elsewhere."""
    part, force_n, x_m, y_m, turn, level, speed_m_s, stone_c = (
        list(each) for each in zip(*rows, strict=True)
    )
    heading = np.stack([np.cos(turn), np.sin(turn), np.zeros(len(rows))], axis=-1)
    at = on_barrel(np.array(x_m), np.array(y_m), heading=heading)
    made = block(len(rows), force_n=force_n, level=level, speed_m_s=speed_m_s, stone_c=stone_c,
                 stroke=np.arange(len(rows)), **at)  # fmt: skip
    up = np.array([name is None for name in part])
    index = np.array([-1 if name is None else PARTS.index(name) for name in part], dtype=np.int8)
    return type(made)(**{
        **{name: getattr(made, name) for name in made.__slots__},
        "part": index, "force_n": np.where(up, 0.0, made.force_n),
        "level": np.where(up, 0, made.level).astype(np.int8),
    })  # fmt: skip


def empty(count):
    return empty_cells(GROUND), empty_book(places=15), room_for(GROUND, SHAPES, samples=count)


def solved(engine, samples):
    """Return what one engine's hands do in each sample of a block."""
    count = samples.force.shape[1]
    prints = empty(count)[2]
    for hand in (0, 1):
        engine.solve(samples, GROUND, shapes=SHAPES, prints=prints, hand=hand, first=0, end=count, zoned=True)
    return prints


@settings(max_examples=20)
@given(left=hands, right=hands)
def test_solve_presses_as_it_is_defined(left, right):
    samples = samples_of(hand_of(left), hand_of(right))
    fast, slow = (solved(engine, samples) for engine in (COMPILED, PLAIN))
    for hand in (0, 1):
        for i in range(samples.force.shape[1]):
            a, b = (dense(prints, CELLS, hand=hand, i=i) for prints in (fast, slow))
            assert_allclose(a, b, rtol=1e-4, atol=1e-4 * max(1.0, b.max()))
    assert_allclose(fast.depth, slow.depth, rtol=1e-5, atol=1e-7)
    assert_allclose(fast.force, samples.force * (slow.runs > 0), rtol=1e-4)
    assert_allclose(fast.peak, slow.peak, rtol=1e-4)
    # A cell that is just touched counts whole in the area, so there the two may differ by one cell.
    assert_allclose(fast.area, slow.area, rtol=1e-4, atol=0.006**2)
    assert np.array_equal(fast.zones, slow.zones)
    felt_pa = np.full((2, 2, samples.force.shape[1]), np.nan)
    for out, engine in zip(felt_pa, (COMPILED, PLAIN), strict=True):
        for hand in (0, 1):
            engine.felt(out, fast, ground=GROUND, zones=-(2**31), hand=hand, end=samples.force.shape[1])
    assert np.array_equal(*felt_pa)
    # Every fifth cell of the bed is in that zone: somebody who looks at all of them finds more.
    assert (felt_pa[0] <= fast.peak).all()
    assert np.array_equal(felt_pa[0] > 0, fast.zones != 0)


@settings(max_examples=15)
@given(left=hands, right=hands)
def test_what_is_kept_is_what_is_defined(left, right):
    samples = samples_of(hand_of(left), hand_of(right))
    count = samples.force.shape[1]
    prints = solved(COMPILED, samples)
    made = []
    for engine in (COMPILED, PLAIN):
        cells, book, _ = empty(count)
        engine.tally(book, samples, prints=prints, ground=GROUND, shapes=SHAPES, clock=CLOCK)
        for hand in (1, 0):
            engine.lay(cells, samples, shapes=SHAPES, prints=prints, clock=CLOCK,
                       heating=np.full((2, count), 1e-3), hand=hand, first=0, end=count)  # fmt: skip
        engine.meet(cells, prints, clock=CLOCK, count=count)
        made.append((cells, book))
    (cells, book), (cells_, book_) = made
    # Two samples that press a cell alike, to the last digits, may each be called the highest one.
    both_pa = np.array([sum(dense(prints, CELLS, hand=hand, i=i) for hand in (0, 1)) for i in range(count)])
    where = np.flatnonzero(cells.both_at != cells_.both_at)
    assert_allclose(both_pa[cells.both_at[where], where], both_pa[cells_.both_at[where], where], rtol=1e-6)
    for name in (each for each in cells._fields if each != "both_at"):
        assert_allclose(getattr(cells, name), getattr(cells_, name), rtol=1e-6, err_msg=name)
    for name in book._fields:
        ours, theirs = getattr(book, name), getattr(book_, name)
        for a, b in zip(
            *(each if isinstance(each, tuple) else (each,) for each in (ours, theirs)), strict=True
        ):
            assert_allclose(a, b, rtol=1e-6, err_msg=name)


def test_a_whole_glide_is_the_same_either_way():
    count = 40
    t = np.linspace(0, 1, count)
    left = block(
        count, part="palm", force_n=20 + 10 * t, speed_m_s=0.06, **on_barrel(0.05 + 0 * t, 0.1 + 0.2 * t)
    )
    right = block(count, part="thumb", force_n=12.0, level=3, **on_barrel(-0.04 - 0.03 * t, 0.2))
    pair = copy.copy((left, right)), (right, left), (lifted(30), left.part_of(0, 30))
    fast, slow = (press(pair, bed=BED, zones=ZONES, engine=engine) for engine in (COMPILED, PLAIN))
    top_pa = slow.peak_pa.max()
    assert_allclose(fast.peak_pa, slow.peak_pa, rtol=1e-3, atol=1e-4 * top_pa)
    assert_allclose(fast.impulse_pa_s, slow.impulse_pa_s, rtol=1e-3, atol=1e-4 * top_pa / 60)
    assert fast.hands.work_n_m == pytest.approx(slow.hands.work_n_m)
    # A cell at the very rim may be touched one sample sooner or later.
    assert np.abs(fast.contact_s - slow.contact_s).max() <= 2 / 60 + 1e-6
    assert fast.passes.sum() == pytest.approx(slow.passes.sum(), rel=0.01)
