"""The article's three kinds of massage, and the machine at home: what each evening does and never does."""

from collections import defaultdict
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from pydantic import ValidationError

from article.evenings import CATALOG, evening, wish
from backrub import session
from backrub.model.command import read_command
from backrub.model.plan import Infeasible
from backrub.model.request import Kit
from backrub.screening import screen
from skin_judge import Skin, complaints
from strategies import CONDITIONS, TODAY, plain

BROAD = {"palm", "heel", "forearm", "knuckles"}
T11, L3 = 0.597, 0.81


def parts(made):
    return {hand.part for stroke in made.score.strokes for hand in stroke.hands}


def pass_s(made):
    """Return how long one pass takes by technique and place, all its steps together. [s]"""
    spent_s, passes = defaultdict(float), defaultdict(int)
    for step in made.working:
        if step.passes and step.place:
            spent_s[step.technique, step.place] += step.duration_s
            passes[step.technique, step.place] += step.passes
    return {key: spent_s[key] / passes[key] for key in spent_s}


def filled(path):
    """Return a path's points with others between them, so that no place on the way is missed."""
    points = [path[0]]
    for start, end in pairwise(np.array(path)):
        points += [tuple(start + (end - start) * share) for share in np.linspace(0.1, 1.0, 10)]
    return points


# Relaxation


@pytest.mark.parametrize("minutes", [20, 30, 60])
def test_relaxation_is_even_and_never_firmer_than_medium(minutes):
    made = evening(minutes, "relaxation", 4)
    assert max(stroke.level for stroke in made.score.strokes) <= 3


@pytest.mark.parametrize("minutes", [20, 30, 60])
def test_relaxation_is_mostly_gliding_kneading_and_holding(minutes):
    made = evening(minutes, "relaxation", 2)
    by_family = defaultdict(float)
    for step in made.working:
        by_family[CATALOG.techniques[step.technique].family] += step.duration_s
    soft_s = sum(by_family[each] for each in ("gliding", "kneading", "smoothing", "holding"))
    assert soft_s > 0.6 * sum(by_family.values())


def test_relaxation_reaches_the_whole_back_and_gives_time_to_rest():
    made = evening(60, "relaxation", 2)
    places = {step.place for step in made.working}
    assert {"low-back", "upper-back", "shoulder-top", "neck", "hip", "sacrum", "mid-back"} <= places
    assert made.plan.steps[-1].technique == "rest"


# Deep tissue


@pytest.mark.parametrize("level", [4, 5])
@pytest.mark.parametrize("minutes", [30, 60])
def test_deep_tissue_is_never_above_level_four_and_only_broad_parts_get_there(level, minutes):
    made = evening(minutes, "deep-tissue", level)
    deep = [hand for stroke in made.score.strokes for hand in stroke.hands if hand.level >= 4]
    assert max(stroke.level for stroke in made.score.strokes) <= 4
    assert {hand.part for hand in deep} <= BROAD
    if level == 5:
        assert "level-lowered" in {notice.code for notice in made.plan.notices}


def test_deep_tissue_really_goes_deep_where_time_allows():
    made = evening(60, "deep-tissue", 4)
    assert any(stroke.level == 4 for stroke in made.score.strokes)
    assert max(stroke.level for stroke in evening(60, "relaxation", 4).score.strokes) < 4


@cache
def crossed(path):
    """Return the places, with their sides, that a path crosses."""
    return {CATALOG.atlas.place_at(*point) for point in filled(path)} - {None}


@pytest.mark.parametrize("minutes", [30, 60])
def test_deep_tissue_grows_deeper_one_level_at_a_time(minutes):
    made = evening(minutes, "deep-tissue", 4)
    had = defaultdict(int)
    for step in made.working:
        before = dict(had)
        index = made.plan.steps.index(step)
        for stroke in (each for each in made.score.strokes if each.step == index and not each.link):
            for hand in stroke.hands:
                for at in crossed(hand.path):
                    assert hand.level <= max(2, before.get(at, 0) + 1)
                    had[at] = max(had[at], hand.level)
    assert max(had.values()) == 4 or minutes == 30


@pytest.mark.parametrize("minutes", [30, 60, 90])
def test_deep_tissue_is_slower_than_relaxation(minutes):
    slow, quick = pass_s(evening(minutes, "deep-tissue", 4)), pass_s(evening(minutes, "relaxation", 2))
    shared = slow.keys() & quick.keys()
    assert len(shared) >= 4
    assert np.mean([slow[each] / quick[each] for each in shared]) > 1.0
    styles = CATALOG.styles
    assert styles["deep-tissue"].tempo_frac < styles["relaxation"].tempo_frac


# Hot stones


def test_hot_stones_stay_locked_until_somebody_has_read_a_thermometer():
    locked = wish(60, "hot-stone", 2)
    assert isinstance(locked, Infeasible)
    assert any("thermometer" in clash for clash in locked.clash)
    assert any("kit.stones_c" in way.change for way in locked.ways_out)
    assert "stone" in parts(evening(60, "hot-stone", 2, stones_c=43.0))


@pytest.mark.parametrize("style", ["relaxation", "deep-tissue", "massager", "classic"])
def test_hot_stones_are_in_no_evening_without_a_reading(style):
    assert "stone" not in parts(evening(30, style, 2, massager=True))


