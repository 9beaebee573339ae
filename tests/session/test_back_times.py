"""Going back lengthens nothing past what it may last: what was really done counts."""

import pytest

from backrub import session
from backrub.errors import Refused
from session.conftest import in_time, step
from session.test_back import stiff

BOTH = pytest.mark.parametrize("keeps_all", [False, True])


def begun(play, name, *, keeps_all=False, **more):
    player = play(name, **more)
    player.send(0, "start")
    if keeps_all:
        player.send(1, "extend")
    return player


def says(refused):
    return refused.code, refused.reason, refused.way_out


@BOTH
def test_the_massager_has_a_minute_a_place_however_often_it_is_begun(play, keeps_all):
    player = begun(play, "massager", keeps_all=keeps_all)
    # 30 s and 25 s on each side of the hip: 5 s are free. Left begins at 220.
    assert not isinstance(player.send(223, "back"), Refused)
    assert player.at(223).step == 1
    assert says(player.send(326, "back")) == (  # 3 s and 3 s and 55
        "massager", "The massager stays a minute at one place at most.", "Go on, or skip.",
    )  # fmt: skip
    assert player.at(326).step == 2
    assert "back" not in player.at(326).may
    ended = session.advance(player.state, 1e5)
    left_s = sum(
        go.done_s for go in ended.goes if go.step.technique == "massager-glide" and go.step.side == "left"
    )
    assert left_s == pytest.approx(58)


@BOTH
def test_a_piece_with_the_massager_is_not_done_again(play, keeps_all):
    player = begun(play, "massager", keeps_all=keeps_all)
    assert player.send(249, "back").code == "massager"


@BOTH
def test_the_massager_has_ten_minutes_in_all(play, keeps_all):
    rows = [step("whole-hand-effleurage", "opening", 120, place="back", level=1, passes=12)]
    for place, seconds in (("hip", 18), *((f"place-{number}", 58) for number in range(10))):
        rows.append(step("massager-glide", "focus", seconds, place=place, side="left", level=2, passes=1))
        rows.append(step("wringing", "focus", 30, place="low-back", level=2, passes=3))
    rows.append(step("finish", "closing", 100, place="back", level=2, passes=10))
    player = begun(play, "gentle", keeps_all=keeps_all, plan={"steps": in_time(rows), "duration_s": 1148.0})
    # 598 s are planned. Four seconds into the first piece: 602 in all, and 22 at the hip.
    assert says(player.send(124, "back")) == (
        "massager", "The massager works ten minutes in all at most.", "Go on, or skip.",
    )  # fmt: skip
    assert not isinstance(player.send(122, "back"), Refused)


@BOTH
def test_stones_lie_ten_minutes_at_a_place_however_often_they_are_laid(play, keeps_all, placed_facts):
    player = begun(play, "stones", keeps_all=keeps_all, techniques=placed_facts)
    player.send(330, "stones", stones_c=43.0)
    for at_s in (440, 550):
        player.send(at_s, "answer", is_fine=True)
    assert not isinstance(player.send(600, "back"), Refused)  # 270 s and 300
    player.send(610, "stones", stones_c=43.0)
    assert says(player.send(700, "back")) == (
        "stones-lie", "Stones lie ten minutes at one place at most.", "Go on, or skip.",
    )  # fmt: skip


@BOTH
def test_no_part_of_the_hand_works_longer_than_five_minutes_at_a_stretch(play, keeps_all):
    player = begun(play, "classic", keeps_all=keeps_all)
    # Heels: 60 s on the low back and 90 on the upper back, from 320 to 470.
    assert not isinstance(player.send(460, "back"), Refused)  # 60 and 80 and 90
    player.send(540, "back")  # 60 and 80 and 80, and 80 of the 90 have room
    assert player.state.step.passes == 8
    assert says(player.send(615, "back")) == (
        "stretch", "One part of the hand works five minutes at a stretch at most.", "Go on, or skip.",
    )  # fmt: skip


