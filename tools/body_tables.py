"""Write the tables of docs/body.md: how far bodies' backs are from measured people's.

    python tools/body_tables.py           writes the page's tables anew
    python tools/body_tables.py --check   exit 1 where the page says something else

Measured: ANSUR II 2012 (clinical notes 3.3), regressions of biacromial breadth and of C7 to the iliac crest
on stature, with their residual standard deviations (SD); C7-PSIS is C7-crest over 0.861 (3.1).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from backrub.body import ReceiverBody, body_of
from backrub.body.asset import DENSITY_KG_M3, read_asset
from backrub.body.back import ALONG_HIGH, ALONG_LOW
from backrub.body.receiver import body_in
from backrub.body.shape import Shape, size_at
from backrub.model.base import Sex
from backrub.model.plan import Body

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "body.md"
HELD_OUT = TOP / "tests" / "body" / "held_out.npz"
END = "<!-- end -->"
# Intercept [m], slope, residual SD [m]; written out here and not taken from the package, which they judge.
BIACROMIAL = {"male": (0.1546, 0.1486, 0.0162), "female": (0.1028, 0.1612, 0.0151)}
C7_CREST = {"male": (0.0722, 0.2183, 0.0202), "female": (0.0676, 0.2041, 0.0181)}
# For somebody of unspecified sex, half way between both lines, the smaller SD.
BIACROMIAL["unspecified"] = (0.1287, 0.1549, 0.0151)
C7_CREST["unspecified"] = (0.0699, 0.2112, 0.0181)
CREST_FRAC = 0.861
SEXES: tuple[Sex, ...] = ("female", "male", "unspecified")
HEIGHTS_M = (1.45, 1.55, 1.65, 1.75, 1.85, 1.95, 2.05)
BMIS = (16, 20, 25, 30, 36, 42)
AGES_YEARS = (25, 58, 79)
"""The youngest shape, about the oldest of the people who were measured, and the oldest of a cohort."""


def bodies(sex: Sex, age_years: int) -> Iterator[tuple[float, int, ReceiverBody]]:
    """Yield every body of the grid with its height and BMI."""
    for height_m in HEIGHTS_M:
        for bmi in BMIS:
            asked = Body(sex=sex, height_m=height_m, mass_kg=bmi * height_m**2, age_years=age_years)
            yield height_m, bmi, body_of(asked)


def off_sd(
    line: tuple[float, float, float], height_m: float, *, length_m: float, scale: float = 1.0
) -> float:
    """Return how many residual SD a length is off its regression.

    >>> round(off_sd(BIACROMIAL["male"], 1.756, length_m=0.4155 + 0.0162), 1)
    1.0
    """
    intercept_m, slope, sd_m = line
    return (length_m * scale - (intercept_m + slope * height_m)) / sd_m


def deviations(sex: Sex, age_years: int) -> dict[tuple[float, int], tuple[float, float, bool]]:
    """Return (height, BMI) -> SD off for C7-PSIS and for biacromial breadth, and whether only the nearest."""
    return {
        (height_m, bmi): (
            off_sd(C7_CREST[sex], height_m, length_m=body.c7_psis_m, scale=CREST_FRAC),
            off_sd(BIACROMIAL[sex], height_m, length_m=body.biacromial_m),
            body.nearest,
        )
        for height_m, bmi, body in bodies(sex, age_years)
    }


def table(sex: Sex, age_years: int) -> list[str]:
    """Return the lines of one table."""
    found = deviations(sex, age_years)
    lines = [
        "| height | " + " | ".join(f"BMI {bmi}" for bmi in BMIS) + " |",
        "|" + "---|" * (len(BMIS) + 1),
    ]
    for height_m in HEIGHTS_M:
        cells = []
        for bmi in BMIS:
            length, breadth, is_nearest = found[height_m, bmi]
            cells.append(f"{length:+.1f} / {breadth:+.1f}{' nearest' if is_nearest else ''}")
        lines.append(f"| {height_m:.2f} m | " + " | ".join(cells) + " |")
    return lines


def held_out() -> list[str]:
    """Return the lines of the table of errors against the model's own passes."""
    with np.load(HELD_OUT) as archive:
        held = {name: archive[name] for name in archive.files}
    asset, off = read_asset(), Off()
    for index, (sex, build, tall, old, height_m, volume_m3) in enumerate(held["numbers"]):
        shape = Shape(sex, build, tall, old, height_m, volume_m3 * DENSITY_KG_M3)
        body = body_in(asset, shape, nearest=False)
        table_m = body.landmarks_m["c7"] * [0, 0, 1]
        skin_m = np.linalg.norm(body.vertices_m[held["points"]] - table_m - held["skin_m"][index], axis=1)
        back, middle = body.back, len(body.back.across) // 2
        edge = np.minimum(back.edge_high, held["edge_m"][index] / back.half_biacromial_m)[::4]
        across, along = np.meshgrid(back.across[middle::3], back.along[::4])
        inside = (across < edge[:, None]) & (along >= ALONG_LOW) & (along <= ALONG_HIGH)
        upright = back.at(np.stack([across[inside], along[inside]], axis=1)).normal[:, 2]
        apart_m = (back.z_m[::4, middle::3] - table_m[2] - held["z_m"][index])[inside] * upright
        half_m, length_m = held["scale_m"][index]
        stature_m, mass_kg = size_at(asset, shape)
        off.add("stature", [1e3 * (stature_m - height_m)])
        off.add("mass [%]", [100 * (mass_kg / shape.mass_kg - 1)])
        off.add("display skin", 1e3 * skin_m)
        off.add("working back, out from the skin", 1e3 * apart_m)
        off.add("C7-PSIS along the skin", [1e3 * (back.c7_psis_m - length_m)])
        off.add("biacromial breadth", [2e3 * (back.half_biacromial_m - half_m)])
        off.add("edge of the working back", 1e3 * (back.edge_high * half_m - held["edge_m"][index])[6:133])
    return off.lines()


class Off:
    """Errors by what they are of."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = {}

    def add(self, name: str, errors: Iterable[float]) -> None:
        """Take some more errors."""
        self.found.setdefault(name, []).extend(float(each) for each in errors)

    def lines(self) -> list[str]:
        """Return the table."""
        rows = ["| in millimetres, mass in percent | rms | 99 of 100 below | worst |", "|---|---|---|---|"]
        for name, errors in self.found.items():
            size = np.abs(errors)
            rms, most = np.sqrt((size**2).mean()), np.quantile(size, 0.99)
            rows.append(f"| {name} | {rms:.2f} | {most:.2f} | {size.max():.2f} |")
        return rows


def filled(text: str, mark: str, lines: list[str]) -> str:
    """Return the page with the lines between a mark and its end."""
    start = text.index(mark)
    end = text.index(END, start) + len(END)
    return text[:start] + "\n".join([mark, "", *lines, "", END]) + text[end:]


def written(text: str) -> str:
    """Return the page with its tables made anew."""
    text = filled(text, "<!-- held out -->", held_out())
    for sex in SEXES:
        for age_years in AGES_YEARS:
            text = filled(text, f"<!-- {sex} {age_years} -->", table(sex, age_years))
    return text


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    made = written(text)
    if "--check" in sys.argv:
        sys.exit(int(made != text))
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
