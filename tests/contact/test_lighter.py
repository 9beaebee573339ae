"""A hand is as light as the skin under it needs: pressed anew by contact itself, and worked out by hand."""

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog import load
from backrub.catalog.patches import read_patches
from backrub.contact import press
from backrub.contact.bed import Bed
from backrub.contact.lighter import KEPT_FRAC, LEAST_N, LESS_FRAC, SOONER_FRAC, SkinCap, SkinMost, lighter
from backrub.contact.press import PLAIN
from backrub.dose.skin import NECK_SIDE, skin_of
from backrub.motion.lay import Laid, Touch
from backrub.motion.samples import PARTS, HandBlock
from backrub.motion.track import headings
from backrub.motion.way import Way, way_of
from dose.people import person
from motion.conftest import PEOPLE, evening

PALM = PARTS.index("palm")
EVERY = tuple(range(len(PARTS)))
ZONE = SkinCap(1, EVERY, mean_pa=2.5e3)


def straight(*, x_m, y_m, along=1, step_m=0.0015):
    """A way over level skin from x, y on, `along` places towards the receiver's left."""
    position_m = np.stack([x_m + step_m * np.arange(along), np.full(along, y_m), np.zeros(along)], axis=1)
    up = np.tile([0.0, 0.0, 1.0], (along, 1))
    return Way(position_m, up, position_m[:, :2], step_m if along > 1 else 0.0)


def hand(way, force_n, part="palm"):
    count = len(way.position_m)
    return Touch(
        PARTS.index(part), Laid(way, np.ones(count, np.int8), np.broadcast_to(force_n, count).astype(float))
    )


def level_bed():
    return Bed.flat(width_m=0.3, length_m=0.3, cell_m=0.004, k_pa_m=4e5)


def everywhere(bed, *, where=True):
    return np.broadcast_to(where, bed.z_m.shape).astype(np.uint32)


def pressed(touches, *, bed, zones):
    """Contact's own fold of touches, one place a sample."""
    position_m, normal, force_n = (
        np.concatenate(each)
        for each in zip(
            *((on.way.position_m, on.way.normal, on.force_n) for _, on, _ in touches), strict=True
        )
    )
    part = np.repeat([part for part, _, _ in touches], [len(laid.force_n) for _, laid, _ in touches])
    count = len(part)
    same = {
        "position_m": position_m, "normal": normal, "heading": headings(part, normal), "rate_hz": 20.0,
        "speed_m_s": np.zeros(count), "level": np.ones(count, np.int64), "stroke": np.arange(count),
    }  # fmt: skip
    blocks = (
        HandBlock.of(**same, force_n=force_n, part=np.where(force_n > 0, part, -1)),
        HandBlock.of(**same, force_n=np.zeros(count), part=np.full(count, -1)),
    )
    return press([blocks], bed=bed, zones=zones).presses


def own(who):
    """Somebody's skin for the classic half hour."""
    told = PEOPLE[who] if isinstance(who, str) else person(who)
    return skin_of(evening(30, "classic", 3)[0], catalog=load(), receiver=body_of(told))


def test_what_nobody_needs_lighter_stays_as_it_was_asked_for():
    bed = level_bed()
    asked = [hand(straight(x_m=-0.05, y_m=0.15, along=40), 12.0)]
    for zones, caps in (
        (everywhere(bed, where=False), [ZONE]),
        (everywhere(bed), []),
        (everywhere(bed), [ZONE]),
    ):
        assert np.array_equal(lighter(asked, bed=bed, zones=zones, caps=caps)[0], np.full(40, 12.0))
    assert lighter([], bed=bed, zones=everywhere(bed), caps=[ZONE]) == []


def test_on_level_skin_it_is_the_pressure_times_the_palms_own_area():
    bed = level_bed()
    patch = read_patches().parts["palm"]
    # A palm that is pressed in by more than its rim touches with all of its ellipse: 61.7 cm2.
    area_m2 = np.pi * patch.half_length_m * patch.half_width_m
    found = lighter([hand(straight(x_m=0.0, y_m=0.15), 60.0)], bed=bed, zones=everywhere(bed), caps=[ZONE])
    most_n = 2.5e3 * area_m2
    assert 0.85 * most_n < found[0][0] <= most_n


