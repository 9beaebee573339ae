"""What a fold keeps for the limits: times, passes, stays, places, zones, stretches and bursts."""

import numpy as np
import pytest

from backrub.catalog.atlas import read_atlas
from backrub.contact.bed import Bed
from backrub.contact.press import press
from backrub.contact.tables import KINDS
from backrub.motion.samples import PARTS
from contact.hands import block, curved, lifted

BED = Bed.flat(cell_m=0.004, place=3)
PALM, THUMB, BRACED, HEEL = (PARTS.index(part) for part in ("palm", "thumb", "reinforced-thumb", "heel"))


def row(*pieces, bed=BED, **how):
    """Press pieces of the left hand one after the other: (seconds, part or None, more)."""
    blocks = []
    for seconds, part, more in pieces:
        count = round(seconds * 60)
        blocks.append((block(count, part=part, **more), lifted(count)))
    return press(blocks, bed=bed, **how)


def test_times_are_told_by_part_and_level():
    made = row((3.0, "palm", {"level": 1}), (2.0, "palm", {"level": 3}), (1.0, "heel", {"level": 2}))
    middle = made.touch_s[:, :, 50, 50]
    assert middle[PALM, 1] == pytest.approx(3.0)
    assert middle[PALM, 3] == pytest.approx(2.0)
    assert middle[HEEL, 2] == pytest.approx(1.0)
    assert middle.sum() == pytest.approx(6.0)
    assert made.level_s[:, 50, 50].tolist() == pytest.approx([0, 3, 1, 2, 0, 0])
    assert made.hands.worked_s[0, [PALM, HEEL]].tolist() == pytest.approx([5.0, 1.0])
    assert made.hands.hands_on_s == pytest.approx(6.0)


def test_a_hand_that_comes_back_passes_again_and_one_that_lifts_for_a_moment_does_not():
    far = {"position_m": (0.0, 0.4, 0.0)}
    made = row(
        (1.0, "thumb", {}), (0.1, None, {}), (1.0, "thumb", {}), (1.0, "thumb", far), (1.0, "thumb", {})
    )
    assert made.passes[50, 50] == 2
    assert made.passes.max() == 2
    assert made.passes[round(0.4 / 0.004), 50] == 1


def test_a_stay_on_one_spot_is_told_with_its_end():
    held = row(
        (2.0, "palm", {}), (5.0, "reinforced-thumb", {}), (1.0, "palm", {}), (3.0, "reinforced-thumb", {})
    )
    thumb = KINDS.index("thumb")
    assert held.longest_s[thumb].max() == pytest.approx(5.0, abs=0.06)
    assert held.longest_at_s[thumb, 50, 50] == pytest.approx(7.0, abs=0.06)
    assert held.longest_s[KINDS.index("broad")].max() == pytest.approx(2.0, abs=0.06)
    # A glide stays on no spot for as long as it lasts.
    y_m = np.linspace(0.1, 0.4, 300)
    path = np.stack([0 * y_m, y_m, 0 * y_m], axis=-1)
    glided = row((5.0, "reinforced-thumb", {"position_m": path}))
    assert 0.3 < glided.longest_s[thumb].max() < 0.6  # 24 mm at 60 mm/s, and the cells' own width


def test_the_worst_force_is_told_by_part_and_place_with_when_and_which_stroke():
    push = np.full(120, 10.0)
    push[70] = 33.0
    made = row((1.0, "palm", {}), (2.0, "thumb", {"force_n": push, "stroke": 9}))
    worst = made.presses.place_n
    assert worst.value[THUMB, 3] == 33.0
    assert worst.at_s[THUMB, 3] == pytest.approx(1 + 70 / 60)
    assert worst.stroke[THUMB, 3] == 9
    assert worst.value[THUMB, 0] == -1
    assert np.isnan(worst.at_s[THUMB, 0])
    assert made.presses.place_s[THUMB, 3] == pytest.approx(2.0)
    assert made.presses.place_pa.value[THUMB, 3] == pytest.approx(33.0 / 3.4e-4, rel=0.1)
    assert made.part_peak_pa[THUMB].max() == pytest.approx(made.presses.part_peak_pa.value[THUMB])
    assert made.part_peak_at_s[THUMB, 50, 50] == pytest.approx(1 + 70 / 60)


def test_how_near_the_midline_a_part_came_is_told_by_its_middle():
    x_m = np.full(60, 0.05)
    x_m[33] = -0.031
    path = np.stack([x_m, np.full(60, 0.2), np.zeros(60)], axis=-1)
    near = row((1.0, "thumb", {"position_m": path, "stroke": 2})).presses.midline_m
    assert near.value[THUMB, 3] == pytest.approx(0.031)
    assert near.at_s[THUMB, 3] == pytest.approx(33 / 60)
    assert near.stroke[THUMB, 3] == 2
    assert np.isnan(near.value[PALM, 3])


def test_off_every_place_is_a_place_of_its_own():
    made = row((1.0, "palm", {}), bed=Bed.flat(cell_m=0.004))
    assert made.presses.place_s.shape[1] == len(read_atlas().place_sides) + 1
    assert made.presses.place_s[PALM, -1] == pytest.approx(1.0)


