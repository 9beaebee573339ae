"""The dose map: what a massage does to one back, as one sheet with its scales, whole and by technique."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from backrub.body import ReceiverBody
from backrub.catalog.load import Catalog
from backrub.dose.fold import DoseFold
from backrub.export.back_picture import BackPicture, back_picture
from backrub.export.dose_scale import CLAY, DAY, impulse_scale, peak_scale
from backrub.export.drawing import Area, Drawing, Line, Mark, Words, path_of
from backrub.model.dose_map import DoseMap, DosePicture, DoseScale, MappedBack
from backrub.model.plan import Plan

Array = NDArray[np.float64]

WIDE, MARGIN, GAP, SMALL_GAP = 1240.0, 40.0, 30.0, 18.0
GROUND, CARD, INK, INK2, EDGE, LINE = "#faf5ec", "#fffdf8", "#2a1e15", "#5a4838", "#8a745e", "#2a1e15"
"""The pages' own colours by day."""
MOST_IN_A_ROW, WIDEST = 7, 267.5
"""How many small backs stand in a row, and how wide one may be. [px]"""
KEY_HIGH = 62.0
"""What a scale needs below its back. [px]"""
MM = 1000.0
"""Units of a picture that others draw, in a metre."""
LOWER_M = {"upper-back": -0.035, "shoulder-blade": 0.03}
"""Names that stand side by side are moved up and down, so that neither runs into the other. [m]"""
_MODEL = "A model of this body and these strokes; nothing was measured on skin."


