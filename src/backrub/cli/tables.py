"""Plans, scores and the catalog as calm tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from backrub.body.measures import BodyMeasures
from backrub.catalog import Catalog
from backrub.cli.paper import paper
from backrub.cli.words import NOT_REVIEWED
from backrub.model.base import LEVEL_WORDS
from backrub.model.dose import DoseReport, LimitCheck, amount
from backrub.model.plan import Plan
from backrub.model.score import Score

PAUSE_WORDS = {
    "oil": "Oil the hands",
    "walk": "Walk round",
    "stones": "Read the stones",
    "rest": "Lie quietly",
}


RIGHT = ("at", "for", "across", "along", "from the spine", "below C7", "passes")
"""The columns that hold numbers."""


def print_plan(plan: Plan, *, catalog: Catalog, written_to: str | None) -> None:
    """Print a plan: when, what, where, how hard, how long, and why."""
    table = table_of("at", "for", "what, where, how hard, and why")
    phase = None
    for step in plan.steps:
        if step.phase != phase:
            phase = step.phase
            table.add_row("", "", Text(phase.capitalize(), style="bold"))
        technique = catalog.techniques.get(step.technique)
        what = technique.name if technique else PAUSE_WORDS.get(step.technique, step.technique)
        place = where(step.place, step.side)
        hard = "" if step.level is None else f"{LEVEL_WORDS[step.level]} {'|' * step.level}"
        line = Text(", ".join(word for word in (what, place, hard) if word))
        table.add_row(clock(step.start_s), clock(step.duration_s), line.append(f"\n{step.why}", style="dim"))
    page = paper()
    page.print(table)
    for notice in plan.notices:
        page.print(f"Note: {notice.says}")
    page.print(f"{clock(plan.duration_s)} in all. Left and right are the receiver's.")
    if written_to is not None:
        page.print(f"Written to {written_to}.")
    page.print(NOT_REVIEWED, style="dim")


def print_score(score: Score) -> None:
    """Print a score's cues in order of time."""
    table = table_of("at", "show", "say")
    for cue in score.cues:
        table.add_row(clock(cue.at_s), cue.show, cue.say)
    page = paper()
    page.print(table)
    page.print(f"{len(score.strokes)} strokes in {clock(score.duration_s)}. All of them: --json.")


def print_body(body: BodyMeasures) -> None:
    """Print a body's measures, and where its landmarks lie as seen from above."""
    page = paper()
    page.print(f"{body.height_m:.2f} m, {body.mass_kg:.0f} kg.")
    if body.nearest:
        page.print("No body of the height and mass that were asked for is within reach: this is the nearest.")
    page.print(f"From C7 to the line of the PSIS along the skin: {100 * body.c7_psis_m:.1f} cm.")
    page.print(f"From shoulder corner to shoulder corner: {100 * body.biacromial_m:.1f} cm.")
    table = table_of("landmark", "across", "along", "from the spine", "below C7")
    for name, mark in body.landmarks.items():
        x_m, y_m, _ = mark.position_m
        aside = f"{100 * abs(x_m):.1f} cm"
        below = f"{100 * y_m:.1f} cm"
        table.add_row(name.replace("-", " "), f"{mark.across:.2f}", f"{mark.along:.2f}", aside, below)
    page.print(table)
    page.print("Left and right are the receiver's. Feel for each landmark: bodies differ.", style="dim")