def test_a_zone_is_touched_by_the_patch_and_not_by_its_middle():
    zones = np.zeros(BED.z_m.shape, np.uint32)
    zones[:, np.abs(BED.x_m) < 0.02] |= 1  # the strip
    zones[:, BED.x_m > 0.1] |= np.uint32(1) << 31
    beside = {"position_m": (0.05, 0.2, 0.0), "level": 3, "stroke": 5}
    made = row((1.0, "palm", beside), (1.0, "thumb", beside), bed=BED, zones=zones)
    assert made.presses.zone_s[PALM, 0] == pytest.approx(1.0)
    assert made.presses.zone_s[THUMB].sum() == 0
    assert made.presses.zone_level.value[PALM, 0] == 3
    assert made.presses.zone_n.value[PALM, 0] == 20.0
    assert made.presses.zone_n.stroke[PALM, 0] == 5
    assert made.presses.zone_level.value[PALM, 31] == -1
    # A thumb's width nearer it is on the strip.
    nearer = row((1.0, "thumb", {"position_m": (0.027, 0.2, 0.0)}), bed=BED, zones=zones)
    assert nearer.presses.zone_s[THUMB, 0] == pytest.approx(1.0)


def test_both_hands_force_together_is_told_by_the_higher_level():
    left = block(60, force_n=30.0, level=2, position_m=(0.06, 0.2, 0.0))
    right = block(60, force_n=50.0, level=3, position_m=(-0.06, 0.2, 0.0))
    made = press([(left, right)], bed=BED)
    assert made.presses.total_n.value.tolist() == [[-1] * 6, [-1, -1, -1, 80.0, -1, -1]]
    thumb = block(60, part="thumb", force_n=12.0, level=3, position_m=(-0.06, 0.2, 0.0))
    mixed = press([(left, thumb)], bed=BED)
    assert mixed.presses.total_n.value.tolist() == [[-1, -1, -1, 42.0, -1, -1], [-1] * 6]


def test_a_stretch_ends_when_another_part_has_worked_for_long_enough():
    made = row((100.0, "palm", {}), (1.5, "heel", {}), (60.0, "palm", {}), (20.0, None, {}), (50.0, "palm",
    {}),
               (5.0, "heel", {}), (30.0, "palm", {}))  # fmt: skip
    # The heel's turn of 1.5 s is none, and a pause rests no palm: decision 0018.
    assert made.hands.stretch_s.value[PALM] == pytest.approx(211.5, abs=0.1)
    assert made.hands.stretch_s.value[HEEL] == pytest.approx(5.0, abs=0.1)
    assert made.hands.stretch_s.at_s[PALM] == pytest.approx(231.5, abs=0.1)


def test_a_stretch_is_the_parts_own_whichever_hand_it_is_of():
    def both(*work):
        """Press (seconds, left part, right part) one after the other."""
        blocks = []
        for seconds, left, right in work:
            count = round(60 * seconds)
            places = ((left, 0.08), (right, -0.08))
            here = [{"part": part, "position_m": (x_m, 0.2, 0.0)} for part, x_m in places]
            blocks.append(tuple(block(count, **each) for each in here))
        return press(blocks, bed=BED).hands.stretch_s.value[[PALM, HEEL]]

    # The left hand rests while the right one's heel works: that ends the palms' stretch.
    rested = both((60.0, "palm", "palm"), (10.0, None, "heel"), (40.0, "palm", "palm"))
    assert rested == pytest.approx([60.0, 10.0], abs=0.1)
    # Where one palm goes on beside the other hand's heel, it ends nothing.
    gone_on = both((60.0, "palm", "palm"), (10.0, "palm", "heel"), (40.0, "palm", "palm"))
    assert gone_on == pytest.approx([110.0, -1.0], abs=0.1)


def test_a_stone_that_lies_is_no_work():
    made = row((40.0, "stone", {"stone_c": 43.0}), (10.0, "palm", {}))
    assert made.hands.stretch_s.value[PARTS.index("stone")] == -1
    assert made.hands.stretch_s.value[PALM] == pytest.approx(10.0, abs=0.1)


def test_bursts_of_thumb_work():
    made = row((20.0, "thumb", {}), (0.5, None, {}), (9.5, "reinforced-thumb", {}), (12.0, "palm", {}),
               (8.0, "thumb", {"stroke": 7}), (8.0, "palm", {}), (5.0, "thumb", {}))  # fmt: skip
    hands = made.hands
    assert hands.burst_s.value == pytest.approx([30.0], abs=0.1)


def test_work_is_friction_times_the_way():
    oiled = row((2.0, "palm", {"speed_m_s": 0.1}))
    dry = row((2.0, "palm", {"speed_m_s": 0.1}), oiled=False)
    assert oiled.hands.work_n_m[0, PALM] == pytest.approx(0.2 * 20.0 * 0.2)
    assert dry.hands.work_n_m[0, PALM] / oiled.hands.work_n_m[0, PALM] == pytest.approx(0.46 / 0.2)
    assert np.array_equal(dry.peak_pa, oiled.peak_pa)


def test_left_and_right_are_the_receivers():
    left, right = row((1.0, "palm", {"position_m": (0.08, 0.2, 0.0)})).sides_n_s
    assert left == pytest.approx(20.0, rel=1e-3)
    assert right == pytest.approx(0.0, abs=1e-6)
    on_the_midline = row((1.0, "palm", {}), bed=curved(cell_m=0.004)).sides_n_s
    assert on_the_midline[0] == pytest.approx(on_the_midline[1], rel=1e-3)


def test_everything_that_is_kept_is_read_only():
    made = row((0.1, "palm", {}))
    for value in (made, made.presses, made.hands, made.hands.burst_s):
        for name in value.__slots__:
            array = getattr(value, name)
            if isinstance(array, np.ndarray):
                assert not array.flags.writeable, name
