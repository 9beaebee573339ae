"""Timelines worked by hand: pausing, leaving out, going back, stopping, ending."""

import pytest

from backrub.errors import Refused


def by_index(state, technique):
    return [index for index, each in enumerate(state.steps) if each.technique == technique]


def test_a_session_nobody_touches_ends_when_the_plan_says(play):
    player = play("classic")
    player.send(30, "start")
    assert player.at(30).remaining_s == 1800.0
    assert player.at(1829).status == "running"
    assert player.at(1830).status == "finished"
    assert player.at(1830).advice == "Stay as long as you like."
    player.send(1900, "finish")
    assert player.kinds() == ["opened", "started", "finished"]


def test_a_short_pause_changes_no_step(play):
    player = play("classic")
    player.send(0, "start")
    player.send(300, "pause")
    assert player.at(310).score_s == 300.0
    player.send(312, "resume")  # 12 s of 1800: under one part in a hundred
    assert player.kinds()[-1] == "resumed"
    assert player.ends_s() == 1812.0


def test_five_minutes_of_pause_come_off_rest_and_focus_and_it_ends_on_time(play):
    player = play("classic")
    player.send(0, "start")
    player.send(300, "pause")
    player.send(600, "resume")
    assert player.kinds()[-2:] == ["resumed", "refitted"]
    assert player.ends_s() == pytest.approx(1800.0, abs=1e-6)
    steps = player.state.steps
    assert [each.phase for each in steps[-4:]] == ["closing", "closing", "closing", "rest"]
    assert steps[-1].duration_s >= 120.0
    # The warm-up stays as it was; focus work comes in whole passes, left as much as right.
    assert [each.passes for each in steps[:6]] == [None, 9, 9, 12, 6, 9]
    for technique in ("reinforced-fingers", "thumb-stripping", "middle-finger-friction", "forearm-glide"):
        sides = [steps[index].passes for index in by_index(player.state, technique)]
        assert len(set(sides)) <= 1
        assert len(sides) in (0, 2)


@pytest.mark.parametrize("off", ["pause", "hold"])
def test_ending_from_a_pause_plays_the_closing_and_the_rest(play, off):
    player = play("classic")
    player.send(0, "start")
    player.send(400, off)
    player.send(500, "finish")
    assert player.at(500).status == "running"
    assert player.kinds()[-2:] == ["resumed", "wound-down"]
    # Three closing steps of a minute each and 205 s of rest, worked from the timetable.
    assert player.ends_s() == pytest.approx(500 + 180 + 205)


def test_ending_from_a_pause_in_the_closing_goes_on_with_it(play):
    player = play("classic")
    player.send(0, "start")
    player.send(1450, "pause")
    player.send(1455, "finish")
    assert player.at(1455).status == "running"


def test_ending_from_a_long_pause_in_the_closing_says_when_it_really_ends(play):
    player = play("classic")
    player.send(0, "start")
    player.send(1450, "hold")
    player.send(3000, "finish")
    assert player.ends_s() == pytest.approx(player.state.ends_s, abs=36)  # 2 % of the half hour
    assert player.state.ends_s > 3000


def test_an_hour_of_pause_still_leaves_a_finish_and_a_rest(play):
    player = play("classic")
    player.send(0, "start")
    player.send(600, "pause")
    assert player.at(779).ask is None
    assert player.at(780).ask == "still-there"
    player.send(4200, "resume")
    tail = player.state.steps[player.state.index + 1 :]
    closing_s = sum(each.duration_s for each in tail if each.phase == "closing")
    assert closing_s >= 60.0
    assert tail[-1].duration_s >= 120.0
    assert player.ends_s() > 4200.0 + 180.0


def test_who_chooses_to_end_later_keeps_every_step(play):
    player = play("classic")
    before = player.state.steps
    player.send(0, "start")
    player.send(300, "pause")
    player.send(500, "extend")
    player.send(600, "resume")
    assert player.state.steps == before
    assert player.ends_s() == 2100.0
    assert player.state.ends_s == 2100.0


def test_skip_goes_to_the_next_step_and_the_end_stays(play):
    player = play("classic")
    player.send(0, "start")
    player.send(400, "skip")
    assert player.at(400).score_s == 470.0
    assert player.at(400).step == 6
    assert player.ends_s() == pytest.approx(1800.0, abs=1e-6)


def test_skipping_one_side_shortens_the_other_to_what_it_had(play):
    player = play("classic")
    player.send(0, "start")
    player.send(485 + 62, "skip")  # six passes of ten seconds on the left
    right = by_index(player.state, "reinforced-fingers")[1]
    assert player.state.steps[right].side == "right"
    assert player.state.steps[right].passes == 6
    assert player.state.step.technique == "walk"


