"""Help comes to the sore spot itself, or it is said that it does not."""

import numpy as np
import pytest

from article.evenings import Evening, wish
from judge.judge_pages import HALF_M

# Once helped by their place alone: "a sore spot is marked here", and the nearest hand was 5 to 7 cm from it.
CORNERS = [
    ("deep-tissue", 20, (-0.2, 0.95)),
    ("clothed", 30, (-0.28, 0.96)),
    ("deep-tissue", 20, (0.2, 0.95)),
]


@pytest.mark.parametrize(("style", "minutes", "spot"), CORNERS)
def test_a_spot_in_a_corner_of_its_place_lies_under_a_hand_of_the_focus_work(style, minutes, spot):
    sore = [{"across": spot[0], "along": spot[1], "pain_nrs": 3}]
    tonight = Evening(wish(minutes, style, 3, sore=sore))
    assert "sore-spot-left" not in [each.code for each in tonight.plan.notices]
    under_s = 0.0
    for stroke in tonight.score.strokes:
        if stroke.link or tonight.plan.steps[stroke.step].phase != "focus":
            continue
        for hand in stroke.hands:
            path = np.array(hand.path)
            ends = zip(path, path[1:] if len(path) > 1 else path, strict=False)
            way = np.concatenate([np.linspace(start, end, 12) for start, end in ends])
            away = np.abs(tonight.scale.to_low_m(way - np.array(spot))) / np.array(HALF_M[hand.part])
            under_s += stroke.duration_s * (np.hypot(*away.T) < 1).mean()
    assert under_s > 8.0
