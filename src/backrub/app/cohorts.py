"""A plan on a cohort of bodies: judged by a crew, kept in a folder, told in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from backrub.app.cohort_crew import Alone, Crew
from backrub.app.cohort_folder import PAGE, REPORT, CohortFolder
from backrub.app.stages import compose
from backrub.catalog import Catalog
from backrub.cohort.judge import Work
from backrub.cohort.page import page_of
from backrub.cohort.people import body_of_person, person_of
from backrub.cohort.summary import report_of
from backrub.cohort.table import Columns, parquet
from backrub.cohort.task import fingerprint_of, packed
from backrub.errors import DataError, Problem
from backrub.model.cohort import CohortReport
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan

RATE_HZ = 30.0
"""Samples a second of a cohort: docs/proofs/cohort-sampling-rate.md measures what that costs. [Hz]"""
MOST_BODIES = 1_000_000
A_TASK = 10
"""Bodies in a task, at most: some seconds of work, so that little is lost when a worker dies."""

Told = Callable[[int, int], None]
"""Called with how many bodies are done, and of how many."""


def run_cohort(
    plan: Plan,
    *,
    bodies: int,
    seed: int,
    catalog: Catalog,
    rate_hz: float = RATE_HZ,
    folder: Path | None = None,
    crew: Crew | None = None,
    told: Told = lambda done, bodies: None,
) -> CohortReport:
    """Return what a plan does to the first bodies of a seed's cohort. [Hz]

    With a folder, finished bodies are kept there and not judged again, and the table and the report stand in
    it at the end; without one nothing is left on the disk.

    Raises DataError for numbers that can't be used, a plan that breaks its own limits, a folder of another
    cohort, or packages that are not installed; Refused for somebody seated.
    """
    problems = _problems(bodies=bodies, seed=seed, rate_hz=rate_hz)
    if problems:
        raise DataError(problems)
    parquet()
    work = Work.of(plan, compose(plan, catalog=catalog), seed=seed, rate_hz=rate_hz, catalog=catalog)
    if folder is None:
        with TemporaryDirectory(prefix="backrub-cohort-") as temporary:
            opened = CohortFolder.opened(Path(temporary), fingerprint_of(work))
            return _run(work, opened, bodies=bodies, crew=crew or Alone(), told=told)
    opened = CohortFolder.opened(folder, fingerprint_of(work))
    return _run(work, opened, bodies=bodies, crew=crew or Alone(), told=told)


def plan_on_person(plan: Plan, *, seed: int, number: int) -> Plan:
    """Return the same plan with one body of a cohort for its receiver's."""
    return plan.model_copy(update={"body": body_of_person(person_of(seed, number))})


def check_on_person(
    plan: Plan, *, seed: int, number: int, catalog: Catalog, rate_hz: float = RATE_HZ
) -> DoseReport:
    """Return the whole check of a plan on one body of a cohort. [Hz]

    Raises as `run_cohort` does.
    """
    from backrub.dose import check

    problems = _problems(bodies=number + 1, seed=seed, rate_hz=rate_hz)
    if problems:
        raise DataError(problems)
    own = plan_on_person(plan, seed=seed, number=number)
    return check(own, compose(plan, catalog=catalog), catalog=catalog, rate_hz=rate_hz)


def read_body_seed(text: str) -> tuple[int, int]:
    """Return the seed and the number in words like 7:12; raises DataError.

    >>> read_body_seed("7:12")
    (7, 12)
    """
    seed, _, number = text.partition(":")
    if not (seed.isascii() and seed.isdigit() and number.isascii() and number.isdigit()):
        way_out = "Write the seed and the body's number, like 7:12."
        raise DataError([Problem("--body-seed", f"{text!r:.40} is no body of a cohort", way_out)])
    return int(seed), int(number)


def _run(work: Work, folder: CohortFolder, *, bodies: int, crew: Crew, told: Told) -> CohortReport:
    missing = folder.missing(bodies)
    done = bodies - len(missing)
    told(done, bodies)
    for numbers, content in crew.judged(packed(work), chunks_of(missing, hands=crew.hands)):
        folder.keep(numbers, content)
        done += len(numbers)
        told(done, bodies)
    report = report_of(Columns(folder.gather(bodies)), fingerprint=fingerprint_of(work))
    folder.write(REPORT, (report.model_dump_json(indent=2) + "\n").encode())
    folder.write(PAGE, page_of(report).encode())
    return report


def chunks_of(numbers: Sequence[int], *, hands: int) -> Iterator[tuple[int, ...]]:
    """Yield the bodies in tasks, each a run without a gap; the last are small enough that nobody waits long.

    >>> list(chunks_of([0, 1, 2, 5, 6], hands=1))
    [(0,), (1,), (2,), (5,), (6,)]
    """
    most = max(1, min(A_TASK, len(numbers) // (4 * hands)))
    chunk: list[int] = []
    for number in numbers:
        if chunk and (len(chunk) == most or number != chunk[-1] + 1):
            yield tuple(chunk)
            chunk = []
        chunk.append(number)
    if chunk:
        yield tuple(chunk)


def _problems(*, bodies: int, seed: int, rate_hz: float) -> list[Problem]:
    problems = []
    if not 1 <= bodies <= MOST_BODIES:
        problems.append(Problem("--bodies", f"{bodies} can't be used", f"Use 1 to {MOST_BODIES}."))
    if not 0 <= seed < 2**63:
        problems.append(Problem("--seed", f"{seed} can't be used", "Use 0 or a whole number above it."))
    if not 1.0 <= rate_hz <= 240.0:
        problems.append(Problem("--rate", f"{rate_hz:g} can't be used", "Use 1 to 240 samples a second."))
    return problems
