"""What a session changes is asked of the receiver's own back before it is taken on."""

import pytest

from backrub.errors import Problem, Refused

TOO_MUCH = Problem("level", "on this back it presses too much there", "Stay as light as it is.")
HEELS_S = 345
"""Heels on the low back, at level 2 of a wish for 3."""


class Back:
    """A back on which some steps break a limit, and what it was asked."""

    def __init__(self, breaks):
        self.breaks, self.asked, self.presses = breaks, [], 0

    def __call__(self, plan, indices, *, is_asking=False):
        self.asked += [(plan.steps[index], is_asking) for index in indices]
        self.presses += not is_asking
        return {} if is_asking else {i: TOO_MUCH for i in indices if self.breaks(plan.steps[i])}


def rows(steps):
    return [(each.technique, each.place, each.side, each.passes, each.level) for each in steps]


def test_harder_that_breaks_a_limit_on_this_back_is_refused_in_words(play):
    player = play("classic", on_skin=Back(lambda step: step.level == 3 and step.place == "low-back"))
    player.send(0, "start")
    before = player.state.plan
    refused = player.send(HEELS_S, "harder")
    assert isinstance(refused, Refused)
    assert (refused.code, refused.reason) == ("place-highest", TOO_MUCH.what)
    assert refused.way_out == TOO_MUCH.way_out
    assert player.state.plan == before
    assert player.kinds() == ["opened", "started"]


def test_harder_that_holds_is_taken_and_what_would_follow_and_breaks_stays(play):
    free = play("classic")
    free.send(0, "start")
    free.send(HEELS_S, "harder")
    raised = [
        index
        for index, (one, other) in enumerate(zip(free.state.steps, free.first.steps, strict=True))
        if one.level != other.level
    ]
    assert len(raised) == 1  # the heels alone: what comes there later is other work
    back = Back(lambda step: False)
    player = play("classic", on_skin=back)
    player.send(0, "start")
    player.send(HEELS_S, "harder")
    assert player.state.plan == free.state.plan
    assert [step.level for step, is_asking in back.asked if not is_asking] == [3]


def test_a_side_that_does_not_take_more_stays_as_light_as_it_was(play):
    def both(on_skin):
        player = play("gentle", plan={"level": 3}, on_skin=on_skin)
        player.send(0, "start")
        player.send(190, "harder")  # kneading on the upper back, the first of two sides
        return [each.level for each in player.state.steps if each.technique == "kneading"]

    assert both(Back(lambda step: False))[:2] == [3, 3]
    first = next(each.side for each in play("gentle").state.steps if each.technique == "kneading")
    assert both(Back(lambda step: step.level == 3 and step.side != first))[:2] == [3, 2]


def test_looking_at_what_may_be_said_tries_nothing_out(play):
    back = Back(lambda step: True)
    player = play("classic", on_skin=back)
    player.send(0, "start")
    assert "harder" in player.at(HEELS_S).may
    assert back.presses == 0


def test_softer_is_never_asked_of_the_back(play):
    back = Back(lambda step: True)
    player = play("classic", on_skin=back)
    player.send(0, "start")
    player.send(HEELS_S, "softer")
    assert back.presses == 0
    assert player.at(HEELS_S).level == 1


def late(player, pause_s=420):
    """Pause for some minutes, so that the rest has to be cut."""
    player.send(0, "start")
    player.send(200, "pause")
    player.send(200 + pause_s, "resume")
    return player


def cut(player):
    """The steps that a refit has made shorter, in passes."""
    planned = {(each.technique, each.place, each.side, each.phase): each for each in player.first.steps}
    return {
        key: each
        for each in player.state.steps
        for key in [(each.technique, each.place, each.side, each.phase)]
        if each.passes and each.passes != planned[key].passes
    }


def test_a_refit_keeps_as_it_was_what_would_break_or_leaves_it_out(play):
    free = late(play("classic"))
    assert "refitted" in free.kinds()
    shorter = cut(free)
    assert shorter
    key, step = next(iter(shorter.items()))

    def breaks(tried):
        return (tried.technique, tried.place, tried.side, tried.phase) == key and tried.passes == step.passes

    player = late(play("classic", on_skin=Back(breaks)))
    assert "refitted" in player.kinds()
    assert key not in cut(player) or cut(player)[key].passes != step.passes
    assert not any(breaks(each) for each in player.state.steps)


@pytest.mark.parametrize("name", ["classic", "gentle", "places", "spots"])
def test_a_back_that_takes_no_change_gets_none(play, name):
    first = play(name)
    planned = set(rows(first.state.steps))
    taken = Back(lambda step: step.passes is not None and rows([step])[0] not in planned)
    player = late(play(name, on_skin=taken))
    assert set(rows(player.state.steps)) <= planned
    assert player.state.steps[-1].phase == first.state.steps[-1].phase  # the end still belongs to it


def test_where_the_back_has_no_answer_in_time_the_pieces_stay_as_they_are(play):
    def no_answer(plan, indices, *, is_asking=False):
        raise Refused("still-checking", "This plan is still being tried out.", "Wait a moment.")

    player = play("classic")
    player.send(0, "start")
    planned = set(rows(player.state.steps))
    slow = late(play("classic", on_skin=no_answer))
    assert slow.at(200 + 421).status == "running"  # nobody is kept from going on
    assert set(rows(slow.state.steps)) <= planned
    # A firmer level waits for its answer.
    again = play("classic", on_skin=no_answer)
    again.send(0, "start")
    assert again.send(HEELS_S, "harder").code == "still-checking"
    assert "level-changed" not in again.kinds()
