"""The article's five requirements, each on the list that two people see before they begin."""

from backrub.catalog.preparation import Item, checklist, read_preparation
from backrub.catalog.style import read_styles


def evening(surface: str = "bed", position: str = "prone", oil: str = "olive") -> list[Item]:
    return checklist(
        read_preparation(),
        extras=read_styles()["relaxation"].extras,
        surface=surface,
        position=position,
        oil=oil,
        stones=False,
        massager=False,
    )


def of_requirement(items: list[Item], number: int) -> set[str]:
    return {item.id for item in items if item.article == number}


def test_preparation_1_a_warm_and_calm_environment() -> None:
    listed = of_requirement(evening(), 1)
    assert {"warm-room", "no-draught", "soft-light", "quiet-sound"} <= listed


def test_preparation_2_a_comfortable_surface_such_as_a_soft_floor_mat_or_a_bed() -> None:
    assert "surface-mat" in of_requirement(evening("mat"), 2)
    assert "surface-bed" in of_requirement(evening("bed"), 2)
    surfaces = read_preparation().surfaces
    assert all(surfaces[name].asks and surfaces[name].stance for name in ("mat", "bed", "table", "chair"))


def test_preparation_3_natural_massage_oil_such_as_olive_or_coconut_oil() -> None:
    assert "oil-olive" in of_requirement(evening(oil="olive"), 3)
    assert "oil-coconut" in of_requirement(evening(oil="coconut"), 3)
    assert "patch-test" in of_requirement(evening(), 3)


def test_preparation_4_some_towels_to_lie_on_and_to_cover_the_body() -> None:
    assert {"towels-under", "towels-cover"} <= of_requirement(evening(), 4)


def test_preparation_5_some_pillows() -> None:
    assert {"pillow-ankles", "pillow-head"} <= of_requirement(evening(), 5)
    assert "pillows-seated" in of_requirement(evening("chair", "seated"), 5)
