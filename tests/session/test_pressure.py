"""Softer, harder and pain, with levels worked by hand."""

import pytest

from backrub.errors import Problem, Refused
from backrub.model.plan import PlanLimits


def levels(player, place=None):
    return [
        each.level for each in player.state.steps if each.level and (place is None or each.place == place)
    ]


def test_softer_counts_from_now_and_at_that_place_later(play):
    player = play("classic")
    player.send(0, "start")
    player.send(250, "softer")  # low back, level 2
    assert player.at(250).level == 1
    assert player.at(250).levels == {"low-back": 1}
    low_back = [each.level for each in player.state.steps[3:] if each.place == "low-back"]
    assert low_back == [1, 1]
    # Strokes over the whole back pass there, too.
    assert all(each.level == 1 for each in player.state.steps[3:] if each.place == "back")
    assert player.state.steps[5].level == 2  # the upper back is another place


def test_softer_at_the_lightest_is_refused_with_a_way_out(play):
    player = play("classic")
    player.send(0, "start")
    refused = player.send(50, "softer")
    assert (refused.code, bool(refused.way_out)) == ("lightest", True)


def test_harder_raises_by_one_and_never_above_the_wish(play):
    player = play("classic")
    player.send(0, "start")
    player.send(345, "harder")  # heels on the low back: 2 to 3
    assert player.at(345).level == 3
    assert player.send(350, "harder").code == "highest"  # the wish was 3


def test_harder_in_a_pause_counts_from_the_moment_it_goes_on(play):
    player = play("classic")
    player.send(0, "start")
    player.send(345, "pause")  # heels on the low back, level 2
    assert "harder" in player.at(350).may
    player.send(350, "harder")
    assert (player.at(350).level, player.at(350).status) == (3, "paused")
    player.send(360, "resume")
    assert player.at(361).level == 3


def test_harder_in_a_pause_keeps_every_limit_of_a_running_massage(play):
    player = play("classic")
    player.send(0, "start")
    player.send(345, "pause")
    player.send(346, "harder")
    assert player.send(347, "harder").code == "highest"  # the wish was 3
    assert "harder" not in player.at(347).may
    early = play("gentle", plan={"level": 3})
    early.send(0, "start")
    early.send(180, "pause")
    assert early.send(185, "harder").code == "too-soon"
    limits = PlanLimits(
        max_level=3, max_minutes=60.0, lapses_on="2026-11-03", place_max_level={"low-back": 2}
    )
    barred = play("classic", plan={"limits": limits})
    barred.send(0, "start")
    barred.send(345, "pause")
    assert barred.send(346, "harder").code == "place-highest"
    closing = play("classic")
    closing.send(0, "start")
    closing.send(1450, "pause")
    assert closing.send(1451, "harder").code == "closing"


def test_harder_waits_while_the_hands_are_off(play):
    player = play("classic")
    player.send(0, "start")
    player.send(345, "hold", why="said")
    assert player.send(346, "harder").code == "holding"


def test_harder_waits_until_the_place_has_had_the_level_below(play):
    player = play("gentle", plan={"level": 3})
    player.send(0, "start")
    # Kneading on the upper back: level 2 from second 175 on; so far long strokes at level 1 only.
    assert player.send(180, "harder").code == "too-soon"
    player.send(190, "harder")
    assert player.at(190).level == 3


def test_softer_at_a_first_touch_can_be_taken_back_at_once(play):
    player = play("classic")
    player.send(0, "start")
    player.send(1, "skip")  # the oil
    player.send(2, "skip")  # level 1: nothing has had anything yet
    assert player.at(3).level == 2
    player.send(3, "softer")
    assert player.at(4).level == 1
    player.send(5, "harder")
    assert player.at(6).level == 2  # a first touch may be as firm as that


def test_harder_is_refused_where_a_rule_says_no(play):
    limits = PlanLimits(
        max_level=3, max_minutes=60.0, lapses_on="2026-11-03", place_max_level={"low-back": 2}
    )
    player = play("classic", plan={"limits": limits})
    player.send(0, "start")
    assert player.send(345, "harder").code == "place-highest"
    kidney = play("classic", may_raise=lambda *_: Problem("kidneys", "is too near the kidneys for more"))
    kidney.send(0, "start")
    refused = kidney.send(345, "harder")
    assert (refused.code, refused.reason) == ("place-highest", "is too near the kidneys for more")


def test_the_finish_never_gets_harder(play):
    player = play("classic")
    player.send(0, "start")
    assert player.send(1450, "harder").code == "closing"


def test_pain_of_six_takes_the_hands_off_and_what_follows_is_lighter(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "pain", nrs=5)
    assert player.at(500).level == 3
    assert player.at(500).status == "running"
    player.send(510, "pain", nrs=6)
    view = player.at(510)
    assert (view.level, view.status, view.ask) == (2, "holding", "after-hold")
    player.send(540, "resume")
    assert (player.at(540).level, player.at(540).status) == (2, "running")


def test_pain_at_the_lightest_takes_the_hands_off(play):
    player = play("classic")
    player.send(0, "start")
    player.send(50, "pain", nrs=6)
    assert player.at(50).status == "holding"


def test_a_quiet_remote_lightens_by_one_until_it_is_back(play):
    player = play("classic")
    player.send(0, "start")
    player.send(500, "hold", why="quiet")
    assert player.at(505).level == 2
    assert player.send(506, "harder").code == "quiet"
    player.send(530, "heard")
    assert player.at(530).level == 3


@pytest.mark.parametrize("kind", ["softer", "harder"])
def test_after_the_end_nothing_changes(play, kind):
    player = play("classic")
    player.send(0, "start")
    assert isinstance(player.send(1801, kind), Refused)


def test_the_closing_never_rises_after_a_softer_word(play):
    player = play("classic")
    player.send(0, "start")
    player.send(1420, "softer")
    assert [each.level for each in player.state.steps if each.phase == "closing"] == [1, 1, 1]


def test_a_softer_finish_at_one_place_is_no_firmer_at_the_next(play):
    player = play("places")
    player.send(0, "start")
    player.send(840, "softer")  # on the low back; the upper back comes next
    assert [each.level for each in player.state.steps if each.phase == "closing"] == [1, 1]
