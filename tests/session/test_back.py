"""Going back: only where hands have been, no firmer than is wished by now, and within every limit."""

import pytest

from backrub import session
from backrub.errors import Refused
from backrub.model.plan import PlanLimits
from session.conftest import facts, in_time, step


def test_back_from_an_early_finish_goes_to_what_was_really_done(play):
    player = play("places")
    player.send(0, "start")
    player.send(1, "extend")
    player.send(40, "finish")  # 40 s of the first warm-up; everything between it and the finish is still cold
    player.send(43, "back")
    view = player.at(43)
    assert (view.step, view.score_s) == (0, 0.0)
    assert player.ends_s() == pytest.approx(43 + 1200)


def test_back_passes_over_a_step_that_was_left_out_before_it_began(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(70, "skip")
    assert player.at(70).step == 2
    player.send(70, "skip")  # the wringing has not begun
    player.send(72, "back")
    assert player.at(72).step == 1


def test_back_with_nothing_done_before_begins_the_step_again(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(5, "finish")  # five seconds of oil, and no hand so far
    player.send(8, "extend")
    player.send(9, "back")
    state = player.state
    assert (state.step.phase, state.position_s) == ("closing", state.step.start_s)


def test_back_is_refused_where_the_time_left_takes_that_very_step(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(16, "finish")  # one second of the opening, then 100 s of finish and 70 s of rest
    player.send(18, "pause")
    # 126 s are left: too few for the opening's 60, a minute of finish and half a minute of rest.
    refused = player.send(60, "back")
    assert refused.code == "no-time"
    assert refused.way_out == "Choose to end later, then go back."


def test_back_is_refused_where_it_would_last_longer_than_is_cleared(play):
    limits = PlanLimits(max_level=3, max_minutes=10.0, lapses_on="2026-11-03")
    player = play("gentle", plan={"limits": limits})
    player.send(0, "start")
    player.send(1, "extend")
    player.send(520, "back")  # 30 s into the last finish: 40 s of it and 40 of the rest are left
    assert player.state.ends_s == 600
    refused = player.send(550, "back")  # 50 s are left for 40 and half a minute of rest
    assert (refused.code, refused.way_out) == ("no-time", "Go on, or skip.")


def test_who_keeps_everything_keeps_the_thumbs_four_minutes_too(play):
    rows = (
        step("whole-hand-effleurage", "opening", 200, place="back", level=1, passes=20),
        step("heel-effleurage", "warm-up", 290, place="back", level=2, passes=29),
        step("whole-hand-effleurage", "focus", 200, place="back", level=2, passes=20),
        step("thumb-stripping", "focus", 240, place="back", level=2, passes=6, side="left"),
        step("thumb-stripping", "focus", 240, place="back", level=2, passes=6, side="right"),
        step("heel-effleurage", "focus", 290, place="back", level=2, passes=29),
        step("finish", "closing", 180, place="back", level=2, passes=18),
        step("rest", "rest", 240),
    )
    player = play(plan={"steps": in_time(rows), "duration_s": 1880.0})
    player.send(0, "start")
    player.send(1, "extend")
    player.send(694.9, "back")  # half of the 4.9 s were thumbs; two times 120 s are planned
    assert player.at(694.9).score_s == 490
    end = session.advance(player.state, 1e5)
    assert end.thumb_s <= 240.5


def level_after_back(player, at_s):
    assert not isinstance(player.send(at_s, "back"), Refused)
    return player.at(at_s).step, player.at(at_s).level


@pytest.mark.parametrize("keeps_all", [False, True])
def test_back_after_softer_is_as_light_as_they_wish_it_by_now(play, keeps_all):
    player = play("classic")
    player.send(0, "start")
    if keeps_all:
        player.send(1, "extend")
    player.send(322, "softer")  # heels on the low back, 2 to 1; hands at level 2 came before
    assert level_after_back(player, 323) == (3, 1)
    (changed,) = (event for event in player.events if event.data.get("why") == "back" and "cap" in event.data)
    assert (changed.kind, changed.data["place"]) == ("level-changed", None)
    # Strokes over the whole back pass there, too.
    player.send(324, "back")
    assert (player.at(324).step, player.at(324).level) == (2, 1)


def test_back_after_pain_is_lighter_too(play):
    player = play("classic")
    player.send(0, "start")
    player.send(322, "pain", nrs=8)
    player.send(340, "resume")
    assert level_after_back(player, 341) == (3, 1)


def test_back_after_a_break_is_a_level_lower_once_for_each_break(play):
    player = play("places")
    player.send(0, "start")
    player.send(382, "stop", why="break")  # two seconds into the right side at level 3, the left one is done
    player.send(400, "restart", asked=True)
    assert level_after_back(player, 401) == (2, 2)
    # Both sides have been made lighter by now, and that break counts no second time.
    assert level_after_back(player, 403) == (1, 1)
    assert [each.level for each in player.state.steps[1:4]] == [1, 2, 2]


def test_what_was_softer_before_a_break_is_softer_still_after_it(play):
    player = play("places")
    player.send(0, "start")
    player.send(382, "softer")  # upper back, 3 to 2
    player.send(383, "stop", why="break")
    player.send(400, "restart", asked=True)
    assert player.at(400).levels == {"upper-back": 1}
    assert level_after_back(player, 401) == (2, 1)


def stiff(technique, *levels):
    """The facts, with one technique that can be done at these levels only."""
    found = facts()
    changed = found[technique].model_copy(update={"force_n": {level: 5.0 * level for level in levels}})
    return {**found, technique: changed}


def test_back_to_what_can_not_be_done_so_lightly_is_refused(play):
    player = play("places", techniques=stiff("heel-effleurage", 2, 3, 4))
    player.send(0, "start")
    player.send(301, "softer")
    player.send(302, "softer")  # fingers on the upper back, 3 to 1; heels at 2 had warmed it
    refused = player.send(303, "back")
    assert (refused.code, refused.reason) == ("too-firm", "They want it lighter now than that stroke can be.")
    assert refused.way_out == "Go on, or skip."
    assert "back" not in player.at(303).may
    assert player.at(303).step == 2


def test_what_can_not_be_so_light_is_left_out_on_the_way_from_there(play):
    player = play("places", techniques=stiff("forearm-glide", 3, 4))
    player.send(0, "start")
    player.send(1, "extend")
    player.send(310, "finish")  # ten seconds into the fingers on the upper back
    player.send(311, "softer")  # the finish at the low back, 2 to 1: forearms there would be at 3
    player.send(312, "back")
    ahead = player.state.steps[player.state.index :]
    assert ahead[0].technique == "reinforced-fingers"
    assert [each.level for each in ahead if each.place == "low-back"] == [1] * 3
    assert "forearm-glide" not in {each.technique for each in ahead}


def test_the_finish_gets_no_firmer_by_going_back(play):
    player = play("classic")
    player.send(0, "start")
    # A minute each at 2, 2 and 1, from 1415 on; two seconds of the last one are done.
    assert level_after_back(player, 1537) == (19, 1)


@pytest.mark.parametrize("keeps_all", [False, True])
def test_one_side_that_was_passed_does_not_come_again_without_the_other(play, keeps_all):
    player = play("places")
    player.send(0, "start")
    if keeps_all:
        player.send(1, "extend")
    player.send(460, "skip")  # the left forearm has not begun, so the right one goes as well
    player.send(463, "back")
    ahead = player.state.steps[player.state.index :]
    assert (ahead[0].technique, ahead[0].side) == ("reinforced-fingers", "right")
    assert "forearm-glide" not in {each.technique for each in ahead}


def test_harder_in_the_opening_holds_nothing_down_that_comes_later(play):
    player = play("classic")
    player.send(0, "start")
    player.send(55, "harder")  # the first touch, 1 to 2
    assert player.at(500).level == 3
    assert level_after_back(player, 500) == (7, 3)


def test_harder_after_softer_lifts_what_was_asked_to_be_lighter(play):
    player = play("places")
    player.send(0, "start")
    player.send(382, "softer")  # upper back, 3 to 2
    player.send(400, "harder")
    assert player.at(400).levels == {"upper-back": 3}
