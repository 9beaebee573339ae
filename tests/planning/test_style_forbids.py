"""What a style forbids is in none of its plans, and nobody is offered it."""

from functools import cached_property

import pytest

from backrub.catalog.load import Catalog
from backrub.catalog.style import Style
from backrub.errors import DataError
from backrub.model.plan import Edit, Plan
from backrub.planning import plan
from backrub.planning.replan import alternatives, replan
from backrub.screening.screen import screen
from strategies import TODAY, plain

BANNED = ("kneading", "whole-hand-effleurage", "wringing")


class Strict(Catalog):
    """The catalog with a relaxation that forbids some of what it likes best."""

    @cached_property
    def styles(self) -> dict[str, Style]:
        styles = dict(super().styles)
        styles["relaxation"] = styles["relaxation"].model_copy(update={"forbid": BANNED})
        return styles


def evening(catalog: Catalog) -> tuple[Plan, dict]:
    asked = plain(wishes={"minutes": 30, "style": "relaxation", "level": 3}, kit={"oil": "coconut"})
    clearance = screen(asked, day=TODAY, conditions=catalog.conditions)
    made = plan(asked, clearance, catalog=catalog, day=TODAY)
    assert isinstance(made, Plan)
    return made, {"request": asked, "clearance": clearance, "catalog": catalog}


def test_a_style_that_forbids_techniques_plans_without_them():
    free, _ = evening(Catalog())
    assert {"kneading", "whole-hand-effleurage"} <= {step.technique for step in free.steps}
    strict, _ = evening(Strict())
    assert not {step.technique for step in strict.steps} & set(BANNED)


def test_a_step_is_never_swapped_for_what_the_style_forbids():
    made, asked = evening(Strict())
    working = [index for index, step in enumerate(made.steps) if step.place is not None]
    free, freely = evening(Catalog())
    assert any(
        set(alternatives(free, index, **freely)) & set(BANNED)
        for index, step in enumerate(free.steps)
        if step.place is not None
    )
    for index in working:
        assert not set(alternatives(made, index, **asked)) & set(BANNED)
    swap = Edit(kind="swap", step=working[0], technique="kneading")
    with pytest.raises(DataError, match="kneading"):
        replan(made, [swap], **asked, day=TODAY)
