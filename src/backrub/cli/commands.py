"""The commands: each reads, makes one call and writes. It loads what it needs when it runs."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer

from backrub import __version__
from backrub.cli.answers import of_plan, print_json, print_value
from backrub.cli.cohort_command import cohort
from backrub.cli.exits import INFEASIBLE, LIMIT_BROKEN, NO_MASSAGE, URGENT
from backrub.cli.journal import journal

app = typer.Typer(
    help="A safe, well-made back massage tonight. Without a command: start, and open the browser.",
    epilog="Bad input is exit 2, no massage today 3, urgent 4, no plan fits 5. "
    "A licensed clinician has not yet reviewed the rules.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(journal, name="journal")
app.command()(cohort)

RequestFile = Annotated[str, typer.Argument(metavar="REQUEST", help="A TOML or JSON file; - reads stdin.")]
PlanFile = Annotated[
    str, typer.Argument(metavar="PLAN", help="A file that `backrub plan -o` wrote; - reads stdin.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]
Port = Annotated[int | None, typer.Option("--port", metavar="N", help="Where to serve on 127.0.0.1.")]
Database = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="URL", help="Where the journal is kept: sqlite:////... or postgresql://..."
    ),
]


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(__version__)
    elif context.invoked_subcommand is None:
        _serve(port=None, database=None, open_browser=True)


@app.command()
def serve(
    port: Port = None,
    database: Database = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the browser, where there is one.")
    ] = False,
) -> None:
    """Serve the pages and the API on this machine."""
    _serve(port=port, database=database, open_browser=open_browser)


@app.command()
def techniques(as_json: AsJson = False) -> None:
    """List the techniques of the catalog."""
    from backrub.app.listing import technique_rows
    from backrub.catalog import load

    rows = technique_rows(load())
    if as_json:
        print_json(rows)
    else:
        from backrub.cli.tables import print_techniques

        print_techniques(rows)


@app.command()
def screen(request: RequestFile, as_json: AsJson = False) -> None:
    """Ask whether a massage is fine today, and what to change."""
    from datetime import date

    from backrub.app.asking import read_asked
    from backrub.app.stages import screen_request
    from backrub.app.within import within
    from backrub.catalog import load
    from backrub.cli.files import name_of, text_of

    catalog, day, name = load(), date.today(), name_of(request)
    asked = read_asked(text_of(request), name=name, catalog=catalog, day=day, to_plan=False)
    with within(name, joined_by=" "):
        clearance = screen_request(asked, catalog=catalog, day=day)
    if as_json:
        print_value(clearance)
    else:
        from backrub.cli.words import print_clearance

        print_clearance(clearance, emergency_number=_emergency_number())
    raise typer.Exit(_exit_of(clearance))


@app.command()
def plan(
    request: RequestFile,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="PLAN", help="Write the plan here.")
    ] = None,
    routine: Annotated[
        str | None, typer.Option("--routine", metavar="FILE", help="Keep the pieces of this routine.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan the massage, or say why there is none."""
    from datetime import date

    from backrub.app.asking import read_asked
    from backrub.app.stages import make_plan
    from backrub.app.within import within
    from backrub.catalog import load
    from backrub.cli.files import name_of, read_value, text_of, write_text
    from backrub.model.plan import Infeasible
    from backrub.model.routine import Routine

    catalog, day, name = load(), date.today(), name_of(request)
    asked = read_asked(text_of(request), name=name, catalog=catalog, day=day, to_plan=True)
    kept = None if routine is None else read_value(Routine, routine)
    with within(name, joined_by=" "):
        planned = make_plan(asked, catalog=catalog, day=day, routine=kept)
    outcome = planned.outcome
    if outcome is not None and not isinstance(outcome, Infeasible) and output is not None:
        write_text(output, outcome.model_dump_json(indent=2) + "\n")
    if as_json:
        print_value(planned.clearance if outcome is None else outcome)
    else:
        from backrub.cli.words import print_clearance, print_infeasible

        if outcome is None or planned.clearance.reasons:
            print_clearance(planned.clearance, emergency_number=_emergency_number())
        if isinstance(outcome, Infeasible):
            print_infeasible(outcome)
        elif outcome is not None:
            from backrub.cli.tables import print_plan

            print_plan(outcome, catalog=catalog, written_to=output)
    raise typer.Exit(INFEASIBLE if isinstance(outcome, Infeasible) else _exit_of(planned.clearance))


@app.command()
def score(plan: PlanFile, as_json: AsJson = False) -> None:
    """Write out every stroke of a plan with its time, hands and cue."""
    from backrub.app.stages import compose

    _, composed = of_plan(plan, compose)
    if as_json:
        print_value(composed)
    else:
        from backrub.cli.tables import print_score

        print_score(composed)


