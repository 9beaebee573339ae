"""Hot stones stay locked without a fresh reading."""

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
    player.send(5, "stones", stones_c=43.0)
    assert player.at(604).is_waiting is False
    assert player.at(606).is_waiting is True
    assert player.at(700).score_s == 605.0


def test_placed_stones_are_cooler(play, placed_facts):
    player = play("stones", techniques=placed_facts)
    player.send(0, "start")
    assert player.send(10, "stones", stones_c=43.5).code == "too-hot"
    player.send(11, "stones", stones_c=43.0)
    assert player.at(12).stones == "open"


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
    rows = (
        ("whole-hand-effleurage", "opening", 130.0, 1),
        ("stones", "focus", 30.0, None),
        ("stone-test-glide", "focus", 100.0, 2),
        ("heel-effleurage", "focus", 40.0, 2),
        ("stone-test-glide", "focus", 100.0, 2),
        ("finish", "closing", 100.0, 1),
        ("rest", "rest", 100.0, None),
    )
    start_s, steps = 0.0, []
    for technique, phase, duration_s, level in rows:
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
