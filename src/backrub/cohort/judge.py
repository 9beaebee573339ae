"""One body of a cohort: the whole check on it, as one row of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from backrub.catalog.atlas import Atlas, inside
from backrub.catalog.broad import broadened
from backrub.catalog.load import Catalog
from backrub.catalog.patches import read_patches
from backrub.cohort.people import body_of_person
from backrub.cohort.tolerance import WALTON_FRAC, most_sensitive, threshold_pa
from backrub.dose import check
from backrub.model.base import HandPart, Point
from backrub.model.cohort import Person
from backrub.model.dose import DoseReport, LimitCheck, PlaceDose
from backrub.model.plan import Plan
from backrub.model.score import HandPath, Score

Cell = bool | int | float | str | None
Row = dict[str, Cell]
"""One body's columns, as docs/cohort.md names them."""


OWN_FRAC = 0.05
"""A place where less of the working time is spent is only passed [engineering judgement]."""
_SAMPLED = tuple((index + 0.5) / 8 for index in range(8))


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for every body of a cohort: a plan, its score, the seed and the rate.

    `places` are those that the score is for; `Work.of` finds them. [Hz]
    """

    plan: Plan
    score: Score
    seed: int
    rate_hz: float
    places: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan, score: Score, *, seed: int, rate_hz: float, catalog: Catalog) -> Work:
        """Return the work that a plan and its score are. [Hz]"""
        return cls(plan, score, seed, rate_hz, own_places(score, atlas=broadened(catalog.atlas, plan.body)))


@dataclass(frozen=True, slots=True)
class Judged:
    """One body: its row, and the limits as the check told them, for their words and units."""

    row: Row
    limits: tuple[LimitCheck, ...]


def judge(person: Person, work: Work, *, catalog: Catalog) -> Judged:
    """Return one body: who it is, every limit, every place, and the shares of pain.

    The plan is pressed as it stands on that person's back; what its clearance allows stays as it was.
    """
    own = work.plan.model_copy(update={"body": body_of_person(person)})
    report = check(own, work.score, catalog=catalog, rate_hz=work.rate_hz, threads=1)
    return Judged(row_of(person, report, work=work, catalog=catalog), report.limits)


def row_of(person: Person, report: DoseReport, *, work: Work, catalog: Catalog) -> Row:
    """Return the row that a report makes; how long it took is not in it."""
    atlas = broadened(catalog.atlas, work.plan.body)
    hurt = [pain_of(each, person, score=work.score, atlas=atlas) for each in pressures_of(report)]
    reached = [each.coverage_frac for each in report.places if each.place in work.places]
    # A broken limit comes before one that a hand only lies on.
    worst = max(report.limits, key=lambda limit: (not limit.ok, near_frac(limit)))
    row: Row = {
        "seed": person.seed,
        "number": person.number,
        "sex": person.sex,
        "age_years": person.age_years,
        "height_m": person.height_m,
        "mass_kg": person.mass_kg,
        "tolerance_frac": person.tolerance_frac,
        "nearest": report.nearest,
        "broken": len(report.broken),
        "near": worst.name,
        "near_frac": near_frac(worst),
        "coverage_frac": round(sum(reached) / len(reached), 6) if reached else 0.0,
        "peak_pa": max((each.peak_pa for each in report.places), default=0.0),
        "balance_frac": report.balance_frac,
        "pain_frac": round(max((share for share, _ in hurt), default=0.0), 6),
        "walton": any(share > WALTON_FRAC[level - 1] for share, level in hurt),
    }
    for limit in report.limits:
        row[f"worst:{limit.name}"] = limit.worst
        row[f"limit:{limit.name}"] = limit.limit
        row[f"near:{limit.name}"] = near_frac(limit)
        row[f"ok:{limit.name}"] = limit.ok
    for place in report.places:
        row[f"coverage:{_key(place)}"] = place.coverage_frac
        row[f"dose:{_key(place)}"] = place.dose_pa_s
        row[f"peak:{_key(place)}"] = place.peak_pa
    return row


def near_frac(limit: LimitCheck) -> float:
    """Return how near a limit is: worst over limit; for a limit of nothing, 0 or 1 + what is too much.

    >>> held = LimitCheck(name="f", says="force", limit=80.0, worst=60.0, unit="N", ok=True)
    >>> near_frac(held), near_frac(held.model_copy(update={"limit": 0.0, "unit": "level", "worst": 2.0}))
    (0.75, 3.0)
    """
    if limit.limit > 0:
        return round(limit.worst / limit.limit, 6)
    return 1.0 + limit.worst if limit.worst > 0 else 0.0


def pressures_of(report: DoseReport) -> tuple[LimitCheck, ...]:
    """Return the mean pressure of each part that pressed, with its stroke."""
    return tuple(
        each
        for each in report.limits
        if each.name.startswith("pressure-") and each.part is not None and each.stroke is not None
    )


def pain_of(pressure: LimitCheck, person: Person, *, score: Score, atlas: Atlas) -> tuple[float, int]:
    """Return what share of the local pain threshold a part reaches at its hardest, and the level it is at.

    The area is the part's whole outline: a smaller patch in contact would hurt later.
    """
    stroke = score.strokes[pressure.stroke or 0]
    hand = next((each for each in stroke.hands if each.part == pressure.part), stroke.hands[0])
    gone = ((pressure.at_s or 0.0) - stroke.start_s) / stroke.duration_s
    found = atlas.place_at(*point_of(hand, gone))
    place = most_sensitive(found[0] if found is not None else None)
    own_pa = threshold_pa(person, place, area_m2=outline_m2(hand.part))
    return pressure.worst / own_pa, hand.level


def point_of(hand: HandPath, gone: float) -> Point:
    """Return where a hand is on its path after a share of its stroke, in the chart.

    >>> hand = HandPath(hand="left", part="palm", level=1, path=((0.2, 0.2), (0.2, 0.6)))
    >>> point_of(hand, 0.25)
    (0.2, 0.3)
    """
    path = np.array(hand.path)
    lengths = np.concatenate([[0.0], np.hypot(*np.diff(path, axis=0).T).cumsum()])
    at = min(max(gone, 0.0), 1.0) * lengths[-1]
    across, along = (float(np.interp(at, lengths, path[:, axis])) for axis in (0, 1))
    return round(across, 9), round(along, 9)


def outline_m2(part: HandPart) -> float:
    """Return the area of a part's whole outline, as the catalog draws it.

    >>> 60e-4 < outline_m2("palm") < 65e-4
    True
    """
    patch = read_patches().parts[part]
    return pi * patch.half_length_m * patch.half_width_m * patch.pads


def own_places(score: Score, *, atlas: Atlas) -> tuple[str, ...]:
    """Return the places that a score is for: where OWN_FRAC or more of its working time is spent.

    A step at "back" goes where its strokes lead, and a long glide crosses places that it is not for.
    """
    points, weights = [], []
    for stroke in score.strokes:
        if stroke.link:
            continue
        for hand in stroke.hands:
            points += [point_of(hand, gone) for gone in _SAMPLED]
            weights += [stroke.duration_s] * len(_SAMPLED)
    where, weight = np.array(points).reshape(-1, 2), np.array(weights)
    whole = float(weight.sum())
    return tuple(
        name
        for name, place in atlas.places.items()
        if whole > 0
        and sum(weight[inside(ring, where)].sum() for ring in place.rings.values()) >= OWN_FRAC * whole
    )


def _key(place: PlaceDose) -> str:
    return f"{place.place}:{place.side}"
