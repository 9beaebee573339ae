"""A style names techniques and extras that there are; a wrong name is told with the nearest right one."""

import pytest

from backrub.catalog.files import package_text
from backrub.catalog.style import read_style
from backrub.errors import DataError

GOOD = package_text("styles", "hot-stone.toml")


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "way_out"),
    [
        ('"stones-cool"', '"stones-col"', "extras", "unknown extra 'stones-col'", "stones-cool"),
        ('"stones-cool"', '"oil-bowl"', "extras", "unknown extra 'oil-bowl'", "stones-bath"),
        ("placed-stones =", "placed-stone =", "prefer.placed-stone", "unknown technique", "placed-stones"),
        ("needs =", 'forbid = ["raking", "kneding"]\nneeds =', "forbid", "'kneding'", "kneading"),
        ("needs =", 'only = ["finishh"]\nneeds =', "only", "'finishh'", "finish"),
        ("needs =", "aim_s = { wringin = 60 }\nneeds =", "aim_s.wringin", "'wringin'", "wringing"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_the_nearest(old, new, where, what, way_out):
    assert old in GOOD
    assert read_style(GOOD, name="my-stones.toml").needs == "stones"
    with pytest.raises(DataError) as caught:
        read_style(GOOD.replace(old, new), name="my-stones.toml")
    (problem,) = caught.value.problems
    assert problem.where == f"my-stones.toml {where}"
    assert what in problem.what
    assert way_out in problem.way_out
