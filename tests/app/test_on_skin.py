"""What a session changes is pressed on the receiver's own back, alone, and only what is new."""

import threading
from functools import cached_property

import pytest

from app.narrowed import strict
from backrub.app.gentler_words import TOO_MUCH
from backrub.app.on_skin import Presses
from backrub.catalog import Catalog, load
from backrub.errors import Refused
from motion.conftest import evening

CATALOG = load()


class Counted:
    """A judge that counts what it is given."""

    def __init__(self, judge):
        self.judge, self.given, self.backs = judge, [], 0

    def __call__(self, plan, *, catalog, threads):
        self.backs += 1

        def judge(tried, score):
            self.given.append([(each.technique, each.level) for each in tried.steps if each.level])
            return self.judge(tried, score)

        return judge


def at(plan, *levels):
    """The plan with other levels, or other passes: (index, what, value)."""
    steps = list(plan.steps)
    for index, what, value in levels:
        steps[index] = steps[index].model_copy(update={what: value})
    return plan.model_copy(update={"steps": tuple(steps)})


def gliding(plan):
    """Two different steps that could be done at level 2 and are at less, or at more than 1."""
    found = [
        index
        for index, step in enumerate(plan.steps)
        if step.level and step.level + 1 in CATALOG.techniques[step.technique].levels
    ]
    return found[0], next(
        each for each in found if plan.steps[each].technique != plan.steps[found[0]].technique
    )


def test_only_what_is_new_is_pressed_and_only_once():
    plan, _ = evening(10)
    one, other = gliding(plan)
    counted = Counted(strict(()))
    on_skin = Presses(counted).rule(plan, catalog=CATALOG)
    everything = range(len(plan.steps))
    assert on_skin(plan, everything) == {}
    assert counted.given == []  # it was pressed as a whole before it began
    firmer = at(plan, (one, "level", plan.steps[one].level + 1))
    for _ in range(2):
        assert on_skin(firmer, everything) == {}
    assert counted.given == [[(plan.steps[one].technique, plan.steps[one].level + 1)]]
    # Later, lighter, or for another reason: the skin feels the same or less.
    step = plan.steps[one]
    later = at(plan, (one, "start_s", step.start_s + 100.0), (one, "why", "else"), (one, "locked", True))
    assert on_skin(later, everything) == {}
    assert len(counted.given) == 1
    longer = at(plan, (other, "duration_s", plan.steps[other].duration_s + 5.0))
    assert on_skin(longer, everything) == {}
    assert len(counted.given) == 2
    assert counted.backs == 1


def test_what_breaks_is_told_in_words_and_the_rest_holds():
    plan, _ = evening(10)
    one, other = gliding(plan)
    bad = plan.steps[one].technique
    counted = Counted(strict([(bad, plan.steps[one].level + 1)]))
    on_skin = Presses(counted).rule(plan, catalog=CATALOG)
    firmer = at(plan, *((index, "level", plan.steps[index].level + 1) for index in (one, other)))
    assert on_skin(firmer, (one, other), is_asking=True) == {}  # nobody knows yet, and nothing is tried out
    assert counted.given == []
    assert on_skin(firmer, (one, other)) == {one: TOO_MUCH}
    assert len(counted.given) == 3  # both at once, then one by one
    assert on_skin(firmer, (one,), is_asking=True) == {one: TOO_MUCH}
    assert len(counted.given) == 3


@pytest.mark.parametrize(
    ("name", "unit", "breaks"),
    [
        ("pressure-palm", "Pa", True),
        ("stay-thumb", "s", True),
        # These look at the whole: a step by itself says nothing of them.
        ("light-first", "level", False),
        ("thumbs-time", "s", False),
    ],
)
def test_only_what_a_step_breaks_by_itself_counts(name, unit, breaks):
    plan, _ = evening(10)
    one, _ = gliding(plan)
    judge = strict([(plan.steps[one].technique, 1)], name=name, place=None, unit=unit)
    on_skin = Presses(Counted(judge)).rule(plan, catalog=CATALOG)
    firmer = at(plan, (one, "level", plan.steps[one].level + 1))
    assert bool(on_skin(firmer, (one,))) is breaks


def test_nobody_is_kept_waiting_and_the_answer_is_there_later():
    plan, _ = evening(10)
    one, _ = gliding(plan)
    go, done = threading.Event(), threading.Event()

    def judge(tried, score):
        go.wait(60)
        done.set()
        return strict(())(tried, score)

    on_skin = Presses(Counted(judge), longest_s=0.2).rule(plan, catalog=CATALOG)
    firmer = at(plan, (one, "level", plan.steps[one].level + 1))
    with pytest.raises(Refused, match="still being tried"):
        on_skin(firmer, (one,))
    go.set()
    assert done.wait(60)
    Presses(Counted(strict(()))).rule(plan, catalog=CATALOG)(firmer, (one,))


def test_who_sits_is_not_measured():
    plan, _ = evening(10)
    one, _ = gliding(plan)
    counted = Counted(strict([(plan.steps[one].technique, 1)]))
    seated = at(plan, (one, "level", plan.steps[one].level + 1)).model_copy(update={"position": "seated"})
    assert Presses(counted).rule(plan, catalog=CATALOG)(seated, (one,)) == {}
    assert counted.given == []


class FineSkinned(Catalog):
    """A catalog whose both hands together may press with 30 N, which only the check looks at."""

    @cached_property
    def limits(self):
        forces = CATALOG.limits.forces.model_copy(update={"default_n": 30.0})
        return CATALOG.limits.model_copy(update={"forces": forces})


def test_on_a_real_back_a_firmer_level_is_pressed():
    plan, _ = evening(10)
    one, _ = gliding(plan)
    # 10 N a hand at level 1 and 24 N at level 2, as its file has it: 20 and 48 N together.
    step = plan.steps[one]
    assert (step.technique, step.level) == ("whole-hand-effleurage", 1)
    firmer = at(plan, (one, "level", 2))
    assert Presses().rule(plan, catalog=CATALOG)(firmer, (one,)) == {}
    assert Presses().rule(plan, catalog=FineSkinned())(firmer, (one,)) == {one: TOO_MUCH}
