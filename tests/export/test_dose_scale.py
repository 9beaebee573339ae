"""The dose map's colours: even, one way in lightness for every kind of sight, and the pages' own."""

import re
from pathlib import Path

import numpy as np
import pytest

from backrub.export.dose_scale import CLAY, DAY, EVENING, impulse_scale, peak_scale

# sRGB to XYZ (IEC 61966-2-1), D65; XYZ to CIE Lab (CIE 15).
XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
])  # fmt: skip
# Machado, Oliveira and Fernandes 2009, table of severity 1.0, on linear light.
SIGHT = {
    "normal": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
               [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
               [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
               [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


def lab(colours, sight="normal"):
    rgb = np.array([[int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)] for each in colours])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.array(SIGHT[sight]).T, 0.0, 1.0)
    part = seen @ XYZ.T / XYZ.sum(axis=1)
    bent = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = bent.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def test_the_ruler_itself_is_right():
    # sRGB's primary red in CIE Lab under D65, as Lindbloom's calculator has it.
    assert lab(["#ff0000", "#ffffff"]) == pytest.approx(
        np.array([[53.24, 80.09, 67.20], [100.0, 0.0, 0.0]]), abs=0.05
    )


@pytest.mark.parametrize("colours", [DAY, EVENING], ids=["day", "evening"])
@pytest.mark.parametrize("sight", SIGHT)
def test_lightness_goes_one_way_for_every_kind_of_sight(colours, sight):
    steps = np.diff(lab(colours, sight)[:, 0])
    assert (steps < -2).all() or (steps > 2).all()


@pytest.mark.parametrize("colours", [DAY, EVENING], ids=["day", "evening"])
def test_all_steps_are_equally_far_in_cie_lab(colours):
    steps = np.linalg.norm(np.diff(lab(colours), axis=0), axis=1)
    assert steps.max() / steps.min() < 1.08  # what eight bits a channel leave
    assert steps.min() > 10


@pytest.mark.parametrize("colours", [DAY, EVENING], ids=["day", "evening"])
@pytest.mark.parametrize("sight", ["protan", "deutan", "tritan"])
def test_neighbours_are_told_apart_by_every_kind_of_sight(colours, sight):
    assert np.linalg.norm(np.diff(lab(colours, sight), axis=0), axis=1).min() > 7


def tokens(theme):
    """The pages' own colours of a theme."""
    css = (Path(__file__).parents[2] / "frontend/src/style/tokens.css").read_text()
    block = css.split(f"[data-theme='{theme}']", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize(("theme", "colours"), [("evening", EVENING), ("day", DAY)])
def test_the_pages_draw_with_the_same_colours(theme, colours):
    assert tuple(tokens(theme)[f"dose-{number}"] for number in range(1, 10)) == colours
    assert tokens("day")["dose-0"] == CLAY


@pytest.mark.parametrize("theme", ["evening", "day"])
@pytest.mark.parametrize("sight", SIGHT)
def test_the_first_colour_is_not_the_skins(theme, sight):
    skin, first = lab([tokens(theme)["dose-0"], tokens(theme)["dose-1"]], sight)
    assert np.linalg.norm(first - skin) > 10


@pytest.mark.parametrize("most", [0.3e3, 7e3, 89.6e3, 2325e3, 1e7])
@pytest.mark.parametrize("scale", [impulse_scale, peak_scale])
def test_each_step_is_twice_the_last_and_the_last_holds_the_highest(scale, most):
    made = scale(np.array([0.0, most / 3, most]))
    edges = np.array(made.edges)
    assert len(edges) == len(DAY)
    assert edges[1:] / edges[:-1] == pytest.approx(2.0, rel=1e-5)
    assert edges[-1] * 1e3 <= most < edges[-1] * 2.5e3
    assert made.most == pytest.approx(most / 1e3)


def test_nothing_at_all_has_a_scale():
    assert impulse_scale(np.zeros(4)).most == 0.0
    assert len(impulse_scale(np.zeros(4)).edges) == 9
