"""Bodies that the tests share: some people, and bodies that no fit has seen."""

from pathlib import Path

import numpy as np
import pytest

from backrub.body import body_of
from backrub.model.plan import Body


def people(count, seed=7):
    """Return people over the whole range that is claimed: 1.45-2.05 m, BMI 16-42, adults of every age."""
    chance = np.random.default_rng(seed)
    found = []
    for index in range(count):
        height_m = chance.uniform(1.45, 2.05)
        found.append(
            Body(
                sex=("female", "male", "unspecified")[index % 3],
                height_m=height_m,
                mass_kg=chance.uniform(16, 42) * height_m**2,
                age_years=int(chance.integers(18, 91)),
            )
        )
    return found


def volume_m3(body):
    """Return what a body's display skin encloses, tetrahedra from the origin summed. [m3]"""
    a, b, c = (body.vertices_m[body.faces[:, corner]].astype(float) for corner in range(3))
    return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6


@pytest.fixture(scope="session")
def some_bodies():
    """Thirty bodies, with the corners of the range among them."""
    corners = [
        Body(sex=sex, height_m=height_m, mass_kg=bmi * height_m**2, age_years=40)
        for sex in ("female", "male")
        for height_m in (1.45, 2.05)
        for bmi in (16, 42)
    ]
    return [body_of(each) for each in (*corners, *people(22))]


@pytest.fixture(scope="session")
def woman():
    """A woman of middle height and weight."""
    return body_of(Body(sex="female", height_m=1.63, mass_kg=64.0, age_years=34))


@pytest.fixture(scope="session")
def held_out():
    """Exact passes through the model at places that the bake did not use (tools/bake_body.py)."""
    with np.load(Path(__file__).with_name("held_out.npz")) as archive:
        return {name: archive[name] for name in archive.files}
