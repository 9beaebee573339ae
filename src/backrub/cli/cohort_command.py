"""The command `backrub cohort`. It loads what it needs when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from backrub.cli.answers import of_plan, print_value
from backrub.cli.exits import LIMIT_BROKEN


def cohort(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A file that `backrub plan -o` wrote; - reads stdin.")
    ],
    bodies: Annotated[int, typer.Option("--bodies", metavar="N", help="How many bodies.")],
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Which bodies.")] = 0,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A dask cluster; else this machine.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="Workers on this machine; 0 is this process alone."),
    ] = None,
    rate: Annotated[float | None, typer.Option("--rate", metavar="HZ", help="Samples a second.")] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="Keep the table and the report; go on there."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")] = False,
) -> None:
    """Press a plan on many bodies and say which limits come how near for whom; exit 6 when one breaks."""
    from backrub.cli.cohort import print_cohort, running

    run = running(bodies=bodies, seed=seed, scheduler=scheduler, workers=workers, rate_hz=rate, output=output)
    _, report = of_plan(plan, run)
    if as_json:
        print_value(report)
    else:
        print_cohort(report, output=output)
    if report.broken:
        raise typer.Exit(LIMIT_BROKEN)
