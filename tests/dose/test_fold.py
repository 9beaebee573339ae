"""What each technique does: together they are the whole, and each stays where it works."""

from functools import cache

import numpy as np
import pytest

from backrub.catalog import load
from backrub.contact import press
from backrub.dose.fold import fold_of
from backrub.dose.skin import CELL_M, skin_of
from backrub.errors import Refused
from backrub.motion import move
from backrub.motion.move import segments_of
from motion.conftest import evening

RATE_HZ = 20.0


@cache
def fold():
    return fold_of(*evening(30, "classic", 3), catalog=load(), rate_hz=RATE_HZ)


def test_all_techniques_together_are_what_one_press_of_the_whole_gives():
    plan, score = evening(30, "classic", 3)
    skin = skin_of(plan, catalog=load())
    how = {"back": skin.receiver.back, "catalog": load()}
    segments = segments_of(plan, score, **how, bears=skin.bears)
    whole = press(move(plan, score, **how, rate_hz=RATE_HZ, segments=segments), bed=fold().bed)
    assert whole.impulse_pa_s.max() > 1e5
    np.testing.assert_allclose(fold().impulse_pa_s, whole.impulse_pa_s, rtol=1e-6, atol=0.01)
    np.testing.assert_allclose(fold().peak_pa, np.nan_to_num(whole.peak_pa), rtol=1e-6)


def test_every_technique_that_touches_has_its_own_in_the_order_they_come():
    plan, score = evening(30, "classic", 3)
    working = dict.fromkeys(plan.steps[stroke.step].technique for stroke in score.strokes)
    assert [each.technique for each in fold().techniques] == list(working)
    for each in fold().techniques:
        assert each.impulse_pa_s.max() > 0, each.technique
        assert ((each.peak_pa > 0) == (each.impulse_pa_s > 0)).all()
        assert not each.impulse_pa_s.flags.writeable


def test_impulse_is_force_over_time():
    # What a technique lays on the skin is what its strokes ask for: forearms at 20-60 N for their time.
    plan, score = evening(30, "classic", 3)
    for each in fold().techniques:
        given_n_s = float((each.impulse_pa_s * fold().bed.area_m2).sum())
        lasts_s = sum(
            stroke.duration_s * len(stroke.hands)
            for stroke in score.strokes
            if plan.steps[stroke.step].technique == each.technique
        )
        assert 1.0 < given_n_s / lasts_s < 80.0, each.technique


def test_a_finer_sampling_changes_little():
    plan, score = evening(5, "relaxation", 2)
    coarse, fine = (fold_of(plan, score, catalog=load(), rate_hz=rate) for rate in (20.0, 60.0))
    most = fine.impulse_pa_s.max()
    assert np.abs(coarse.impulse_pa_s - fine.impulse_pa_s).max() < 0.005 * most
    assert CELL_M[0] == pytest.approx(fine.bed.cell_x_m)


def test_a_seated_back_is_refused():
    plan, score = evening(30, "classic", 3)
    with pytest.raises(Refused, match="seated"):
        fold_of(plan.model_copy(update={"position": "seated"}), score, catalog=load())