@app.command()
def check(
    plan: PlanFile,
    svg: Annotated[
        str | None, typer.Option("--svg", metavar="FILE", help="Draw the dose map on the back, as SVG.")
    ] = None,
    png: Annotated[str | None, typer.Option("--png", metavar="FILE", help="The same as pixels.")] = None,
    body_seed: Annotated[
        str | None, typer.Option("--body-seed", metavar="S:K", help="On body K of the cohort of seed S.")
    ] = None,
    rate: Annotated[
        float | None, typer.Option("--rate", metavar="HZ", help="Samples a second, with --body-seed.")
    ] = None,
    calibration: Annotated[
        float | None,
        typer.Option("--calibration", metavar="F", help="With this much of every force, 0.5 to 1."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="PLAN", help="Write it here, gentler where a limit breaks."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Press a plan on its receiver's own back and judge every limit; exit 6 when one breaks."""
    from backrub.app.checking import calibrated, check_on_body, narrow_on_body
    from backrub.cli.cohort import on_person
    from backrub.cli.files import write_text
    from backrub.errors import DataError, Problem

    if body_seed is not None and (output or calibration is not None):
        what = "is another body than the plan's own"
        raise DataError([Problem("--body-seed", what, "Leave --calibration and -o out.")])
    if output is not None and calibration is not None:
        what = "what is written is tried out with the whole force"
        raise DataError([Problem("--calibration", what, "Leave it or -o out.")])
    if calibration is not None:

        def with_less(read: Any, *, catalog: Any) -> Any:
            tried = calibrated(read, calibration)
            return tried, check_on_body(tried, catalog=catalog)

        _, (made, report) = of_plan(plan, with_less)
    elif body_seed is not None:
        _, (made, report) = of_plan(plan, on_person(body_seed, rate_hz=rate))
    elif output is None:
        made, report = of_plan(plan, check_on_body)
    else:
        given, held = of_plan(plan, narrow_on_body)
        made, report = held.plan, held.report
        write_text(output, made.model_dump_json(indent=2) + "\n")
        for notice in made.notices:
            if notice not in given.notices:
                typer.echo(notice.says, err=True)
    written = _draw_dose(made, svg=svg, png=png)
    if as_json:
        print_value(report)
    else:
        from backrub.cli.tables import print_dose

        print_dose(report, made)
        for file in written:
            print(f"{file}: written (dose map)")
    if report.broken:
        raise typer.Exit(LIMIT_BROKEN)


@app.command()
def body(
    request: RequestFile,
    glb: Annotated[
        str | None, typer.Option("--glb", metavar="FILE", help="Write the lying body as binary glTF.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure the receiver's body: the back that the massage is for."""
    from datetime import date

    from backrub.app.asking import read_asked
    from backrub.app.bodies import body_of_request
    from backrub.body.measures import measures_of
    from backrub.catalog import load
    from backrub.cli.files import name_of, text_of

    name = name_of(request)
    asked = read_asked(text_of(request), name=name, catalog=load(), day=date.today(), to_plan=False)
    receiver = body_of_request(asked)
    measures = measures_of(receiver)
    if glb is not None:
        from backrub.cli.files import write_bytes
        from backrub.export.body_glb import glb_of

        write_bytes(glb, glb_of(receiver))
    if as_json:
        print_value(measures)
    else:
        from backrub.cli.tables import print_body

        print_body(measures)
        if glb is not None:
            print(f"{glb}: written (glTF)")


@app.command()
def render(
    plan: PlanFile,
    ics: Annotated[str | None, typer.Option("--ics", metavar="FILE", help="Write a calendar file.")] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="When it starts there, like 2026-12-01T20:30."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a plan as files for other programs."""
    from backrub.app.calendars import of_plan
    from backrub.app.clock import Clock
    from backrub.app.stages import check_plan
    from backrub.app.within import within
    from backrub.catalog import load
    from backrub.cli.files import name_of, read_value, write_text
    from backrub.errors import DataError, Problem
    from backrub.model.plan import Plan

    if ics is None or at is None:
        missing = "--at" if ics is not None else "--ics"
        way_out = "Write: backrub render PLAN --ics evening.ics --at 2026-12-01T20:30"
        raise DataError([Problem(missing, "is missing", way_out)])
    catalog, made = load(), read_value(Plan, plan)
    with within(name_of(plan), joined_by=" "):
        check_plan(made, catalog=catalog)
    with within("--", joined_by=""):
        text = of_plan(made, at=at, catalog=catalog, clock=Clock()).decode()
    write_text(ics, text)
    if as_json:
        print_json([{"file": ics, "kind": "calendar"}])
    else:
        print(f"{ics}: written (calendar)")


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="request, plan, technique, ...")],
) -> None:
    """Print the JSON Schema of any file or body."""
    from backrub.app.schemas import schema_of

    print_json(schema_of(name))


@app.command()
def lint(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Any files of the catalog.")],
    as_json: AsJson = False,
) -> None:
    """Check catalog files and say everything that is wrong in them."""
    from backrub.cli.lint import lint_files

    kinds = lint_files(files)
    if as_json:
        print_json([{"file": file, "kind": kind} for file, kind in kinds])
    else:
        for file, kind in kinds:
            print(f"{file}: fine ({kind})")


def _serve(*, port: int | None, database: str | None, open_browser: bool) -> None:
    from importlib import import_module

    from backrub.app.settings import read_settings

    settings = read_settings(os.environ, port=port, database=database)
    # By name, not by an import line: cli and web do not know each other.
    import_module("backrub.web.serve").serve(settings, open_browser=open_browser)


def _emergency_number() -> str:
    from backrub.app.settings import read_settings

    return read_settings(os.environ).emergency_number


def _exit_of(clearance: Any) -> int:
    return 0 if clearance.may_plan else URGENT if clearance.tier == "urgent" else NO_MASSAGE


def _draw_dose(made: Any, *, svg: str | None, png: str | None) -> list[str]:
    """Write a plan's dose map as what was asked for; return which files."""
    if svg is None and png is None:
        return []
    from backrub.app.mapping import dose_sheet_of
    from backrub.catalog import load
    from backrub.cli.files import write_bytes, write_text
    from backrub.export.drawing import svg_of

    sheet = dose_sheet_of(made, catalog=load())
    if svg is not None:
        write_text(svg, svg_of(sheet))
    if png is not None:
        from backrub.export.drawing_png import png_of

        write_bytes(png, png_of(sheet))
    return [file for file in (svg, png) if file is not None]
