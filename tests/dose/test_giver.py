"""What a massage asks of the giver: by hand and part, and the Strain Index against its published table."""

import pytest

from backrub.catalog import load
from backrub.dose import check
from backrub.dose.giver import BROAD_N, STRONGEST_N, strain_index
from dose.test_check import RATE_HZ, only, report, with_steps

# Retyped from the scoring sheet of the Ergonomics Center of North Carolina (07/2007), after Moore and Garg
# 1995; shares of the greatest force: 10, 30, 50 and 80 per cent.
SHEET = {
    "intensity_frac": {0.05: 1, 0.2: 3, 0.4: 6, 0.7: 9, 0.9: 13},
    "working_frac": {0.05: 0.5, 0.2: 1, 0.4: 1.5, 0.7: 2, 0.9: 3},
    "efforts_per_minute": {3: 0.5, 6: 1, 12: 1.5, 17: 2, 25: 3},
    "hours": {0.5: 0.25, 1.5: 0.5, 3: 0.75, 6: 1, 9: 1.5},
}
PLAIN = {"intensity_frac": 0.05, "working_frac": 0.2, "efforts_per_minute": 6, "hours": 6, "posture": 1.0}


@pytest.mark.parametrize("name", SHEET)
def test_each_multiplier_is_that_of_the_sheet(name):
    for value, multiplier in SHEET[name].items():
        assert strain_index(**{**PLAIN, name: value}) == pytest.approx(multiplier)


def test_the_index_is_the_product_of_all_six():
    # Somewhat hard (3), 60 % (2), 12 a minute (1.5), a fair posture (1.5), a fair speed (1), 4-8 h (1).
    found = strain_index(
        intensity_frac=0.2, working_frac=0.6, efforts_per_minute=12, hours=5, posture=1.5, speed=1.0
    )
    assert found == 13.5
    # Hard (6), 30-49 % (1.5), 4-8 a minute (1), marked deviation (2), fast (1.5), 2-4 h (0.75).
    found = strain_index(
        intensity_frac=0.4, working_frac=0.4, efforts_per_minute=6, hours=3, posture=2.0, speed=1.5
    )
    assert found == pytest.approx(20.25)


def test_one_thumbs_work_is_told_as_it_was():
    plan = with_steps("thumb-stripping")
    score = only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3)), level=3)
    giver = check(plan, score, catalog=load(), rate_hz=RATE_HZ).giver
    (thumb,) = giver.hands
    assert (thumb.hand, thumb.part) == ("left", "reinforced-thumb")
    assert thumb.worked_s == pytest.approx(20.0, abs=0.15)
    # 24 N for 20 s, but for setting in and fading: half of 0.3 s at each end.
    assert thumb.force_time_n_s == pytest.approx(24.0 * 19.7, rel=0.01)
    assert giver.thumbs_n_s == thumb.force_time_n_s
    assert giver.thumbs_budget_s == pytest.approx(0.2 * thumb.worked_s, abs=0.1)
    assert giver.strains[0].intensity_frac == pytest.approx(23.6 / STRONGEST_N["reinforced-thumb"], rel=0.02)


def test_the_articles_half_hour_is_no_hard_work():
    giver = report().giver
    assert {each.hand for each in giver.strains} == {"left", "right"}
    for strain in giver.strains:
        mine = [each for each in giver.hands if each.hand == strain.hand]
        force_n = sum(each.force_time_n_s for each in mine) / sum(each.worked_s for each in mine)
        assert 0 < strain.intensity_frac <= force_n / min(*STRONGEST_N.values(), BROAD_N)
        # Under 3 a job is held to be safe (the same sheet), and this is half an hour.
        assert strain.strain_index < 3