def print_dose(report: DoseReport, plan: Plan) -> None:
    """Print every limit with its worst value, what broke first, and what each place got."""
    page = paper()
    limits = table_of("", "limit", "worst", "allowed", "at", "step")
    for each in sorted(report.limits, key=lambda limit: limit.ok):
        if each.ok and each.worst == 0:
            continue
        when = "" if each.at_s is None else clock(each.at_s)
        worst, allowed = (amount(value, each.unit) for value in (each.worst, each.limit))
        limits.add_row("" if each.ok else "BROKEN", each.says, worst, allowed, when, _whose(each, plan))
    page.print(limits)
    for each in report.broken:
        if each.way_out is not None:
            named = "" if each.step is None else f"Step {each.step}, stroke {each.stroke}: "
            page.print(f"{named}{each.way_out}")
    for moved in report.moved:
        named = f"{moved.step} {plan.steps[moved.step].technique}"
        page.print(f"Step {named}: on this back its hands make way by {1e3 * moved.moved_m:.0f} mm.")
    for light in report.lightened:
        named, share = f"{light.step} {plan.steps[light.step].technique}", 100 * light.lightened_frac
        page.print(f"Step {named}: for {share:.0f} % of its time much lighter, as the skin bears no more.")
    page.print(_got(report))
    for strain in report.giver.strains:
        parts = ", ".join(
            f"{each.part.replace('-', ' ')} {each.force_time_n_s / 1e3:.1f} kN s"
            for each in report.giver.hands
            if each.hand == strain.hand
        )
        page.print(f"The giver's {strain.hand} hand: {parts}; Strain Index {strain.strain_index:.2g}.")
    page.print(f"Left and right differ by {100 * report.balance_frac:.1f} %.")
    if report.missed_s > 0:
        page.print(f"For {report.missed_s:.1f} s a hand presses beside the skin, where nobody feels it.")
    if report.nearest:
        page.print("No body of that height and mass is within reach: this is the nearest.")
    broken = len(report.broken)
    breaks = f"{broken} of {len(report.limits)} limits break."
    way_out = "Don't play it as it is: -o PLAN writes one that is gentler."
    page.print(f"{breaks} {way_out}" if broken else "Every limit holds.")


def _whose(limit: LimitCheck, plan: Plan) -> str:
    """Return the step that a limit is worst in; where it breaks, the stroke and the place as well."""
    if limit.step is None:
        return ""
    step = f"{limit.step} {plan.steps[limit.step].technique}"
    if limit.ok:
        return step
    return ", ".join(word for word in (step, f"stroke {limit.stroke}", where(limit.place, "both")) if word)


def _got(report: DoseReport) -> Table:
    """Return what each place got, with a column for each level that was used, and for heat where it was."""
    levels = [level for level in range(1, 6) if any(each.level_s[level - 1] > 0 for each in report.places)]
    is_warm = any(each.heat_frac > 0 for each in report.places)
    heat = ("heat",) if is_warm else ()
    times = [f"level {level}" for level in levels]
    got = table_of("place", "reached", "pressure over time", "highest", "passes", *times, *heat)
    for each in report.places:
        got.add_row(
            where(each.place, each.side),
            f"{100 * each.coverage_frac:.0f} %" if each.workable_m2 > 0 else "–",
            f"{each.dose_pa_s / 1e3:.0f} kPa s",
            f"{each.peak_pa / 1e3:.0f} kPa",
            f"{each.passes:.0f}",
            *(clock(each.level_s[level - 1]) for level in levels),
            *((f"{100 * each.heat_frac:.0f} %",) if is_warm else ()),
        )
    return got


def print_techniques(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print the catalog's techniques."""
    table = table_of("id", "name", "family", "levels")
    for row in rows:
        levels = row["levels"]
        table.add_row(row["id"], row["name"], row["family"], f"{levels[0]}-{levels[-1]}")
    paper().print(table)


def clock(time_s: float) -> str:
    """Return a time as people read it on a clock.

    >>> clock(605.4)
    '10:05'
    """
    minutes, seconds = divmod(round(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def where(place: str | None, side: str) -> str:
    """Return a place with its side in words.

    >>> where("upper-back", "left"), where(None, "both"), where("sacrum", "both")
    ('upper back, left', '', 'sacrum')
    """
    if place is None:
        return ""
    words = place.replace("-", " ")
    return words if side == "both" else f"{words}, {side}"


def table_of(*columns: str) -> Table:
    """Return an empty table with these columns."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, justify="right" if column in RIGHT else "left", overflow="fold")
    return table