@dataclass(frozen=True, slots=True)
class Panel:
    """Where on a sheet one back stands, and how large: pixels a metre."""

    x: float
    y: float
    px_m: float
    picture: BackPicture

    @property
    def wide(self) -> float:
        """How wide it is. [px]"""
        return self.picture.width_m * self.px_m

    @property
    def high(self) -> float:
        """How high it is. [px]"""
        return self.picture.height_m * self.px_m

    def placed(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of the picture where it stands on the sheet."""
        return affinity.affine_transform(shape, [self.px_m, 0.0, 0.0, self.px_m, self.x, self.y])

    def body(self) -> Iterator[Mark]:
        """Yield the card and the body on it."""
        yield Area(_rounded(self.x, self.y, self.wide, self.high), CARD)
        yield Area(self.placed(self.picture.clay.buffer(0)), CLAY)

    def bands(self, values: Array, scale: DoseScale, *, fold: DoseFold) -> Iterator[Mark]:
        """Yield a quantity's colours, each laid on the one before."""
        edges = [each * 1e3 for each in scale.edges]
        for band, fill in zip(self.picture.bands(values, edges, bed=fold.bed), DAY, strict=True):
            if not band.is_empty:
                yield Area(self.placed(band), fill)

    def outline(self) -> Iterator[Mark]:
        """Yield the working back's edge."""
        yield Line(self.placed(self.picture.back), EDGE, 1.0)


def dose_sheet(plan: Plan, fold: DoseFold, *, body: ReceiverBody, catalog: Catalog) -> Drawing:
    """Return the whole sheet: pressure over time, highest pressure, the places' names, every technique.

    It holds no date and no name. All letters are ASCII, so that any font has them.
    """
    picture = back_picture(body, catalog.atlas)
    column = (WIDE - 2 * MARGIN - 2 * GAP) / 3
    big = column / picture.width_m
    skin = fold.bed.area_m2 > 0
    impulse, peak = fold.impulse_pa_s, fold.peak_pa
    scales = impulse_scale(impulse[skin]), peak_scale(peak[skin])
    title, says = _said(plan, body, catalog=catalog, scales=scales)
    marks: list[Mark] = [
        Words(title, MARGIN, 52, 28, INK, is_bold=True),
        Words(says, MARGIN, 80, 15, INK2),
        Words("Seen from above, head up: left and right are the receiver's own.", MARGIN, 101, 15, INK2),
    ]
    top = 152.0
    heads = "Pressure over time", "Highest pressure", "Places and lines"
    panels = [Panel(MARGIN + index * (column + GAP), top, big, picture) for index in range(3)]
    for panel, head in zip(panels, heads, strict=True):
        marks += [Words(head, panel.x, top - 14, 18, INK, is_bold=True), *panel.body()]
    for panel, values, scale in zip(panels, (impulse, peak), scales, strict=False):
        marks += panel.bands(values, scale, fold=fold)
        marks += _lines(panel, opacity_line="#6f5a46", width=0.5)
        marks += panel.outline()
        marks += _key(panel, scale)
    marks += _names(panels[2])
    for panel in panels:
        marks += _sides(panel)
    below = top + panels[0].high + KEY_HIGH + 66
    marks += _small(plan, fold, scales[0], picture=picture, top=below, catalog=catalog)
    bottom = max(_lowest(mark) for mark in marks)
    marks.append(Words(_MODEL, MARGIN, bottom + 40, 14, INK2))
    return Drawing(WIDE, float(np.ceil(bottom + 64)), GROUND, title, f"{says} {_MODEL}", tuple(marks))


def dose_map(plan: Plan, fold: DoseFold, *, body: ReceiverBody, catalog: Catalog) -> DoseMap:
    """Return the same pictures for whoever draws them with colours and words of their own."""
    picture = back_picture(body, catalog.atlas)
    skin = fold.bed.area_m2 > 0
    impulse, peak = fold.impulse_pa_s, fold.peak_pa
    scales = impulse_scale(impulse[skin]), peak_scale(peak[skin])
    lasts_s = _lasting_s(plan)

    def told(shape: BaseGeometry) -> str:
        return path_of(affinity.scale(shape, MM, MM, origin=(0, 0)))

    def drawn(technique: str | None, values: Array, *, scale: DoseScale) -> DosePicture:
        bands = picture.bands(values, [each * 1e3 for each in scale.edges], bed=fold.bed)
        return DosePicture(
            technique=technique,
            quantity=scale.quantity,
            duration_s=plan.duration_s if technique is None else lasts_s.get(technique, 0.0),
            bands=tuple(told(band) for band in bands),
        )

    return DoseMap(
        back=MappedBack(
            width_m=round(picture.width_m, 4),
            height_m=round(picture.height_m, 4),
            clay=told(picture.clay),
            edge=told(picture.back),
            lines=told(picture.lines),
            places="".join(told(place.shape) for place in picture.places),
        ),
        scales=scales,
        pictures=(
            drawn(None, impulse, scale=scales[0]),
            drawn(None, peak, scale=scales[1]),
            *(drawn(each.technique, each.impulse_pa_s, scale=scales[0]) for each in fold.techniques),
        ),
    )


def technique_name(technique: str, *, catalog: Catalog) -> str:
    """Return how a technique is called."""
    known = catalog.techniques.get(technique)
    return known.name if known is not None else technique.replace("-", " ")


def _said(
    plan: Plan, body: ReceiverBody, *, catalog: Catalog, scales: tuple[DoseScale, DoseScale]
) -> tuple[str, str]:
    style = catalog.styles.get(plan.style)
    who = {"female": "a woman's back", "male": "a man's back", "unspecified": "a back"}[plan.body.sex]
    title = "What this massage does to the skin"
    kind = style.name if style is not None else plan.style
    says = (
        f"{kind}, {plan.duration_s / 60:.0f} minutes, on {who} of {body.height_m:.2f} m and "
        f"{body.mass_kg:.0f} kg. Most on any spot: {scales[0].most:.0f} kPa s in all, "
        f"{scales[1].most:.0f} kPa at once."
    )
    return title, says


def _small(
    plan: Plan, fold: DoseFold, scale: DoseScale, *, picture: BackPicture, top: float, catalog: Catalog
) -> Iterator[Mark]:
    """Yield a small back for each technique, all in the scale of the whole."""
    count = len(fold.techniques)
    if not count:
        return
    yield Words("Pressure over time, technique by technique", MARGIN, top, 18, INK, is_bold=True)
    yield Words("In the colours of the whole, so that they can be compared.", MARGIN, top + 22, 15, INK2)
    rows = -(-count // MOST_IN_A_ROW)
    columns = -(-count // rows)
    wide = min((WIDE - 2 * MARGIN - (columns - 1) * SMALL_GAP) / columns, WIDEST)
    px_m = wide / picture.width_m
    row_high = picture.height_m * px_m + 88
    lasts_s = _lasting_s(plan)
    for index, each in enumerate(fold.techniques):
        row, column = divmod(index, columns)
        panel = Panel(MARGIN + column * (wide + SMALL_GAP), top + 88 + row * row_high, px_m, picture)
        lines = wrap(technique_name(each.technique, catalog=catalog), width=int(wide / 8.4))[:2]
        for number, line in enumerate(reversed(lines)):
            yield Words(line, panel.x, panel.y - 27 - 17 * number, 14, INK, is_bold=True)
        most = float(each.impulse_pa_s.max()) / 1e3
        said = f"{lasts_s.get(each.technique, 0.0) / 60:.0f} min, most {most:.0f} kPa s"
        yield Words(said, panel.x, panel.y - 9, 12, INK2)
        yield from panel.body()
        yield from panel.bands(each.impulse_pa_s, scale, fold=fold)
        yield from panel.outline()


def _lasting_s(plan: Plan) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for step in plan.steps:
        found[step.technique] = found.get(step.technique, 0.0) + step.duration_s
    return found


def _key(panel: Panel, scale: DoseScale) -> Iterator[Mark]:
    """Yield a scale: its colours in a row, the number at which each begins."""
    y = panel.y + panel.high + 16
    wide = panel.wide / (len(DAY) + 1)
    for index, fill in enumerate((CLAY, *DAY)):
        yield Area(shapely.box(panel.x + index * wide, y, panel.x + (index + 1) * wide, y + 16), fill)
    yield Line(shapely.box(panel.x, y, panel.x + panel.wide, y + 16), EDGE, 0.8)
    for index, edge in enumerate(scale.edges):
        yield Words(f"{edge:g}", panel.x + (index + 1) * wide, y + 33, 13, INK, anchor="middle")
    said = f"{scale.unit}: each colour is twice the last. Most {scale.most:.0f} {scale.unit}."
    yield Words(said, panel.x, y + 54, 13, INK2)


def _lines(panel: Panel, *, opacity_line: str, width: float) -> Iterator[Mark]:
    yield Line(panel.placed(panel.picture.lines), opacity_line, width)


def _sides(panel: Panel) -> Iterator[Mark]:
    """Yield whose left and right it is, at the shoulders' height above the arms."""
    y = panel.y + 26
    yield Words("their left", panel.x + 14, y, 15, INK2)
    yield Words("their right", panel.x + panel.wide - 14, y, 15, INK2, anchor="end")


def _names(panel: Panel) -> Iterator[Mark]:
    """Yield the places with their names, on the receiver's right, and the lines with theirs on the left."""
    yield from _lines(panel, opacity_line="#a8937a", width=0.7)
    for place in panel.picture.places:
        yield Line(panel.placed(place.shape), EDGE, 0.9)
    yield from panel.outline()
    for place in panel.picture.places:
        if place.side == "left" or place.is_barred:
            continue
        middle = panel.placed(place.shape).centroid
        lines = place.id.split("-")
        for number, text in enumerate(lines):
            y = middle.y + 4 + (number - (len(lines) - 1) / 2) * 13 + LOWER_M.get(place.id, 0.0) * panel.px_m
            yield Words(text, middle.x, y, 12, INK, anchor="middle", halo=CLAY)
    for name, points in panel.picture.levels_m:
        x, y = points[0] * panel.px_m + (panel.x, panel.y)
        yield Words(name, float(x) + 6, float(y) - 4, 12, INK2, halo=CLAY)


def _rounded(x: float, y: float, wide: float, high: float) -> BaseGeometry:
    return shapely.box(x + 12, y + 12, x + wide - 12, y + high - 12).buffer(12, quad_segs=4)


def _lowest(mark: Mark) -> float:
    return (
        mark.y if isinstance(mark, Words) else float(mark.shape.bounds[3]) if not mark.shape.is_empty else 0.0
    )
