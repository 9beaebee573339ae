"""Faults planted into whole evenings, step by step: each is caught, whatever the style allows elsewhere."""

from functools import cache

import pytest

from backrub.catalog import load
from backrub.dose import check
from dose.people import Evening, planned

RATE_HZ = 10.0
EVENINGS = (Evening(0, "deep-tissue", 4), Evening(1, "relaxation", 3), Evening(2, "classic", 3))
ON_LEVELS = ("level", "light-first", "finish", "zone-")
"""How the names of limits on levels begin."""
TOP_LEVEL = 5
"""The highest of the scale."""
SPINE, LOWEST = 0.02, 0.9
"""A lane moved so near to the midline, and no lower, in chart units, lies on the spine."""


@cache
def made(evening):
    found = planned(evening)
    assert found is not None
    return found


def broken(plan, score):
    return {each.name for each in check(plan, score, catalog=load(), rate_hz=RATE_HZ, threads=1).broken}


def with_strokes(score, index, changed):
    """The score with each of a step's own strokes changed."""
    strokes = tuple(changed(each) if each.step == index and not each.link else each for each in score.strokes)
    return score.model_copy(update={"strokes": strokes})


def raised(plan, score, index, by):
    """A step and all its strokes so many levels firmer."""

    def firmer(stroke):
        hands = tuple(each.model_copy(update={"level": each.level + by}) for each in stroke.hands)
        return stroke.model_copy(update={"level": stroke.level + by, "hands": hands})

    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"level": steps[index].level + by})
    return plan.model_copy(update={"steps": tuple(steps)}), with_strokes(score, index, firmer)


def on_the_spine(stroke):
    """A stroke with the middle of each lane beside the midline, above the sacrum."""
    hands = []
    for hand in stroke.hands:
        across = sum(point[0] for point in hand.path) / len(hand.path)
        by = (SPINE if across > 0 else -SPINE) - across
        path = tuple((point[0] + by, min(point[1], LOWEST)) for point in hand.path)
        hands.append(hand.model_copy(update={"path": path}))
    return stroke.model_copy(update={"hands": tuple(hands)})


def worked(plan, score):
    """The steps that hands do; a spot that the receiver shows later has no strokes yet."""
    own = {each.step for each in score.strokes if not each.link}
    return [index for index, each in enumerate(plan.steps) if each.level is not None and index in own]


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda each: each.style)
def test_a_level_raised_by_two_is_seen_in_every_step(evening):
    plan, score = made(evening)
    assert broken(plan, score) == set()
    missed = []
    for index in worked(plan, score):
        step = plan.steps[index]
        found = broken(*raised(plan, score, index, min(2, TOP_LEVEL - step.level)))
        if not any(name.startswith(ON_LEVELS) for name in found):
            missed.append((index, step.technique, step.phase))
    assert missed == []


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda each: each.style)
def test_a_finish_that_grows_firmer_is_seen(evening):
    plan, score = made(evening)
    closing = [index for index in worked(plan, score) if plan.steps[index].phase == "closing"]
    assert closing
    for index in closing[1:]:
        assert "finish" in broken(*raised(plan, score, index, 3 - plan.steps[index].level))


def test_a_first_touch_that_is_firm_is_seen_in_deep_tissue_too():
    plan, score = made(EVENINGS[0])
    first = worked(plan, score)[0]
    found = broken(*raised(plan, score, first, 3 - plan.steps[first].level))
    assert {"light-first"} <= found
    assert "level" not in found  # the evening may have level 4, later


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda each: each.style)
def test_a_lane_moved_onto_the_spine_is_seen_in_every_step(evening):
    plan, score = made(evening)
    tried = 0
    for index in worked(plan, score):
        mine = [each for each in score.strokes if each.step == index and not each.link]
        if "palm" in {hand.part for stroke in mine for hand in stroke.hands}:
            continue
        tried += 1
        assert "zone-strip" in broken(plan, with_strokes(score, index, on_the_spine)), plan.steps[index]
    assert tried >= 1
