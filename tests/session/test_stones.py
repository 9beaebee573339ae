"""Hot stones stay locked without a fresh reading."""

import pytest

from backrub.errors import Refused
from backrub.model.plan import Step


def test_stones_wait_for_a_reading_and_it_holds_ten_minutes(play):
    player = play("stones")
    player.send(0, "start")
    assert player.at(329).is_waiting is False
    view = player.at(400)
    assert (view.is_waiting, view.ask, view.stones, view.score_s) == (True, "stones", "locked", 330.0)
    assert player.send(401, "stones", stones_c=45.5).code == "too-hot"
    player.send(410, "stones", stones_c=44.0)
    assert player.at(420).is_waiting is False
    assert player.state.ends_s == 1200.0
    assert player.ends_s() == 1200.0
    assert player.at(420).stones_until_s == 1010.0


def test_a_reading_lapses_in_the_middle_of_the_stones(play):
    player = play("stones")
    player.send(0, "start")
    player.send(1, "extend")
    player.send(305, "stones", stones_c=43.0)  # as they come from the bath: 300 to 330
    player.send(340, "pause")
    player.send(640, "resume")
    assert player.at(904).is_waiting is False
    assert player.at(906).is_waiting is True
    assert player.at(1000).score_s == 605.0


def test_placed_stones_are_cooler(play, placed_facts):
    player = play("stones", techniques=placed_facts)
    player.send(0, "start")
    assert player.send(310, "stones", stones_c=43.5).code == "too-hot"
    player.send(311, "stones", stones_c=43.0)
    assert player.at(312).stones == "open"


def test_a_reading_from_before_the_stones_are_taken_is_not_theirs(play):
    player = play("stones")
    player.send(0, "start")
    player.send(5, "stones", stones_c=43.0)
    assert player.at(6).stones == "locked"
    view = player.at(331)
    assert (view.is_waiting, view.score_s, view.stones, view.stones_until_s) == (True, 330, "locked", None)


def two_batches(play):
    """100 s of stones from the bath, 40 s of heels, and 100 s of the next ones from the bath."""
    return glides(play, ("stones", "focus", 30.0, None))


def test_each_batch_asks_for_its_own_reading(play):
    player = two_batches(play)
    player.send(0, "start")
    player.send(160, "stones", stones_c=43.0)
    view = player.at(250)
    assert (view.is_waiting, view.stones, view.stones_until_s) == (False, "open", 760)
    # The heels begin at 260. The reading holds for five minutes more, but not for the stones to come.
    assert player.at(270).stones == "locked"
    view = player.at(331)  # 300 to 330: the next ones come from the bath
    assert (view.is_waiting, view.ask, view.score_s, view.stones_until_s) == (True, "stones", 330, None)
    player.send(340, "stones", stones_c=43.0)
    assert (player.at(341).is_waiting, player.at(341).stones) == (False, "open")


def test_a_reading_as_they_come_from_the_bath_is_theirs(play):
    player = two_batches(play)
    player.send(0, "start")
    player.send(130, "stones", stones_c=43.0)
    player.send(300, "stones", stones_c=43.0)
    assert player.at(331).is_waiting is False


@pytest.mark.parametrize("begun_s", [2, 20])
def test_going_back_over_the_bath_asks_again(play, begun_s):
    player = two_batches(play)
    player.send(0, "start")
    player.send(1, "extend")
    player.send(160, "stones", stones_c=43.0)
    at_s = 300 + begun_s
    player.send(at_s, "stones", stones_c=43.0)
    player.send(at_s, "back")  # to the heels, or the bath again
    assert player.state.step.technique == ("heel-effleurage" if begun_s == 2 else "stones")
    assert player.at(at_s + 75).is_waiting is True