@pytest.mark.parametrize("stones_c", [45.1, 46.0, 60.0])
def test_hot_stones_above_45_degrees_are_refused(stones_c):
    with pytest.raises(ValidationError):
        Kit(stones_c=stones_c)


def test_hot_stones_between_43_and_45_degrees_only_move():
    made = evening(60, "hot-stone", 2, stones_c=44.0)
    used = {CATALOG.techniques[step.technique].stones for step in made.working}
    assert used - {None} == {"moving"}


def test_hot_stones_are_read_again_before_each_batch():
    made = evening(60, "hot-stone", 2, stones_c=43.0)
    before = None
    for step in made.plan.steps:
        technique = CATALOG.techniques.get(step.technique)
        if technique is not None and technique.stones and before.technique != step.technique:
            assert before.technique == "stones"
        before = step
    readings = [cue for cue in made.score.cues if cue.kind == "stones"]
    assert readings
    assert all("thermometer" in cue.say for cue in readings)


def test_hot_stones_wait_in_the_live_session_for_their_own_reading():
    made = evening(60, "hot-stone", 2, stones_c=43.0)
    state = session.open_state(made.plan, made.score, rules=session.Rules(CATALOG.techniques))
    state = session.fold(state, session.opening())

    def say(at_s, kind, **more):
        said = read_command({"kind": kind, "client_id": f"{kind}{at_s}", **more})
        return session.fold_all(state, session.decide(state, said, at_s=at_s))

    state = say(0, "start")
    first_s = next(
        step.start_s for step in made.plan.steps if "stone" in step.technique and step.technique != "stones"
    )
    assert session.view(state, at_s=first_s + 300).stones == "locked"
    assert session.view(state, at_s=first_s + 300).score_s <= first_s + 1
    state = say(first_s + 300, "stones", stones_c=42.0)
    assert session.view(state, at_s=first_s + 301).stones == "open"


# Clothed


@pytest.mark.parametrize("minutes", [10, 20, 40])
def test_clothed_needs_no_oil_and_nothing_to_undress(minutes):
    made = evening(minutes, "clothed", 2)
    assert all(step.technique != "oil" for step in made.plan.steps)
    for step in made.working:
        technique = CATALOG.techniques[step.technique]
        assert technique.through_clothes
        assert not technique.oil


# The machine at home


@pytest.mark.parametrize("minutes", [20, 30, 60])
def test_the_massager_goes_only_where_it_may(minutes):
    made = evening(minutes, "massager", 3, massager=True)
    skin = Skin.of(made.scale)
    machine = [hand for stroke in made.score.strokes for hand in stroke.hands if hand.part == "massager"]
    assert machine
    for hand in machine:
        path = np.array(hand.path)
        assert (np.abs(path[:, 0]) * made.scale.half_biacromial_low_m >= 0.04).all()
        assert (path[:, 1] > 0).all()  # never the neck
        assert not ((path[:, 1] > T11) & (path[:, 1] < L3)).any()  # never over the kidneys
        assert complaints(skin, part=hand.part, level=hand.level, path=path) == []


@pytest.mark.parametrize("minutes", [20, 30, 60, 120])
def test_the_massager_stays_a_minute_a_place_and_ten_in_all(minutes):
    made = evening(minutes, "massager", 3, massager=True)
    spent_s = defaultdict(float)
    for step in made.working:
        if CATALOG.techniques[step.technique].massager:
            spent_s[step.place, step.side] += step.duration_s
    assert spent_s
    assert all(seconds_s <= 60.1 for seconds_s in spent_s.values())
    assert sum(spent_s.values()) <= 600


def test_hands_do_the_rest_of_a_massager_evening():
    made = evening(30, "massager", 2, massager=True)
    by_hand = [step for step in made.working if not CATALOG.techniques[step.technique].massager]
    assert {step.phase for step in by_hand} >= {"opening", "warm-up", "closing"}
    assert sum(step.duration_s for step in by_hand) > 0.5 * made.plan.duration_s
    touched = {place for step in by_hand if (place := step.place)}
    assert {"neck", "low-back"} <= touched
    assert not CATALOG.techniques[made.working[-1].technique].massager


def test_a_massager_evening_without_a_massager_says_so_and_how_to_go_on():
    clash = wish(30, "massager", 2)
    assert isinstance(clash, Infeasible)
    assert len(clash.ways_out) >= 2


@pytest.mark.parametrize(
    "condition", ["anticoagulants", "implanted-device", "reduced-sensation", "pregnancy"]
)
def test_the_massager_is_left_in_its_drawer_where_a_body_can_not_have_it(condition):
    cleared = ({"condition": condition, "on": TODAY},)
    wishes = {"style": "massager"}
    if condition == "implanted-device":
        wishes["avoid"] = ({"across": -0.6, "along": 0.2, "radius_m": 0.03, "why": condition},)
    details = {"pregnancy_weeks": 20} if condition == "pregnancy" else {}
    request = plain(
        condition, wishes=wishes, kit={"massager": True}, cleared_by_clinician=cleared, details=details
    )
    clearance = screen(request, day=TODAY, conditions=CONDITIONS)
    assert {"massager-glide", "massager-hold"} <= set(clearance.forbidden_techniques)
    assert "massager" in clearance.forbidden_parts