def test_skipping_one_side_at_once_drops_the_other_and_its_walk(play):
    player = play("classic")
    player.send(0, "start")
    player.send(486, "skip")
    assert len(by_index(player.state, "reinforced-fingers")) == 1
    assert by_index(player.state, "walk") == []


def test_back_starts_the_step_again_and_just_after_a_start_the_one_before(play):
    player = play("classic")
    player.send(0, "start")
    player.send(360, "back")
    assert player.at(360).score_s == 320.0
    player.send(363, "back")
    assert player.at(363).score_s == 200.0
    assert player.ends_s() == pytest.approx(1800.0, abs=1e-6)


def test_thumbs_are_not_asked_twice_without_a_rest(play):
    player = play("classic")
    player.send(0, "start")
    assert player.send(850, "back").code == "thumbs"


def test_the_finish_keeps_a_minute_whatever_is_skipped(play):
    player = play("classic")
    player.send(0, "start")
    player.send(1420, "skip")
    refused = player.send(1421, "skip")
    while not isinstance(refused, Refused):
        refused = player.send(1422, "skip")
    assert refused.code == "closing-stays"
    assert player.ends_s() == pytest.approx(1800.0, abs=1e-6)


def test_finish_goes_to_the_closing_first(play):
    player = play("classic")
    player.send(0, "start")
    player.send(600, "finish")
    assert player.at(600).score_s == 1415.0
    assert player.ends_s() == 600 + 385.0
    assert player.send(620, "finish").code == "closing-stays"
    player.send(600 + 200, "finish")
    assert player.at(800).status == "finished"


@pytest.mark.parametrize("why", ["sharp-numb-dizzy", "done"])
def test_only_a_break_may_start_again(play, why):
    player = play("classic")
    player.send(0, "start")
    player.send(600, "stop")
    assert player.at(600).status == "stopped"
    assert player.at(600).ask == "why-stopped"
    assert player.send(605, "restart", asked=True).code == "say-why"
    player.send(610, "stop", why=why)
    assert player.send(620, "restart", asked=True).code == "closed"
    assert player.at(630).may == ()
    assert "No more tonight" in player.at(630).advice or why == "done"


@pytest.mark.parametrize("why", ["sharp-numb-dizzy", "done"])
def test_what_was_a_break_may_turn_out_to_be_more_and_then_stays(play, why):
    player = play("classic")
    player.send(0, "start")
    player.send(600, "stop")
    player.send(610, "stop", why="break")
    assert player.send(615, "stop", why="break").code == "stopped"
    assert player.at(620).may == ("stop", "restart")
    player.send(620, "stop", why=why)
    assert player.at(620).why == why
    assert player.send(630, "stop", why="break").code == "stopped"
    assert player.send(640, "restart", asked=True).code == "closed"


def test_after_a_break_they_are_asked_and_it_goes_on_one_level_lower(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "stop", why="break")
    before = [each.level for each in player.state.steps[player.state.index :] if each.level]
    assert player.send(560, "restart").code == "ask-first"
    player.send(560, "restart", asked=True)
    after = [each.level for each in player.state.steps[player.state.index :] if each.level]
    assert max(before) == 3
    assert max(after) == 2
    assert player.state.cap == 2
    assert player.ends_s() == pytest.approx(1800.0, abs=19.0)


def test_a_refusal_says_what_would_help(play):
    player = play("classic")
    for kind in ("resume", "skip", "pause"):
        refused = player.send(0, kind)
        assert isinstance(refused, Refused)
        assert refused.way_out


def test_focus_work_goes_with_the_warm_up_that_prepared_it(play):
    player = play("places")
    player.send(0, "start")
    player.send(205, "skip")  # the upper back had five seconds of warm-up
    focus = {(each.technique, each.place) for each in player.state.steps if each.phase == "focus"}
    assert ("reinforced-fingers", "upper-back") not in focus
    assert ("forearm-glide", "low-back") in focus
    assert player.ends_s() == pytest.approx(1200.0, abs=1e-6)


def test_thumbs_keep_to_a_fifth_of_hands_on_time(play):
    # Stripping is half thumbs: 120 of its 240 s. With the low back's warm-up cut at 61 s and the upper back
    # left out, hands-on is 61 + 5 + 120 + 240 + 140 = 566 s, of which a fifth is 113.
    player = play("places")
    player.send(0, "start")
    player.send(61, "skip")
    assert len(by_index(player.state, "thumb-stripping")) == 2
    player.send(66, "skip")
    assert by_index(player.state, "thumb-stripping") == []
    assert len(by_index(player.state, "forearm-glide")) == 2