def test_a_look_back_to_the_stones_before_asks_for_theirs(play):
    player = glides(play, ("stones", "focus", 30.0, None), without="heel-effleurage")
    player.send(0, "start")
    player.send(1, "extend")
    player.send(160, "stones", stones_c=43.0)
    player.send(262, "stones", stones_c=43.0)  # the next batch, two seconds out of the bath
    player.send(263, "back")
    assert player.state.step.technique == "stone-test-glide"
    assert player.at(264).is_waiting is True


def test_the_skin_is_looked_at_every_two_minutes(play):
    player = play("stones")
    player.send(0, "start")
    player.send(330, "stones", stones_c=43.0)
    assert player.at(449).ask is None
    assert player.at(450).ask == "skin"
    player.send(455, "answer", is_fine=True)
    assert player.at(460).ask is None
    assert player.at(575).ask == "skin"
    player.send(576, "answer", is_fine=False)
    view = player.at(576)
    assert (view.status, view.stones) == ("holding", "off")
    player.send(590, "resume")
    assert all("stone" not in each.technique for each in player.state.steps[player.state.index :])
    assert player.send(600, "stones", stones_c=40.0).code in ("no-stones", "stones-off")
    assert player.ends_s() == 1200.0


def test_without_stones_there_is_nothing_to_read(play):
    player = play("classic")
    player.send(0, "start")
    assert isinstance(player.send(10, "stones", stones_c=40.0), Refused)


def two_glides(play):
    """100 s of stones, 40 s of heels, 100 s of stones again, one reading for both."""
    return glides(play)


def glides(play, *between, without=None):
    """Two glides of 100 s with stones, 40 s of heels and more between."""
    rows = (
        ("whole-hand-effleurage", "opening", 130.0, 1),
        ("stones", "focus", 30.0, None),
        ("stone-test-glide", "focus", 100.0, 2),
        ("heel-effleurage", "focus", 40.0, 2),
        *between,
        ("stone-test-glide", "focus", 100.0, 2),
        ("finish", "closing", 100.0, 1),
        ("rest", "rest", 100.0, None),
    )
    start_s, steps = 0.0, []
    for technique, phase, duration_s, level in rows:
        if technique == without:
            continue
        more = {"passes": 7, "place": "low-back"} if level else {"passes": None, "place": None}
        whole = {"start_s": start_s, "duration_s": duration_s, "level": level, "side": "both", **more}
        steps.append(Step(technique=technique, phase=phase, why="test", **whole))
        start_s += duration_s
    return play("stones", plan={"steps": tuple(steps), "duration_s": start_s})


def test_going_back_does_not_unlock_stones_that_are_over(play):
    player = two_glides(play)
    player.send(0, "start")
    player.send(160, "stones", stones_c=43.0)
    player.send(220, "answer", is_fine=False)
    player.send(222, "resume")
    player.send(223, "extend")
    player.send(224, "back")
    view = player.at(230)
    assert "stone" in player.state.steps[view.step].technique
    assert (view.is_waiting, view.stones) == (True, "off")
    assert player.send(231, "stones", stones_c=40.0).code == "stones-off"


def test_two_short_glides_with_stones_ask_for_a_look_as_one_long_one_does(play):
    player = two_glides(play)
    player.send(0, "start")
    player.send(160, "stones", stones_c=43.0)
    assert player.at(259).ask is None
    # The first glide ends at 260 with 100 s of stones; 20 s into the second one it is two minutes.
    assert player.at(319).ask is None
    assert player.at(321).ask == "skin"
    player.send(325, "answer", is_fine=True)
    assert player.at(399).ask is None


def test_a_reading_is_no_look_at_the_skin(play):
    player = play("stones")
    player.send(0, "start")
    player.send(330, "stones", stones_c=43.0)
    player.send(440, "stones", stones_c=43.0)
    assert player.at(451).ask == "skin"


def test_stones_that_lie_through_a_pause_count(play):
    player = play("stones")
    player.send(0, "start")
    player.send(330, "stones", stones_c=43.0)
    player.send(400, "pause")
    player.send(455, "resume")
    assert player.at(456).ask == "skin"
