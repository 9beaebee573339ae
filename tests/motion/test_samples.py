"""One hand's samples: what they hold, and what no hand does."""

import numpy as np
import pytest

from backrub.errors import DataError
from backrub.motion.samples import LIFTED, PARTS, HandBlock, problems_of

GOOD = {
    "rate_hz": 60.0,
    "position_m": np.zeros((5, 3)),
    "normal": np.tile([0.0, 0.0, 1.0], (5, 1)),
    "heading": np.tile([0.0, -1.0, 0.0], (5, 1)),
    "speed_m_s": np.zeros(5),
    "force_n": np.full(5, 20.0),
    "part": np.zeros(5),
    "level": np.full(5, 2),
    "stroke": np.arange(5),
}


def changed(name, value, at=3):
    """Return the good block with one sample's value changed."""
    array = np.array(GOOD[name], dtype=float)
    array[at] = value
    return {**GOOD, name: array}


def test_a_block_is_typed_and_read_only():
    made = HandBlock.of(**GOOD, stone_c=43.0)
    assert made.part.dtype == made.level.dtype == np.int8
    assert made.stroke.dtype == np.int32
    assert made.stone_c.tolist() == [43.0] * 5
    assert all(not getattr(made, name).flags.writeable for name in made.__slots__ if name != "rate_hz")
    assert len(made.part_of(1, 3)) == 2


def test_the_parts_are_those_of_the_model():
    assert PARTS[:3] == ("palm", "heel", "flat-fingers")
    assert len(PARTS) == 11
    assert LIFTED == -1


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("force_n", np.nan, "not a number at sample 3"),
        ("force_n", -1.0, "less than nothing"),
        ("force_n", 9000.0, "more than any hand has"),
        ("position_m", np.inf, "not a number"),
        ("speed_m_s", -0.1, "less than nothing"),
        ("part", 11, "no part"),
        ("part", -2, "no part"),
        ("level", 6, "no level"),
        ("normal", [0.0, 0.0, 2.0], "length 1"),
        ("normal", [1.0, 0.0, 0.0], "sideways"),
        ("heading", [0.0, 0.0, 1.0], "across the normal"),
        ("heading", [0.0, 0.0, 0.0], "length 1"),
    ],
)
def test_what_no_hand_does_is_said_with_the_sample(name, value, says):
    with pytest.raises(DataError) as refused:
        HandBlock.of(**changed(name, value))
    assert [name] == sorted({problem.where for problem in refused.value.problems})
    assert says in refused.value.problems[0].what
    assert "sample 3" in refused.value.problems[0].what


def test_a_lifted_hand_does_not_press():
    with pytest.raises(DataError, match="presses while lifted"):
        HandBlock.of(**{**GOOD, "part": np.full(5, LIFTED)})
    lifted = HandBlock.of(
        **{**GOOD, "part": np.full(5, LIFTED), "force_n": np.zeros(5), "normal": np.zeros((5, 3))}
    )
    assert problems_of(lifted) == []


def test_everything_that_is_wrong_comes_at_once():
    with pytest.raises(DataError) as refused:
        HandBlock.of(rate_hz=0.0, **{k: v for k, v in GOOD.items() if k not in ("rate_hz", "level")} | {
            "normal": np.zeros((4, 3)), "speed_m_s": "fast"})  # fmt: skip
    assert [problem.where for problem in refused.value.problems] == ["normal", "speed_m_s", "level"]
