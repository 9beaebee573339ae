"""What the receiver feels before and after is kept, at any time, and changes nothing else."""

import pytest

from backrub.errors import DataError
from backrub.model.command import read_command
from backrub.model.felt import Felt, FeltBoth


def ready(player):
    pass


def running(player):
    player.send(0, "start")


def paused(player):
    running(player)
    player.send(60, "pause")


def holding(player):
    running(player)
    player.send(60, "hold")


def stopped(player):
    running(player)
    player.send(60, "stop", why="done")


def finished(player):
    running(player)
    player.send(60, "finish")
    player.send(1800, "finish")


@pytest.mark.parametrize("come_to", [ready, running, paused, holding, stopped, finished])
def test_it_is_taken_in_any_status_and_changes_nothing_else(play, come_to):
    player, other = play("classic"), play("classic")
    come_to(player)
    come_to(other)
    assert player.state.status == come_to.__name__
    before = player.at(1900)
    (event,) = player.send(1900, "felt", when="after", pain_nrs=2, ease_nrs=8)
    assert event.kind == "felt"
    after = player.at(1900)
    assert after.felt == FeltBoth(after=Felt(pain_nrs=2, ease_nrs=8))
    same = {"felt": before.felt, "position": before.position}
    assert after.model_copy(update=same) == before
    assert other.at(1900) == before


def test_the_last_one_counts_and_each_stands_for_itself(play):
    player = play("classic")
    player.send(0, "felt", when="before", pain_nrs=5, ease_nrs=3)
    player.send(1, "felt", when="before", pain_nrs=4)
    player.send(2, "felt", when="after", ease_nrs=9)
    assert player.state.felt == FeltBoth(before=Felt(pain_nrs=4), after=Felt(ease_nrs=9))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"when": "during"}, "when"),
        ({"when": "after", "pain_nrs": 11}, "pain_nrs"),
        ({"when": "after", "ease_nrs": -1}, "ease_nrs"),
        ({"when": "after", "ease_nrs": 2.5}, "ease_nrs"),
        ({"when": "after", "words": "lovely"}, "words"),
        ({}, "when"),
    ],
)
def test_what_is_no_number_of_the_receivers_is_told(wrong, where):
    with pytest.raises(DataError) as told:
        read_command({"kind": "felt", "client_id": "a1", **wrong})
    assert [each.where for each in told.value.problems] == [where]
    assert all(each.way_out for each in told.value.problems)
