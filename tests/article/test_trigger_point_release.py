"""The article's technique 7, sentence by sentence, in a real classic half hour played live."""

import pytest

from article.evenings import CATALOG, EIGHT, evening
from backrub import session
from backrub.errors import DataError, Refused
from backrub.model.command import read_command
from backrub.planning.ground import Ground
from backrub.session import trigger_point
from backrub.session.trigger_point import Choices

HOLD = EIGHT[6]
SPOT = (0.26, 0.25)  # right, beside the spine, between the shoulder blades
MORE_THAN_ENOUGH_S = 10_000.0


class Hands:
    """A live classic evening that has come to technique 7."""

    def __init__(self, sessions_before=0):
        plan = evening(30, "classic", 3).plan
        ground = Ground.of(plan.body, plan.limits, limits=CATALOG.limits, atlas=CATALOG.atlas)

        def may_press(point, part, level):
            return ground.why_not(point, part, level=level)

        rules = session.Rules(CATALOG.techniques, may_press=may_press)
        state = session.open_state(plan, evening(30, "classic", 3).score, rules=rules)
        self.state = session.fold(state, session.opening(sessions_before=sessions_before))
        self.say(0, "start")
        self.at_s = next(step.start_s for step in plan.steps if step.technique == HOLD) + 1

    def say(self, at_s, kind, **more):
        said = read_command({"kind": kind, "client_id": f"{kind}-{at_s}", **more})
        outcome = session.decide(self.state, said, at_s=at_s)
        if not isinstance(outcome, Refused):
            self.state = session.fold_all(self.state, outcome)
        return outcome

    def later(self, seconds_s, kind=None, **more):
        self.at_s += seconds_s
        return self.say(self.at_s, kind, **more) if kind else None

    @property
    def spot(self):
        return session.view(self.state, at_s=self.at_s).spot


def pressed(ceiling_nrs=5, rounds=3, part="thumb", longer=False, before=2):
    """A spot that was shown and rated untouched, with the hand coming down at 0 s."""
    choices = Choices(ceiling_nrs, rounds, longer, part)
    spot = trigger_point.arrive(0, at_s=-20.0, choices=choices, point=None)
    spot = trigger_point.shown(spot, SPOT, at_s=-10.0)
    spot = trigger_point.rated(spot, before, at_s=-1.0)
    return trigger_point.begun(spot, at_s=0.0, thumb_left_s=240.0)


def after(spot, to_s):
    return trigger_point.after(spot, to_s, until_s=MORE_THAN_ENOUGH_S)


def rated(spot, nrs, *, at_s):
    return trigger_point.rated(after(spot, at_s), nrs, at_s=at_s)


def test_technique_7_keeps_the_thumb_where_the_receiver_guides_it():
    (step,) = evening(30, "classic", 3).steps(HOLD)
    assert (step.place, step.spot) == (None, None)
    assert evening(30, "classic", 3).strokes(HOLD) == []  # nothing is pressed that nobody showed
    hands = Hands()
    assert hands.spot.phase == "where"
    hands.later(4, "here", across=SPOT[0], along=SPOT[1])
    assert hands.spot.phase == "before"
    assert hands.spot.point == SPOT
    hands.later(2, "pain", nrs=2)
    assert hands.spot.phase == "raising"


