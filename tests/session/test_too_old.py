"""A session is of its day: what was opened more than a day ago does not begin, and does not go on."""

import pytest

from backrub.errors import Refused

DAY_S = 86_400.0
TOO_OLD = (
    "too-old",
    "This was opened more than a day ago.",
    "Answer the questions again and make a new plan.",
)


def says(refused):
    return refused.code, refused.reason, refused.way_out


def test_what_was_opened_more_than_a_day_ago_does_not_begin(play):
    player = play("gentle")
    assert "start" in player.at(DAY_S).may
    assert "start" not in player.at(DAY_S + 1).may
    assert says(player.send(DAY_S + 1, "start")) == TOO_OLD
    # A press from before counts by its own moment, however late it comes.
    assert not isinstance(player.send(DAY_S - 1, "start"), Refused)


@pytest.mark.parametrize("off", ["pause", "hold"])
def test_what_stands_still_for_more_than_a_day_does_not_go_on(play, off):
    player = play("gentle")
    player.send(0, "start")
    player.send(100, off)
    assert says(player.send(DAY_S + 1, "resume")) == TOO_OLD
    assert "resume" not in player.at(DAY_S + 1).may
    assert {"stop", "finish"} <= set(player.at(DAY_S + 1).may)


@pytest.mark.parametrize("at_s", [100, 500])
def test_it_can_be_ended_for_ever(play, at_s):
    player = play("gentle")
    player.send(0, "start")
    player.send(at_s, "pause")  # 500: in the finish itself
    assert not isinstance(player.send(30 * DAY_S, "finish"), Refused)


def test_after_more_than_a_day_no_break_is_over(play):
    player = play("gentle")
    player.send(0, "start")
    player.send(100, "stop", why="break")
    assert says(player.send(DAY_S + 1, "restart", asked=True)) == TOO_OLD
    assert not isinstance(player.send(DAY_S + 2, "stop", why="done"), Refused)


def test_stones_that_wait_for_more_than_a_day_let_nothing_go_on(play):
    player = play("stones")
    player.send(0, "start")
    for kind, more in (("stones", {"stones_c": 42.0}), ("skip", {}), ("back", {})):
        assert says(player.send(DAY_S + 1, kind, **more)) == TOO_OLD
    assert not isinstance(player.send(DAY_S + 1, "pause"), Refused)


def test_what_runs_when_the_day_is_over_runs_on(play):
    player = play("gentle")
    player.send(DAY_S - 100, "start")
    assert not isinstance(player.send(DAY_S + 50, "skip"), Refused)
    assert not isinstance(player.send(DAY_S + 60, "pause"), Refused)
    assert says(player.send(DAY_S + 70, "resume")) == TOO_OLD