@BOTH
def test_a_next_by_mistake_can_be_taken_back_within_the_five_minutes(play, keeps_all):
    player = begun(play, "classic", keeps_all=keeps_all)
    # Palms for 300 s, from 20 to 320, in passes of ten seconds.
    player.send(24, "skip")
    player.send(27, "back")
    assert player.at(27).step == 1
    # 4 s and 3 s were done: a pass less makes it 297.
    assert [each.passes for each in player.state.steps[1:4]] == [8, 9, 12]


@BOTH
def test_a_stretch_gives_where_it_comes_again_and_then_from_its_end(play, keeps_all):
    player = begun(play, "classic", keeps_all=keeps_all)
    player.send(108, "back")  # 88 s of the opening's 90 were done: a pass of it has room, and 290 s in all
    assert [each.passes for each in player.state.steps[1:4]] == [1, 9, 11]


@BOTH
def test_a_step_again_takes_no_warm_up_from_what_it_prepares(play, keeps_all):
    player = begun(play, "places", keeps_all=keeps_all)
    before = [(each.technique, each.place) for each in player.state.steps if each.phase == "focus"]
    for at_s in (64, 174):  # heels on the low back, 200 s, and 100 on the upper back: just five minutes
        player.send(at_s, "back")
    assert player.at(174).step == 0
    # 64 s and 110 s were done, so the low back is warm; the upper back still has a minute of its own.
    assert player.state.steps[1].duration_s >= 60
    assert [(each.technique, each.place) for each in player.state.steps if each.phase == "focus"] == before


@BOTH
def test_a_step_again_that_would_take_what_another_prepares_is_refused(play, keeps_all):
    player = begun(play, "places", keeps_all=keeps_all)
    for at_s in (64, 174, 190, 199, 208, 217, 226):
        assert not isinstance(player.send(at_s, "back"), Refused)
        assert player.at(at_s).step == 0
    # 235 s of heels by then: with ten more the upper back would not have its minute.
    assert player.send(235, "back").code == "stretch"


@BOTH
def test_hands_that_were_relieved_in_between_may_begin_again(play, keeps_all):
    player = begun(play, "classic", keeps_all=keeps_all)
    player.send(460, "back")
    # The fingers begin at 565, after the oil; four seconds of them end the stretch of 230 s.
    assert not isinstance(player.send(569, "back"), Refused)
    assert player.at(569).step == 5


def test_what_was_done_before_counts_when_the_hands_between_are_left_out(play):
    rows = [
        step("whole-hand-effleurage", "opening", 120, place="back", level=1, passes=12),
        step("heel-effleurage", "warm-up", 150, place="back", level=2, passes=15),
        step("kneading", "warm-up", 60, place="back", level=2, passes=6),
        step("heel-effleurage", "warm-up", 100, place="back", level=2, passes=10),
        step("finish", "closing", 100, place="back", level=2, passes=10),
        step("rest", "rest", 230),
    ]
    plan = {"steps": in_time(rows), "duration_s": 760.0}
    player = begun(play, "gentle", keeps_all=True, plan=plan, techniques=stiff("kneading", 2))
    player.send(210, "back")  # 90 s of heels, and 150 again
    player.send(220, "softer")  # without the kneading the next 100 s would follow at once
    ended = session.advance(player.state, 1e5)
    assert [(go.step.technique, go.done_s) for go in ended.goes[1:4]] == [
        ("heel-effleurage", pytest.approx(90)), ("heel-effleurage", 150), ("heel-effleurage", 60),
    ]  # fmt: skip


def test_what_was_done_of_a_step_that_comes_again_later_is_not_forgotten(play):
    player = begun(play, "gentle")
    player.send(78, "back")  # three seconds of wringing, and the opening again
    assert player.at(78).step == 1
    player.send(100, "pause")
    player.send(300, "resume")
    assert player.state.played_s[2] == pytest.approx(3)


def test_what_was_done_of_a_step_that_is_left_out_later_is_still_told(play):
    player = begun(play, "gentle")
    player.send(78, "back")
    player.send(79, "pause")
    player.send(420, "resume")  # 180 s are left: the opening again, a finish and a rest
    assert "wringing" not in {each.technique for each in player.state.steps}
    told = session.told(player.first, player.events, until_s=1e5)
    assert told.played_s[2] == pytest.approx(3)