def test_a_skip_that_names_a_step_which_is_over_passes_no_other(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(20, "skip", from_step=1)
    assert player.at(20).step == 2
    (event,) = player.send(20.2, "skip", from_step=1)
    assert (event.kind, event.data["command"], event.data["code"]) == ("passed-over", "skip", "other-step")
    assert event.data["is_met"] is True
    assert (player.at(21).step, player.at(21).score_s) == (2, pytest.approx(76.0))
    player.send(22, "skip", from_step=2)
    assert player.at(22).step == 3


def test_a_late_skip_or_back_for_a_step_that_ran_out_does_nothing(play):
    player = play("gentle")
    player.send(0, "start")
    for kind, is_met in (("skip", True), ("back", False)):
        (event,) = player.send(76, kind, from_step=1)
        # "Next" has what it asked for; "back" has not, and is told.
        assert (event.kind, event.data["is_met"]) == ("passed-over", is_met)
        assert event.data["reason"] == "That step is over already."
    assert player.at(76).score_s == pytest.approx(76.0)
    assert player.send(77, "back", from_step=2)[0].kind == "went-back"


def test_next_for_a_step_that_the_first_next_left_out_with_its_own_has_what_it_asked_for(play):
    player = play("places")
    player.send(0, "start")
    shown = player.at(205).revision
    player.send(205, "skip", from_step=1, revision=shown)
    # The upper back's five seconds of warm-up allow no focus there: 2 and 3, which this press saw, are gone.
    assert player.state.step.technique == "forearm-glide"
    (event,) = player.send(205.4, "skip", from_step=2, revision=shown)
    assert (event.kind, event.data["is_met"]) == ("passed-over", True)
    assert player.state.step.technique == "forearm-glide"


def test_a_press_for_a_step_that_is_still_to_come_is_told_the_truth(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(20, "skip", from_step=1)
    player.send(22, "back")
    for kind in ("skip", "back"):
        (event,) = player.send(23, kind, from_step=2)
        assert (event.data["is_met"], event.data["is_refused"]) == (False, False)
        assert event.data["reason"] == "Another step is under way."
    assert player.at(23).step == 1


def test_a_step_is_known_again_after_the_plan_was_fitted_anew(play):
    player = play("classic")
    player.send(0, "start")
    # Eight minutes lost: thumbs, fingers and forearms are left out, so the spot (17) is step 11 now.
    player.send(400, "pause")
    shown = player.at(400).revision
    player.send(900, "resume")
    assert player.state.steps[11].technique == "trigger-point-release"
    at_s = 902 + player.state.steps[11].start_s - player.at(900).score_s
    (event,) = player.send(at_s, "skip", from_step=11, revision=shown)
    assert event.kind == "passed-over"
    first, *_ = player.send(at_s + 1, "skip", from_step=17, revision=shown)
    assert (first.kind, first.data["from_step"]) == ("skipped", 11)


@pytest.mark.parametrize("named", [{"from_step": 400}, {"from_step": 1, "revision": 400}])
def test_a_step_that_there_never_was_is_another_one(play, named):
    player = play("gentle")
    player.send(0, "start")
    (event,) = player.send(20, "skip", **named)
    assert (event.kind, event.data["is_met"]) == ("passed-over", False)


def test_the_view_says_what_was_chosen_and_how_often_they_have_been_here(play):
    player = play("classic", sessions_before=2)
    player.send(0, "start")
    view = player.at(1)
    assert (view.keeps_all, view.sessions_before, view.stone_s) == (False, 2, 0.0)
    player.send(10, "choose", ceiling=6, rounds=4, longer=True, part="tool")
    player.send(20, "extend")
    view = player.at(21)
    assert view.keeps_all is True
    assert view.choices.model_dump() == {"ceiling_nrs": 6, "rounds": 4, "longer": True, "part": "tool"}


def test_the_view_says_how_long_each_step_was_really_done(play):
    player = play("gentle")
    # Oil for 15 s, then the back until somebody passes it, 5 s in; a pause of 20 s; then the next step.
    player.send(0, "start")
    player.send(20, "skip")
    player.send(24, "pause")
    player.send(44, "resume")
    view = player.at(50)
    assert view.played_s[:3] == pytest.approx((15, 5, 10))
    assert sum(view.played_s[3:]) == 0
    assert len(view.played_s) == len(player.state.steps)
    # Again from its start: what was done of it before stays, and counts.
    player.send(51, "back")
    assert player.at(60).played_s[2] == pytest.approx(20)
