"""A remote that stays quiet, and a spoken stop in a pause."""

from backrub.errors import Refused


def test_a_break_does_not_bring_a_quiet_remote_back(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "hold", why="quiet")
    assert player.at(501).level == 2
    player.send(505, "stop", why="break")
    player.send(520, "restart", asked=True)
    # A level lower after the break, and one for the remote.
    assert (player.at(521).is_eased, player.at(521).level) == (True, 1)
    assert not isinstance(player.send(530, "heard"), Refused)
    assert player.at(531).level == 2


def test_a_spoken_stop_in_a_pause_asks(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "pause")
    assert "hold" in player.at(510).may
    player.send(510, "hold")
    view = player.at(511)
    assert (view.status, view.why, view.ask) == ("holding", "said", "after-hold")
    assert view.score_s == 500
    player.send(520, "resume")
    assert player.at(521).score_s == 501


def test_a_remote_that_goes_quiet_in_a_pause_changes_nothing(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "pause")
    assert player.send(510, "hold", why="quiet").code == "paused"


def test_a_spoken_stop_in_a_pause_leaves_the_spot_that_the_pause_ended(play):
    player = play("classic", spot=(0.3, 0.3))
    player.send(0, "start")
    at_s = player.state.steps[17].start_s + 1
    player.send(at_s, "pain", nrs=3)
    assert player.at(at_s + 2).spot.phase == "raising"
    player.send(at_s + 5, "pause")
    player.send(at_s + 6, "hold")
    assert (player.at(at_s + 7).spot.phase, player.at(at_s + 7).spot.why) == ("ended", "paused")
    player.send(at_s + 8, "resume")
    assert player.at(at_s + 9).step == 18


def test_a_remote_that_is_back_brings_no_more_than_the_place_has_been_warmed_for(play):
    player = play("classic")
    player.send(0, "start")
    player.send(30, "hold", why="quiet")
    # So all of the warm-up is at level 1. The fingers begin at 485: 3 as planned, 2 while it is quiet.
    player.send(490, "heard")
    view = player.at(490)
    assert (view.is_eased, view.level) == (False, 2)
    assert player.kinds()[-1] == "level-changed"
    # By the other side's turn the whole back, which these strokes name, has had 2.
    assert player.state.steps[9].level == 3


def test_a_remote_that_is_back_soon_changes_no_level(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "hold", why="quiet")
    player.send(530, "heard")
    assert player.kinds()[-1] == "heard-again"