@pytest.mark.parametrize("is_mean", [True, False])
def test_no_skin_feels_more_than_any_may_with_no_zone_near(is_mean):
    bed = level_bed()
    none = everywhere(bed, where=False)
    asked = hand(straight(x_m=0.0, y_m=0.15), 60.0, "knuckles")

    def felt(touch):
        made = pressed([touch], bed=bed, zones=none)
        return float(np.nanmax((made.place_pa if is_mean else made.part_peak_pa).value))

    felt_pa = felt(asked)
    for share, is_lighter in ((1.3, False), (0.8, True)):
        cap_pa, no_pa = share * felt_pa, 1e9
        most = SkinMost(*((no_pa, (cap_pa,) * len(PARTS)) if is_mean else (cap_pa, (no_pa,) * len(PARTS))))
        found = lighter([asked], bed=bed, zones=none, caps=[], most=most)[0]
        assert (found[0] < 60.0) == is_lighter
        now_pa = felt(hand(asked.laid.way, found, "knuckles"))
        assert now_pa <= cap_pa
        if is_lighter:
            assert now_pa > 0.85 * KEPT_FRAC * cap_pa


def test_a_force_is_never_above_a_zones_own():
    bed = level_bed()
    for cap_n in (5.0, 20.0):
        found = lighter(
            [hand(straight(x_m=0.0, y_m=0.15), 60.0)], bed=bed, zones=everywhere(bed),
            caps=[SkinCap(1, EVERY, force_n=cap_n)],
        )  # fmt: skip
        assert 0.9 * cap_n < found[0][0] <= cap_n


def test_a_hand_gets_lighter_before_it_comes_there_and_no_lighter_than_it_must():
    bed = level_bed()
    zones = everywhere(bed, where=bed.x_m[None, :] > 0.06)
    way = straight(x_m=-0.1, y_m=0.15, along=140)
    found = lighter([hand(way, 24.0)], bed=bed, zones=zones, caps=[SkinCap(1, EVERY, force_n=6.0)])[0]
    half_m = read_patches().parts["palm"].half_width_m
    x_m = way.position_m[:, 0]
    assert (found[x_m > 0.06 - half_m] <= 6.0).all()
    assert (found[x_m < 0.06 - half_m - 0.036] == 24.0).all()
    assert np.abs(np.diff(found)).max() < 24.0 * way.step_m / 0.025


def test_a_hand_right_beside_a_zone_is_as_light_as_on_it_where_it_may_go_there():
    # A hair's breadth further on it would touch the zone: how far, cells of 4 mm can't tell.
    bed = level_bed()
    half_m = read_patches().parts["palm"].half_width_m
    edge_m = float(bed.x_m[bed.x_m > 0.06][0]) - 0.002
    zones = everywhere(bed, where=bed.x_m[None, :] > edge_m)
    near, off = (hand(straight(x_m=edge_m - half_m - away_m, y_m=0.15), 24.0) for away_m in (0.001, 0.006))
    for parts, least in ((EVERY, 6.0), ((), 24.0)):
        cap = SkinCap(1, parts, force_n=6.0)
        beside, away = lighter([near, off], bed=bed, zones=zones, caps=[cap])
        assert pressed([near], bed=bed, zones=zones).zone_n.value.max() < 0
        assert (beside[0] <= least, away[0]) == (True, 24.0)
        assert beside[0] > 0.9 * least


def test_where_no_force_will_do_the_hand_passes_over_in_the_air():
    bed = level_bed()
    found = lighter(
        [hand(straight(x_m=0.0, y_m=0.15), 10.0)], bed=bed, zones=everywhere(bed),
        caps=[SkinCap(1, EVERY, mean_pa=50.0)],
    )  # fmt: skip
    assert found[0].tolist() == [0.0]


