"""Going back: only where hands have been, no firmer than is wished by now, and within every limit."""

import pytest

from backrub import session
from backrub.model.plan import PlanLimits
from session.conftest import in_time, step


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
