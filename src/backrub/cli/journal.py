"""`backrub journal`: carry it away, bring it in, forget a person."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from typing import Annotated

import typer

from backrub.errors import DataError, Problem, did_you_mean

journal = typer.Typer(
    help="Export, import, or forget: the journal stays yours.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

MOST_IMPORTED_BYTES = 500_000_000

Database = Annotated[str | None, typer.Option("--database", metavar="URL", help="Where the journal is kept.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]


@journal.command("export")
def export(
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Write it here.")
    ] = None,
    with_people: Annotated[
        bool, typer.Option("--with-people", help="Names and health answers, too; without it they stay here.")
    ] = False,
    database: Database = None,
) -> None:
    """Write the journal, one JSON object a line; names and health answers only with --with-people."""
    from backrub.app.stores import open_journal
    from backrub.cli.files import write_text
    from backrub.journal.lines_out import export_lines

    with closing(open_journal(os.environ, database=database)) as store:
        lines = export_lines(store, with_people=with_people)
        if output is not None:
            write_text(output, "".join(f"{line}\n" for line in lines))
        else:
            for line in lines:
                sys.stdout.write(f"{line}\n")


@journal.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that export wrote; - reads stdin.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Bring in what an export holds and this journal does not: all of it or nothing."""
    from dataclasses import asdict

    from backrub.app.stores import open_journal
    from backrub.cli.files import name_of, text_of
    from backrub.journal.lines_in import import_lines

    lines = text_of(file, most_bytes=MOST_IMPORTED_BYTES).split("\n")
    with closing(open_journal(os.environ, database=database)) as store:
        try:
            imported = import_lines(lines, store)
        except DataError as error:
            named = (
                Problem(f"{name_of(file)} {each.where}", each.what, each.way_out) for each in error.problems
            )
            raise DataError(named) from None
    _say(
        asdict(imported),
        f"New here: {imported.streams} sessions with {imported.events} events, {imported.people} people.",
        as_json=as_json,
    )


@journal.command("forget")
def forget(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their id in the journal.")],
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Delete a person's name and health answers for good; what was done stays, without them."""
    from backrub.app.stores import open_journal

    with closing(open_journal(os.environ, database=database)) as store:
        known = store.people()
        if not store.forget_person(person):
            way_out = did_you_mean(person, known) if known else "Nothing is kept of anyone."
            raise DataError([Problem("person", f"nothing is kept of {person!r:.60}", way_out)])
    _say({"forgotten": person}, "Their name and answers are gone from this journal.", as_json=as_json)


def _say(document: dict[str, object], words: str, *, as_json: bool) -> None:
    import json

    print(json.dumps(document) if as_json else words)