def test_an_edge_gets_lighter_and_a_middle_where_nobody_may_be_is_pressed_as_it_is_written():
    bed = level_bed()
    zones = everywhere(bed, where=bed.x_m[None, :] > 0.0)
    untouched = [SkinCap(1, (), cell_pa=1e3)]
    beside, within = (hand(straight(x_m=x_m, y_m=0.15), 20.0) for x_m in (-0.02, 0.01))
    found = lighter([beside, within], bed=bed, zones=zones, caps=untouched)
    assert found[1].tolist() == [20.0]
    assert found[0][0] < 20.0
    # By hand: level skin under 10 N in all feels no more than 1 kPa where 10 N lie on a palm's 61.7 cm2.
    felt = pressed([Touch(PALM, Laid(beside.laid.way, beside.laid.level, found[0]))], bed=bed, zones=zones)
    assert felt.place_pa.value.max() < 1.1e3


def test_the_slow_definition_says_the_same():
    bed = level_bed()
    zones = everywhere(bed, where=bed.x_m[None, :] > 0.02)
    asked = [hand(straight(x_m=x_m, y_m=0.15, along=3), 24.0) for x_m in (-0.03, 0.0, 0.03)]
    caps = [ZONE]
    fast, slow = (lighter(asked, bed=bed, zones=zones, caps=caps, **how) for how in ({}, {"engine": PLAIN}))
    for one, other in zip(fast, slow, strict=True):
        # What is only just borne may be one trial further down, by just what such a trial takes.
        apart = np.minimum(one, other) / np.maximum(one, other)
        trials = np.array([1.0, *(LESS_FRAC - SOONER_FRAC * np.arange(4))])
        assert np.abs(apart[:, None] - trials).min(axis=1).max() < 5e-3


@pytest.mark.parametrize("who", [*PEOPLE, *range(2)])
def test_hands_that_keep_to_it_keep_every_cap_of_the_skin(who):
    skin = own(who)
    back, dice = skin.receiver.back, np.random.default_rng(7)
    across = np.concatenate([dice.uniform(-0.3, 0.3, 400), dice.uniform(-0.95, 0.95, 500)])
    points = np.stack([across, dice.uniform(-0.05, 1.0, 900)], axis=1)
    asked = [hand(way_of((tuple(point),), back), 30.0) for point in points]
    borne = [
        Touch(part, Laid(laid.way, laid.level, force_n))
        for (part, laid, _), force_n in zip(asked, skin.bears(asked), strict=True)
    ]
    middles = np.array([laid.way.position_m[0] for _, laid, _ in asked])
    is_beside = ~skin.zones[NECK_SIDE][skin.bed.cells_under(middles)]
    made = pressed(
        [each for each, is_it in zip(borne, is_beside, strict=True) if is_it], bed=skin.bed, zones=skin.bits
    )
    names = [*skin.zones]
    limits = load().limits
    for name, each in limits.capped.items():
        if each.pressure_pa is not None:
            assert made.zone_pa.value[PALM, names.index(name)] <= each.pressure_pa, name
        if each.force_n is not None:
            assert made.zone_n.value[PALM, names.index(name)] <= each.force_n, name
    # And it is no empty promise: on the strip most palms still have a force that can be felt.
    force_n = np.array([laid.force_n[0] for _, laid, _ in borne])
    assert (force_n[:400] > LEAST_N).mean() > 0.5
    assert (force_n == 30.0).mean() > 0.2


def test_a_hand_that_fades_in_the_closing_keeps_them_too_in_the_middle_of_its_way():
    """Down a flank over the blade's border, where 3 N lie on enough cells and 1.9 N do not."""
    skin = own(15)
    ways = [way_of(((-0.34, 0.87), (-across, 0.14)), skin.receiver.back) for across in (0.78, 0.81, 0.84)]
    borne = zip(ways, skin.bears([hand(way, 3.0) for way in ways]), strict=True)
    names, bone = [*skin.zones], load().limits.capped["bone"].pressure_pa
    for way, force_n in borne:
        for share in (1.0, 0.9, 0.8, 0.7, 0.62):
            made = pressed([hand(way, share * force_n)], bed=skin.bed, zones=skin.bits)
            assert made.zone_pa.value[PALM, names.index("bone")] <= bone, share
        assert force_n[len(force_n) // 2] > LEAST_N