BONES = [bone.line[len(bone.line) // 2] for bone in CATALOG.atlas.bones]


@pytest.mark.parametrize(
    "point", [(0.0, 0.3), (0.05, 0.5), (0.2, -0.1), (0.45, 0.7), *[tuple(map(float, each)) for each in BONES]]
)
def test_technique_7_does_not_follow_onto_spine_neck_bone_or_kidneys(point):
    hands = Hands()
    outcome = hands.later(4, "here", across=point[0], along=point[1])
    assert isinstance(outcome, Refused)
    assert outcome.way_out
    assert hands.spot.phase == "where"


def test_technique_7_raises_the_pressure_gradually_up_to_a_rating_of_five():
    spot = pressed()
    assert after(spot, 2.9).phase == "raising"  # not before three seconds ...
    assert after(spot, 5.1).phase == "holding"  # ... and by five it is there
    assert rated(spot, 4, at_s=3.0).phase == "raising"
    there = rated(spot, 5, at_s=3.5)
    assert (there.phase, there.pressure_frac) == ("holding", 1.0)
    assert rated(spot, 6, at_s=3.5).pressure_frac == 0.5  # above the ceiling it halves


def test_technique_7_holds_until_the_rating_has_fallen_by_two_whatever_the_clock_says():
    holding = rated(pressed(part="knuckle"), 5, at_s=4.0)
    for at_s, nrs in ((8.0, 5), (12.0, 4), (16.0, 4), (20.0, 4), (24.0, 4)):
        holding = rated(holding, nrs, at_s=at_s)
        assert holding.phase == "holding"
    assert rated(holding, 3, at_s=28.0).phase == "releasing"
    quick = rated(rated(pressed(), 5, at_s=4.0), 3, at_s=6.0)
    assert quick.phase == "releasing"


def test_technique_7_lets_go_at_the_articles_four_where_the_receiver_chose_a_ceiling_of_six():
    holding = rated(pressed(ceiling_nrs=6), 6, at_s=4.0)
    assert rated(holding, 5, at_s=8.0).phase == "holding"
    assert rated(holding, 4, at_s=8.0).phase == "releasing"


def test_technique_7_offers_the_ceiling_of_six_from_the_second_session_on():
    assert isinstance(Hands(sessions_before=0).later(2, "choose", ceiling=6), Refused)
    assert not isinstance(Hands(sessions_before=1).later(2, "choose", ceiling=6), Refused)


def test_technique_7_then_raises_the_pressure_again_in_three_rounds():
    spot, at_s, rounds = pressed(), 0.0, []
    while spot.phase != "ended":
        at_s += 0.5
        spot = after(spot, at_s)
        if spot.phase == "holding" and spot.last_nrs is None:
            spot = trigger_point.rated(spot, 5, at_s=at_s)
        elif spot.phase == "holding":
            spot = trigger_point.rated(spot, 3, at_s=at_s)
        if spot.phase == "raising" and spot.round not in rounds:
            rounds.append(spot.round)
        assert at_s < 600
    assert rounds == [1, 2, 3]
    assert spot.why == "done"


def test_technique_7_goes_on_to_the_articles_six_times_by_choice_and_never_beyond():
    assert not isinstance(Hands().later(2, "choose", rounds=6), Refused)
    with pytest.raises(DataError):
        Hands().later(2, "choose", rounds=7)
    assert evening(30, "classic", 3).steps(HOLD)[0].passes == 3


def test_technique_7_rests_the_thumb_as_long_as_it_pressed():
    releasing = rated(rated(pressed(), 5, at_s=4.0), 3, at_s=12.0)
    resting = after(releasing, 16.0)  # let go over four seconds: touched for 16
    assert resting.phase == "resting"
    assert after(resting, 31.9).phase == "resting"
    assert after(resting, 32.0).phase == "raising"


@pytest.mark.parametrize(
    ("part", "longer", "most_s"), [("thumb", False, 30), ("knuckle", False, 60), ("knuckle", True, 90)]
)
def test_technique_7_lets_go_by_the_cap_when_the_pain_does_not_fall(part, longer, most_s):
    spot, at_s = rated(pressed(part=part, longer=longer), 5, at_s=4.0), 4.0
    while spot.phase == "holding":
        at_s += 1.0
        spot = rated(spot, 5, at_s=at_s)
        assert at_s <= most_s + 4
    assert spot.phase == "releasing"
    ended = after(spot, at_s + 5)
    assert (ended.phase, ended.why) == ("ended", "no-fall")
    if part == "thumb":
        assert ended.touched_s <= 30


@pytest.mark.parametrize("nrs", [7, 8, 9, 10])
def test_technique_7_ends_gently_at_seven_or_more(nrs):
    spot = rated(rated(pressed(), 5, at_s=4.0), nrs, at_s=8.0)
    assert spot.phase == "releasing"
    assert after(spot, 13.0).why == "too-much"


@pytest.mark.parametrize("before", [5, 6, 9])
def test_technique_7_leaves_a_spot_alone_that_hurts_before_it_is_touched(before):
    hands = Hands()
    hands.later(4, "here", across=SPOT[0], along=SPOT[1])
    hands.later(2, "pain", nrs=before)
    assert hands.spot.phase == "ended"
    assert hands.state.spots == ()


def test_technique_7_is_explained_as_uncomfortable_and_never_as_a_cure():
    technique = CATALOG.techniques[HOLD]
    assert "sore" in technique.feel.lower()
    assert "never sharp" in technique.feel
    assert any("not proven" in source for source in technique.sources)
    assert "disappear" not in f"{technique.purpose} {technique.feel}".lower()
