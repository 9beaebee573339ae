"""A cohort on the command line: how it runs with a bar on stderr, and how its report is printed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from backrub.catalog import Catalog
from backrub.catalog.atlas import read_atlas
from backrub.cli.paper import paper
from backrub.cli.tables import table_of, where
from backrub.model.cohort import CohortReport
from backrub.model.dose import DoseReport, amount
from backrub.model.plan import Plan


def on_person(body_seed: str, *, rate_hz: float | None) -> Callable[..., tuple[Plan, DoseReport]]:
    """Return what makes a plan one of a cohort's body, named like 7:12, and checks it on that. [Hz]"""
    from backrub.app.cohorts import RATE_HZ, check_on_person, plan_on_person, read_body_seed

    seed, number = read_body_seed(body_seed)
    rate = RATE_HZ if rate_hz is None else rate_hz

    def check(plan: Plan, *, catalog: Catalog) -> tuple[Plan, DoseReport]:
        report = check_on_person(plan, seed=seed, number=number, catalog=catalog, rate_hz=rate)
        return plan_on_person(plan, seed=seed, number=number), report

    return check


def running(
    *, bodies: int, seed: int, scheduler: str | None, workers: int | None, rate_hz: float | None,
    output: str | None,
) -> Callable[..., CohortReport]:  # fmt: skip
    """Return the run of a plan on a cohort, with a bar on stderr; workers are as many as cores. [Hz]"""
    from backrub.app.cohort_crew import crew_of
    from backrub.app.cohorts import RATE_HZ, run_cohort

    hands = min(os.cpu_count() or 1, bodies) if workers is None else max(0, workers)

    def run(plan: Plan, *, catalog: Catalog) -> CohortReport:
        with crew_of(scheduler=scheduler, workers=hands) as crew, _bar(crew.hands) as told:
            return run_cohort(
                plan,
                bodies=bodies,
                seed=seed,
                catalog=catalog,
                rate_hz=RATE_HZ if rate_hz is None else rate_hz,
                folder=None if output is None else Path(output),
                crew=crew,
                told=told,
            )

    return run


class _bar:  # noqa: N801
    """A progress bar on stderr; a line at the end where that is no terminal. Then, how fast it was."""

    def __init__(self, hands: int) -> None:
        self._hands = hands
        self._began: tuple[float, int] | None = None
        self._done = 0

    def __enter__(self) -> Callable[[int, int], None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("bodies"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=Console(file=sys.stderr, markup=False, highlight=False), transient=False,
        )  # fmt: skip
        task = self._progress.add_task("bodies", total=None)
        self._progress.start()

        def told(done: int, bodies: int) -> None:
            # What was there before counts for nothing: the first call says how much that is.
            self._began = self._began or (time.monotonic(), done)
            self._done = done
            self._progress.update(task, completed=done, total=bodies)

        return told

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
        if self._began is not None and self._done > self._began[1]:
            lasted_s = max(time.monotonic() - self._began[0], 1e-9)
            rate = (self._done - self._began[1]) / lasted_s
            cores = f"{self._hands} at a time: {rate / self._hands:.3g} a core"
            print(f"{rate:.3g} bodies a second, {cores}", file=sys.stderr)


def print_cohort(report: CohortReport, *, output: str | None) -> None:
    """Print which limits come how near, for whom, and the worst bodies with how to rerun them."""
    page = paper()
    limits = table_of("", "limit", "breaks on", "worst", "allowed", "median", "95 %", "highest")
    for each in sorted(report.limits, key=lambda limit: (-limit.broken, -limit.near_frac[-1])):
        if each.near_frac[-1] == 0:
            continue
        worst, allowed = amount(each.worst, each.unit), amount(each.limit, each.unit)
        shares = (f"{each.near_frac[at]:.2f}" for at in (2, 4, 5))
        mark = "BROKEN" if each.broken else ""
        limits.add_row(mark, each.says, str(each.broken or ""), worst, allowed, *shares)
    page.print(limits)
    got = table_of("place", "reached, 5 %", "median", "highest pressure, median", "95 %")
    for place in report.places:
        if place.peak_pa[-1] > 0:
            is_worked = place.place not in read_atlas().barred
            reached = (f"{100 * place.coverage_frac[at]:.0f} %" if is_worked else "–" for at in (0, 2))
            pressed = (f"{place.peak_pa[at] / 1e3:.0f} kPa" for at in (2, 4))
            got.add_row(where(place.place, place.side), *reached, *pressed)
    page.print(got)
    groups = table_of("who", "bodies", "with a limit broken")
    for group in report.groups:
        groups.add_row(group.says, str(group.bodies), str(group.broken))
    page.print(groups)
    page.print("The worst of them, to run again:")
    for body in report.worst:
        page.print(f"  {body.command}   {body.broken} broken, {body.name}", soft_wrap=True)
    if output is not None:
        page.print(f"{output}: written (bodies.parquet, report.html, report.json)", soft_wrap=True)
    if report.broken:
        page.print(f"On {report.broken} of {report.bodies} bodies a limit breaks.")
    else:
        page.print(f"Every limit holds on all {report.bodies} bodies.")
