"""There is something for everyone: the article's eight, what people expect, and people with limits."""

import pytest

from backrub.catalog.style import read_styles
from backrub.catalog.technique import read_techniques

TECHNIQUES = read_techniques()
ALL = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=list(TECHNIQUES))
ARTICLE = [
    "whole-hand-effleurage",
    "heel-effleurage",
    "reinforced-fingers",
    "thumb-stripping",
    "middle-finger-friction",
    "forearm-glide",
    "trigger-point-release",
    "finish",
]


def test_the_article_s_eight_are_there_once_each():
    numbered = {each.article: each.id for each in TECHNIQUES.values() if each.article is not None}
    assert [numbered[number] for number in range(1, 9)] == ARTICLE
    assert sum(each.article is not None for each in TECHNIQUES.values()) == 8


def test_what_home_givers_and_students_expect_is_there():
    expected = {
        "kneading", "wringing", "skin-rolling", "palm-compression", "knuckle-glide",
        "reinforced-palm-circles", "shoulder-blade-circles", "neck-base-kneading",
        "shoulder-top-kneading", "sacrum-hold", "raking", "feather-strokes", "rocking",
        "clothed-compression", "towel-strokes", "hot-stone-glide", "placed-stones",
        "massager-glide", "massager-hold",
    }  # fmt: skip
    assert expected <= set(TECHNIQUES)
    assert len(TECHNIQUES) >= 20


@ALL
def test_what_stands_in_for_it_never_leads_back(technique):
    seen, waiting = set(), list(technique.instead)
    while waiting:
        each = waiting.pop()
        assert each != technique.id
        if each not in seen:
            seen.add(each)
            waiting += TECHNIQUES[each].instead


@ALL
def test_where_thumbs_work_something_else_can(technique):
    thumbs = set(technique.parts) & {"thumb", "reinforced-thumb"}
    others = [TECHNIQUES[each].parts for each in technique.instead]
    assert (
        not thumbs
        or technique.instead_part not in (None, *thumbs)
        or any(not set(parts) & {"thumb", "reinforced-thumb"} for parts in others)
    )


def usable(phase, *, level, clothed=False, without=()):
    """Return what a person limited like this may use in a phase, without stones and machines."""
    return [
        each
        for each in TECHNIQUES.values()
        if phase in each.phases
        and min(each.levels) <= level
        and not set(each.parts) & set(without)
        and not (clothed and (each.oil or not each.through_clothes))
        and each.stones is None
        and not each.massager
    ]


THUMBS = ("thumb", "reinforced-thumb")


@pytest.mark.parametrize("phase", ["opening", "warm-up", "focus", "closing"])
@pytest.mark.parametrize("clothed", [False, True])
@pytest.mark.parametrize("without", [(), (*THUMBS, "forearm")])
def test_every_phase_has_a_choice_for_people_at_level_1(phase, clothed, without):
    found = usable(phase, level=1, clothed=clothed, without=without)
    assert len(found) >= 3
    if phase in ("warm-up", "focus"):
        assert {"palm", "heel", "flat-fingers"} <= {each.part for each in found}


def test_clothed_work_has_every_broad_part_of_the_hand():
    parts = {each.part for phase in ("warm-up", "focus") for each in usable(phase, level=3, clothed=True)}
    assert {"palm", "heel", "flat-fingers", "knuckles", "forearm"} <= parts


def test_every_place_has_more_than_one_technique_besides_long_strokes():
    for place in (
        "neck",
        "shoulder-top",
        "upper-back",
        "shoulder-blade",
        "mid-back",
        "low-back",
        "hip",
        "sacrum",
    ):
        assert (
            len([each for each in TECHNIQUES.values() if place in each.places and each.working != "spot"])
            >= 2
        )


def test_every_technique_that_a_style_names_exists():
    for style in read_styles().values():
        assert {*style.prefer, *style.only, *style.forbid} <= set(TECHNIQUES)


def test_every_style_has_something_for_each_phase():
    for style in read_styles().values():
        allowed = [
            each
            for each in TECHNIQUES.values()
            if (not style.only or each.id in style.only)
            and each.id not in style.forbid
            and (style.uses_oil or (not each.oil and each.through_clothes))
            and min(each.levels) <= style.max_level
        ]
        for phase in ("opening", "warm-up", "focus", "closing"):
            assert any(phase in each.phases for each in allowed), (style.id, phase)
