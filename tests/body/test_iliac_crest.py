"""The iliac crest is there twice: as the body's own landmark and as the atlas's line. They agree about its
height."""

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog.atlas import read_atlas
from dose.people import person

BODIES = 30
VERTEBRA_FRAC = 0.051
"""L3 to L4, of the way from C7 to the PSIS: clinical notes 3.1 and 7."""


@pytest.fixture(scope="module")
def crests():
    """For each body: how much lower its landmark lies than the line, how far it is from the line, whether it
    lies beside it, and how long the back is. [m]"""
    (line,) = (bone.line for bone in read_atlas().bones if bone.id == "iliac-crest.right")
    share = np.linspace(0, len(line) - 1, 200)
    fine = np.column_stack([np.interp(share, np.arange(len(line)), axis) for axis in line.T])
    found = []
    for seed in range(BODIES):
        body = body_of(person(seed))
        across, along = body.back.landmarks["iliac-crest-right"]
        # Further out than it is drawn the line goes on level.
        lower_m = (along - np.interp(across, *line.T)) * body.c7_psis_m
        on_skin_m = body.back.at(fine).position_m
        away_m = np.linalg.norm(on_skin_m - body.landmarks_m["iliac-crest-right"], axis=1).min()
        found.append((lower_m, away_m, across <= line[-1, 0], body.c7_psis_m))
    return np.array(found)


def test_landmark_and_line_are_about_as_high_on_every_body(crests):
    lower_m, back_m = crests[:, 0], crests[:, 3]
    assert abs(lower_m).max() <= 0.027
    assert (abs(lower_m) / back_m).max() <= 1.1 * VERTEBRA_FRAC
    # Neither of them is higher as a rule.
    assert abs(lower_m.mean()) <= 0.01


def test_where_the_line_goes_past_the_landmark_it_is_near(crests):
    beside = crests[crests[:, 2] > 0]
    assert len(beside) >= 5
    assert beside[:, 1].max() <= 0.027
